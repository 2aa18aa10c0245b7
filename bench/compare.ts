import { inTurn, median, type Program, type Run } from './measure.ts'
import { installed } from './programs.ts'

/** One input read by us and by rivals in turn. Speeds in millions of bytes per second. */
export interface Comparison {
  readonly speed: number
  /** Median of the runs. */
  readonly peakBytes: number
  readonly rivals: readonly Rival[]
}

interface Rival {
  readonly name: string
  readonly speed: number
  /** How many times as fast as the rival we are: the median of the rounds' ratios, per byte. */
  readonly faster: number
}

/** Rivals that are not installed are left out. */
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
        faster: median(their.map((one, round) => (speeds[round] ?? Number.NaN) / one)),
      }
    }),
  }
}

export const fasterThan = ({ rivals }: Comparison, name: string): number | undefined =>
  rivals.find((rival) => rival.name === name)?.faster
