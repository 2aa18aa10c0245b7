import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, RolldownMagicString } from 'rolldown'
import { lazyExpressions } from './lazy-expressions.mjs'
import { buildLibraryTypes } from './library-types.mjs'
import { NARROW_CLASS, STYLE } from './narrow-text.mjs'
import { checksums, createSbom, json, libraryComponent, sha256Of } from './sbom.mjs'

/**
 * Ink draws nothing where CI is set, and loads React's developer tools where DEV is. The program
 * uses Ink only where there is a terminal, so both checks are answered here.
 */
const plainInk = {
  name: 'plain-ink',
  load: {
    filter: { id: /is-in-ci[\\/]index\.js$|ink[\\/]build[\\/](?:utils|devtools)\.js$/ },
    handler(id) {
      if (/is-in-ci/.test(id)) return 'export default false'
      return /utils/.test(id) ? 'export const isDev = () => false' : ''
    },
  },
}

/**
 * yargs draws a help of its own for every command, in memory, with cliui, whose loading takes a
 * fifth of the start-up. `src/cli/help.ts` draws the help that is shown, so cliui draws nothing.
 */
const noCliui = {
  name: 'no-cliui',
  resolveId: { filter: { id: /^cliui$/ }, handler: () => '\0cliui' },
  load: {
    filter: { id: /^\0cliui$/ },
    handler: () =>
      "export default () => ({ div() {}, span() {}, resetOutput() {}, toString: () => '' })",
  },
}

const LAZY_WIDTH = '\0lazy-width:'

/**
 * string-width compiles an expression of all emoji when it is loaded, which takes as long as
 * analyzing a small case. Most texts consist of narrow characters, and are as wide as they are long:
 * the library is loaded for the others only.
 */
const lazyStringWidth = {
  name: 'lazy-string-width',
  resolveId: {
    filter: { id: /^string-width$/ },
    async handler(id, importer, { kind }) {
      if (importer?.startsWith(LAZY_WIDTH)) return undefined
      const found = await this.resolve(id, importer, { kind, skipSelf: true })
      return `${LAZY_WIDTH}${found.id}?${kind}`
    },
  },
  load: {
    filter: { id: /^\0lazy-width:/ },
    handler(id) {
      const [, path, kind] = /^\0lazy-width:(.*)\?([^?]*)$/s.exec(id)
      return `
        let measure
        function load() {
          const library = require(${JSON.stringify(path)})
          return library.default ?? library
        }
        const NARROW = /^${NARROW_CLASS}*$/
        const STYLES = /${STYLE}/g
        const withoutStyles = (text) => text.includes('\\u001b') ? text.replace(STYLES, '') : text
        ${kind === 'require-call' ? 'module.exports =' : 'export default'} function stringWidth(text, options) {
          if (typeof text === 'string') {
            const shown = withoutStyles(text)
            if (NARROW.test(shown)) return shown.length
          }
          measure ??= load()
          return measure(text, options)
        }`
    },
  },
}

/**
 * Creating an Intl.Segmenter loads its data, which takes a tenth of the time of a small case.
 * wrap-ansi creates one when it is loaded, and needs it only for text that is not ASCII.
 */
const lazySegmenter = {
  name: 'lazy-segmenter',
  transform: {
    filter: { id: /wrap-ansi[\\/]index\.js$/ },
    handler(code) {
      const eager = 'const segmenter = new Intl.Segmenter();'
      if (!code.includes(eager)) throw new Error('wrap-ansi creates no segmenter: remove this')
      const lazy =
        'let loaded; ' +
        'const segmenter = { segment: (text) => (loaded ??= new Intl.Segmenter()).segment(text) };'
      return { code: code.replace(eager, lazy), map: null }
    },
  },
}

/** The parts are compiled by `src/launch`, which imports ES modules for them. */
const importsOfParts = {
  name: 'imports-of-parts',
  renderChunk: (code) => ({ code: code.replaceAll(/\bimport\(/g, 'importModule('), map: null }),
}

/**
 * Escapes characters that are not ASCII, which `charset` leaves in templates with a tag. Those of
 * `String.raw` are parts of regular expressions, where the escape means the same.
 */
const asciiTemplates = {
  name: 'ascii-templates',
  transform: {
    filter: { id: /[\\/]src[\\/][^?]*\.tsx?$/, code: /[^\0-\x7f]/ },
    handler(source) {
      const code = new RolldownMagicString(source)
      for (const { index, 0: char } of source.matchAll(/[^\0-\x7f]/g)) {
        const escaped = `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
        code.update(index, index + 1, escaped)
      }
      return { code }
    },
  },
}

/** Warnings that nothing is wrong with. */
const EXPECTED = new Set([
  // yargs finds files that a configuration extends, which the program does not offer.
  'EMPTY_IMPORT_META',
  // The library needs at once what the program loads where it is used.
  'INEFFECTIVE_DYNAMIC_IMPORT',
])

const PARTS = 'parts'
const API = 'api'
const LIBRARY = 'src/api/index.ts'
const DASHBOARD = 'dashboard.mjs'

/**
 * Ink waits for other modules while it is loaded, which CommonJS modules cannot do. The dashboard is
 * therefore a program of its own, with all that it needs.
 */
const separateDashboard = {
  name: 'separate-dashboard',
  resolveId: {
    filter: { id: /\/show-dashboard\.tsx$/ },
    handler: () => ({ id: `./${DASHBOARD}`, external: true }),
  },
}

/**
 * Bundles the program into a folder, which is emptied first, with a list (SBOM) and the licenses of
 * the packages that are bundled. `library`: also what `src/api` exports, with its types. Generated
 * modules have to be up to date. Resolves to those packages.
 *
 * The parts are CommonJS modules: `src/launch` loads them with the code that V8 compiled at an
 * earlier run.
 */
export async function buildProgram(outdir, { sourcemap = true, library = false } = {}) {
  const { name, version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'))
  rmSync(outdir, { recursive: true, force: true })
  const define = {
    VERSION: JSON.stringify(version),
    BUGS_URL: JSON.stringify(bugs.url),
    'process.env.NODE_ENV': '"production"',
  }
  const bundle = ({ input, plugins = [], output, ...more }) =>
    build({
      input,
      platform: 'node',
      // Optional: users who want a queue install them.
      external: ['bullmq', 'ioredis'],
      transform: { target: 'node20.19', define: { ...define, ...more.define } },
      plugins: [noCliui, plainInk, lazyStringWidth, ...plugins],
      onLog(level, log, report) {
        if (!EXPECTED.has(log.code)) report(level, log)
      },
      output: {
        dir: outdir,
        sourcemap,
        // Node reads all of it at every start. Names stay, for stack traces.
        minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        ...output,
      },
    })
  const parts = await bundle({
    input: {
      program: 'src/cli.ts',
      'read-worker': 'src/workers/read-worker.ts',
      'batch-worker': 'src/workers/batch-worker.ts',
    },
    plugins: [separateDashboard, lazySegmenter, asciiTemplates, lazyExpressions, importsOfParts],
    output: {
      format: 'cjs',
      // V8 reads them faster, and holds them in half the memory.
      charset: 'ascii',
      // The program finds its workers beside itself.
      entryFileNames: ({ name }) => (name === 'program' ? '[name].js' : `${PARTS}/[name].js`),
      chunkFileNames: `${PARTS}/[name]-[hash].js`,
    },
  })
  const dashboard = await bundle({
    input: 'src/ui/show-dashboard.tsx',
    output: { format: 'esm', codeSplitting: false, entryFileNames: `${PARTS}/${DASHBOARD}` },
  })
  const hash = createHash('sha256')
  for (const { code } of parts.output) if (code !== undefined) hash.update(code)
  for (const [file, source] of Object.entries(LAUNCHERS))
    await bundle({
      input: source,
      define: { BUILD: JSON.stringify(hash.copy().digest('hex')) },
      output: { format: 'cjs', codeSplitting: false, entryFileNames: file },
    })
  chmodSync(join(outdir, 'cli.js'), 0o755)
  writeFileSync(join(outdir, 'package.json'), json({ type: 'commonjs' }))
  const api = library
    ? await bundle({
        input: { index: LIBRARY },
        plugins: [lazySegmenter],
        output: {
          format: 'esm',
          entryFileNames: `${API}/[name].js`,
          chunkFileNames: `${API}/${PARTS}/[name]-[hash].js`,
        },
      })
    : { output: [] }
  if (library) {
    writeFileSync(join(outdir, API, 'package.json'), json({ type: 'module' }))
    buildLibraryTypes(join(outdir, API, 'index.d.ts'))
  }
  const packages = packagesOf(
    [...parts.output, ...dashboard.output, ...api.output].flatMap((part) => part.moduleIds ?? []),
  )
  const notices = packages.map(({ notice }) => notice)
  writeFileSync(`${outdir}/THIRD-PARTY-LICENSES.txt`, notices.join(`\n${'-'.repeat(80)}\n\n`))
  const sha256 = sha256Of(checksums(readFiles(outdir)))
  const sbom = createSbom({ name, version }, packages.map(libraryComponent), sha256)
  writeFileSync(`${outdir}/sbom.cdx.json`, json(sbom))
  return packages
}

/** What users and the program itself start, by file. */
const LAUNCHERS = {
  'cli.js': 'src/launch/cli.ts',
  'workers/read-worker.js': 'src/launch/read-worker.ts',
  'workers/batch-worker.js': 'src/launch/batch-worker.ts',
  // Small, and started for a long run only: it is loaded without compiled code.
  'workers/watchdog-worker.js': 'src/workers/watchdog-worker.ts',
}

/** The content of every file below a folder, by its path there, sorted. */
function readFiles(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  return paths.sort().map((path) => [path, readFileSync(join(folder, path))])
}

/** All packages that these files belong to, each with its license in a notice. */
function packagesOf(files) {
  const folders = files.flatMap(
    (path) => /\/(node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path.replaceAll('\\', '/'))?.[1] ?? [],
  )
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : `License: ${license}`
    return { name, version, license, notice: `${name} ${version} (${license})\n\n${text}\n` }
  })
}
