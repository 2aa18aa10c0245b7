import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** One finished run of a whole program, from outside: seconds of wall time, and for our own program its peak memory in bytes. */
export interface Run {
  readonly seconds: number
  readonly peakBytes: number
}

const PEAK = resolve('bench', 'peak.cjs')

/** Runs Node with these arguments and waits; what it prints is thrown away. */
export function runNode(args: readonly string[]): Run {
  const start = process.hrtime.bigint()
  const run = spawnSync(process.execPath, ['--require', PEAK, ...args], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (run.status !== 0 && run.status !== 1) throw new Error(`node ${args.join(' ')} ended with ${run.status}: ${run.stderr}`)
  const { peakKilobytes } = JSON.parse(String(run.output[3]))
  return { seconds, peakBytes: peakKilobytes * 1024 }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Median seconds of `times` runs after one that is not counted, and the largest peak. */
export function repeat(times: number, once: () => Run): Run {
  once()
  const runs = Array.from({ length: times }, once)
  return { seconds: median(runs.map(({ seconds }) => seconds)), peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)) }
}
