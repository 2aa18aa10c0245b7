import { spawnSync } from 'node:child_process'

/** A program to start, and the number of bytes that it reads. */
export interface Program {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly bytes: number
  /** Exit codes that count as success. */
  readonly exits: readonly number[]
}

/** Wall time in seconds, and peak memory in bytes (0 when the program does not report it). */
export interface Run {
  readonly seconds: number
  readonly peakBytes: number
}

/** Runs a program to its end and discards its output. */
function run({ command, args, exits }: Program): Run {
  const start = process.hrtime.bigint()
  const { status, error, stderr, output } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (error) throw error
  if (status === null || !exits.includes(status))
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return { seconds, peakBytes: Number(String(output[3])) * 1024 }
}

/**
 * Runs programs in turn (A B A B …) and returns the runs of each. A first round, which warms the
 * disk cache.
 */
export function inTurn(programs: readonly Program[], rounds: number): readonly (readonly Run[])[] {
  for (const program of programs) run(program)
  const runs = programs.map((): Run[] => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [index, program] of programs.entries()) runs[index]?.push(run(program))
  return runs
}

/** The median; of an even number of values, the lower of the two middle ones. */
export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[(values.length - 1) >> 1] ?? Number.NaN
}
