// Builds the fuzzer and runs it: `npm run fuzz -- --minutes 10`. See CONTRIBUTING.md.

import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import './scanner.mjs'
import './page.mjs'

// One for each run, because its threads and its coverage read the files again.
const OUTDIR = `.cache/fuzz/${process.pid}`

const { version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'))
await build({
  entryPoints: ['test/fuzz/main.ts', 'test/fuzz/worker.ts'],
  outdir: OUTDIR,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  sourcemap: true,
  logLevel: 'error',
  define: { VERSION: JSON.stringify(version), BUGS_URL: JSON.stringify(bugs.url) },
})
const child = spawn(process.execPath, [`${OUTDIR}/main.js`, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// Ctrl-C ends the run, which then prints what it has done.
process.on('SIGINT', () => child.kill('SIGINT'))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
  rmSync(OUTDIR, { recursive: true, force: true })
})
