import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'

const PROGRAM = '.cache/queue-worker-program.mjs'

/** Builds the worker into the project, so that it finds the packages of the queue. */
export async function buildWorkerProgram(): Promise<void> {
  mkdirSync('.cache', { recursive: true })
  await build({
    entryPoints: ['test/support/programs/queue-worker-program.ts'],
    outfile: PROGRAM,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['bullmq', 'ioredis'],
    logLevel: 'error',
    // Some packages are CommonJS and load modules of Node with require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
}

export interface WorkerProcess {
  readonly child: ChildProcess
  /** Resolves when the worker prints a line that matches: `ready`, or a bundle that it starts. */
  hasStarted(pattern: RegExp): Promise<void>
  readonly exited: Promise<unknown>
}

export function startWorkerProcess(url: string): WorkerProcess {
  const child = spawn(process.execPath, [PROGRAM, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const check of waiting) check()
  })
  const hasStarted = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (lines.some((line) => pattern.test(line))) resolve()
      }
      waiting.add(check)
      check()
    })
  return { child, hasStarted, exited }
}
