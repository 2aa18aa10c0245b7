import { inTurn, median, type Program, type Run } from './measure.ts'
import { installed } from './programs.ts'

/** One input, read by spoolscope and its rivals in turn. Speeds are in MB/s (10^6 bytes). */
export interface Comparison {
  readonly speed: number
  /** Median of the runs. */
  readonly peakBytes: number
  readonly rivals: readonly Rival[]
}

interface Rival {
  readonly name: string
  readonly speed: number
  /** Our speed over the rival's speed: the median of the ratios of all rounds. */
  readonly faster: number
}

/** Compares programs on the same input. Rivals that are not installed are left out. */
export function compare(ours: Program, rivals: readonly Program[], rounds: number): Comparison {
  const here = rivals.filter(installed)
  const [own = [], ...theirs] = inTurn([ours, ...here], rounds)
  const speed = ({ bytes }: Program, run: Run) => bytes / 1e6 / run.seconds
  const speeds = own.map((run) => speed(ours, run))
  return {
    speed: median(speeds),
    peakBytes: median(own.map(({ peakBytes }) => peakBytes)),
    rivals: here.map((rival, index) => {
      const their = (theirs[index] ?? []).map((run) => speed(rival, run))
      return {
        name: rival.name,
        speed: median(their),
        faster: median(their.map((other, round) => (speeds[round] ?? Number.NaN) / other)),
      }
    }),
  }
}

export const fasterThan = ({ rivals }: Comparison, name: string): number | undefined =>
  rivals.find((rival) => rival.name === name)?.faster
