// Runs the program from a build that follows the sources: `npm run dev -- analyze ./case`. Builds
// once, runs the command, and runs it again after every change in src until Ctrl-C.
// `npm run dev -- --once …` builds, runs and ends.

import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { buildProgram } from './build-program.mjs'

const [first, ...rest] = process.argv.slice(2)
const once = first === '--once'
const args = once ? rest : [first, ...rest].filter((word) => word !== undefined)
const OUTDIR = '.cache/dev'
const QUIET_MS = 200

/** Builds, then runs the command to its end; returns its exit code, 2 when the build failed. */
async function buildAndRun() {
  try {
    await buildProgram(OUTDIR)
  } catch (error) {
    console.error(`The build failed: ${error.message}`)
    return 2
  }
  const child = spawn(process.execPath, ['--enable-source-maps', `${OUTDIR}/cli.js`, ...args], {
    stdio: 'inherit',
  })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

process.exitCode = await buildAndRun()
if (!once) {
  let running
  let timer
  console.error('Waiting for changes in src (Ctrl-C ends)')
  watch('src', { recursive: true }, (_, name) => {
    // Written by the build itself.
    if (name === null || /compiled\.ts$|embedded\.ts$|compiled-validators/.test(name)) return
    clearTimeout(timer)
    timer = setTimeout(async () => {
      await running
      running = buildAndRun()
    }, QUIET_MS)
  })
}
