import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve as resolvePath } from 'node:path'
import { build } from 'esbuild'
import { NARROW_CLASS, STYLE } from './narrow-text.mjs'
import { checksums, createSbom, json, libraryComponent, sha256Of } from './sbom.mjs'

/**
 * Ink draws nothing where CI is set, and loads React's developer tools where DEV is. The program
 * uses Ink only where there is a terminal, so both checks are answered here.
 */
const plainInk = {
  name: 'plain-ink',
  setup({ onLoad }) {
    const replacements = [
      [/is-in-ci[\\/]index\.js$/, 'export default false'],
      [/ink[\\/]build[\\/]utils\.js$/, 'export const isDev = () => false'],
      [/ink[\\/]build[\\/]devtools\.js$/, ''],
    ]
    for (const [filter, contents] of replacements) onLoad({ filter }, () => ({ contents }))
  },
}

/**
 * yargs draws a help of its own for every command, in memory, with cliui, whose loading takes a
 * fifth of the start-up. `src/cli/help.ts` draws the help that is shown, so cliui draws nothing.
 */
const noCliui = {
  name: 'no-cliui',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cliui$/ }, () => ({ path: 'cliui', namespace: 'left-out' }))
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents:
        "export default () => ({ div() {}, span() {}, resetOutput() {}, toString: () => '' })",
    }))
  },
}

/**
 * string-width compiles an expression of all emoji when it is loaded, which takes as long as
 * analyzing a small case. Most texts consist of narrow characters, and are as wide as they are long:
 * the library is loaded for the others only.
 */
const lazyStringWidth = {
  name: 'lazy-string-width',
  setup({ onResolve, onLoad, resolve }) {
    onResolve(
      { filter: /^string-width$/ },
      async ({ path, kind, importer, resolveDir, namespace }) => {
        if (namespace.startsWith('lazy-')) return undefined
        const found = await resolve(path, {
          kind,
          importer,
          resolveDir,
          namespace: 'lazy-resolving',
        })
        return {
          // The program contains this path: with a full one it would differ between folders.
          path: relative('.', found.path),
          namespace: kind === 'require-call' ? 'lazy-require' : 'lazy-import',
        }
      },
    )
    for (const namespace of ['lazy-require', 'lazy-import'])
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `
          let measure
          function load() {
            const library = require(${JSON.stringify(resolvePath(path))})
            return library.default ?? library
          }
          const NARROW = /^${NARROW_CLASS}*$/
          const STYLES = /${STYLE}/g
          const withoutStyles = (text) => text.includes('\\u001b') ? text.replace(STYLES, '') : text
          ${namespace === 'lazy-require' ? 'module.exports =' : 'export default'} function stringWidth(text, options) {
            if (typeof text === 'string') {
              const shown = withoutStyles(text)
              if (NARROW.test(shown)) return shown.length
            }
            measure ??= load()
            return measure(text, options)
          }`,
        resolveDir: dirname(resolvePath(path)),
      }))
  },
}

/**
 * Bundles the program into a folder, which is emptied first, with a list (SBOM) and the licenses of
 * the packages that are bundled. Reading one file instead of several hundred halves the start-up. Generated modules
 * have to be up to date. Resolves to those packages.
 */
export async function buildProgram(outdir, { sourcemap = true } = {}) {
  const { name, version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'))
  rmSync(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    entryPoints: [
      'src/cli.ts',
      'src/workers/read-worker.ts',
      'src/workers/batch-worker.ts',
      'src/workers/watchdog-worker.ts',
    ],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'parts/[name]-[hash]',
    metafile: true,
    // Node reads all of it at every start. Names stay, for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    // Read only when a stack trace has to name lines of src.
    sourcemap,
    sourcesContent: false,
    plugins: [noCliui, plainInk, lazyStringWidth],
    // Optional: users who want a queue install them.
    external: ['bullmq', 'ioredis'],
    define: {
      VERSION: JSON.stringify(version),
      BUGS_URL: JSON.stringify(bugs.url),
      'process.env.NODE_ENV': '"production"',
    },
    // Some packages are CommonJS and load modules of Node with require.
    banner: {
      js:
        "import { createRequire as bundledRequire } from 'node:module'; " +
        'const require = bundledRequire(import.meta.url);',
    },
  })
  const packages = packagesOf(Object.keys(metafile.inputs))
  const notices = packages.map(({ notice }) => notice)
  writeFileSync(`${outdir}/THIRD-PARTY-LICENSES.txt`, notices.join(`\n${'-'.repeat(80)}\n\n`))
  const sha256 = sha256Of(checksums(readFiles(outdir)))
  const sbom = createSbom({ name, version }, packages.map(libraryComponent), sha256)
  writeFileSync(`${outdir}/sbom.cdx.json`, json(sbom))
  return packages
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
  const packages = new Set(
    files.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  )
  return [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : `License: ${license}`
    return { name, version, license, notice: `${name} ${version} (${license})\n\n${text}\n` }
  })
}
