import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export const CLI = resolve('dist/cli.js')

type Exit = readonly [code: number | null, signal: NodeJS.Signals | null]

/** A program whose output is collected line by line. It is killed at the end of the test. */
export interface RunningProgram {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly ended: Promise<Exit>
  stderr(): string
}

export function startProgram(args: readonly string[], cwd = process.cwd()): RunningProgram {
  const child = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  let text = ''
  child.stderr.on('data', (piece: Buffer) => {
    text += String(piece)
  })
  const ended = once(child, 'close') as unknown as Promise<Exit>
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, lines, ended, stderr: () => text }
}

/** Returns the events of a running `watch --format ndjson`, of one kind. */
export const eventsOf = (
  { lines }: RunningProgram,
  kind: string,
): Readonly<Record<string, unknown>>[] =>
  lines
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(({ event }) => event === kind)

/** Processor time of a program so far, in seconds. */
export function cpuSeconds({ child }: RunningProgram): number {
  // 52 (node) S 1 … utime stime, in clock ticks of 10 ms, behind the name in parentheses
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(stat[11]) + Number(stat[12])) / 100
}

/** Peak memory of a program, in MB. */
export function peakMegabytes({ child }: RunningProgram): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6
}
