// Bundles the program into dist/: reading one file instead of three hundred halves the start-up.
// The packages bundled with it are named there with their licences.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import './scanner.mjs'
import './page.mjs'

/**
 * Ink draws nothing where CI is set, and loads React's developer tools where DEV is; it is used
 * only where there is a terminal.
 */
const plainInk = {
  name: 'plain-ink',
  setup({ onLoad }) {
    const instead = [
      [/is-in-ci[\\/]index\.js$/, 'export default false'],
      [/ink[\\/]build[\\/]utils\.js$/, 'export const isDev = () => false'],
      [/ink[\\/]build[\\/]devtools\.js$/, ''],
    ]
    for (const [filter, contents] of instead) onLoad({ filter }, () => ({ contents }))
  },
}

/**
 * yargs would load what it draws its help with, which takes a fifth of the start-up;
 * `src/cli/help.ts` draws ours.
 */
const noCliui = {
  name: 'no-cliui',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cliui$/ }, () => ({ path: 'cliui', namespace: 'left-out' }))
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: "export default () => { throw new Error('Help is drawn by src/cli/help.ts') }",
    }))
  },
}

const [outdir = 'dist'] = process.argv.slice(2)
const { version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'))
rmSync(outdir, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: ['src/cli.ts', 'src/workers/read-worker.ts', 'src/workers/batch-worker.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'parts/[name]-[hash]',
  metafile: true,
  plugins: [noCliui, plainInk],
  // Optional: whoever wants a queue installs them.
  external: ['bullmq', 'ioredis'],
  define: {
    VERSION: JSON.stringify(version),
    BUGS_URL: JSON.stringify(bugs.url),
    'process.env.NODE_ENV': '"production"',
  },
  // Some packages are CommonJS and ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
  },
})

const bundled = new Set(
  Object.keys(metafile.inputs).flatMap(
    (path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  ),
)
const notices = [...bundled].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : `License: ${license}`}\n`
})
writeFileSync(`${outdir}/THIRD-PARTY-LICENSES.txt`, notices.join(`\n${'-'.repeat(80)}\n\n`))
