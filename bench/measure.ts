import { spawnSync } from 'node:child_process'

/** A whole program as it is started from outside, and how many bytes it reads. */
export interface Program {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly bytes: number
  /** Exit codes that mean it did its work. */
  readonly exits: readonly number[]
}

/** Seconds of wall time; bytes of peak memory where the program tells them. */
export interface Run {
  readonly seconds: number
  readonly peakBytes: number
}

/** Runs a program to its end; what it prints is thrown away. */
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
 * What `rounds` rounds A B A B gave each program, after a round that is not counted and warms the
 * disk cache.
 */
export function inTurn(programs: readonly Program[], rounds: number): readonly (readonly Run[])[] {
  for (const program of programs) run(program)
  const runs = programs.map((): Run[] => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [index, program] of programs.entries()) runs[index]?.push(run(program))
  return runs
}

/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[(values.length - 1) >> 1] ?? Number.NaN
}
