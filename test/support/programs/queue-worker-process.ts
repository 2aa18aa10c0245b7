import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { buildTestProgram } from './test-program.ts'

let program = ''

/** Builds the worker into the project, so that it finds the packages of the queue. */
export async function buildWorkerProgram(): Promise<void> {
  program = await buildTestProgram('test/support/programs/queue-worker-program.ts')
}

export interface WorkerProcess {
  readonly child: ChildProcess
  /** Resolves when the worker prints a line that matches: `ready`, or a bundle that it starts. */
  hasStarted(pattern: RegExp): Promise<void>
  readonly exited: Promise<unknown>
}

export function startWorkerProcess(url: string): WorkerProcess {
  const child = spawn(process.execPath, [program, url], { stdio: ['ignore', 'pipe', 'inherit'] })
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
