import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'

const PROGRAM = '.cache/queue-worker-program.mjs'

/** Built into the project, where the packages of the queue are found. */
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
    // Some packages are CommonJS and ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as madeRequire } from 'node:module'; const require = madeRequire(import.meta.url);",
    },
  })
}

export interface WorkerProcess {
  readonly child: ChildProcess
  /** When it says that it begins one that fits. */
  hasStarted(pattern: RegExp): Promise<void>
  readonly exited: Promise<unknown>
}

export function startWorkerProcess(url: string): WorkerProcess {
  const child = spawn(process.execPath, [PROGRAM, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const said: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line)
    for (const look of waiting) look()
  })
  const begins = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (said.some((line) => pattern.test(line))) resolve()
      }
      waiting.add(look)
      look()
    })
  return { child, hasStarted: begins, exited: gone }
}
