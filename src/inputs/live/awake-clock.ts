import { seconds } from '../../model/duration.ts'

/** The clocks of a machine. */
export interface LiveTime {
  /** The machine's clock, milliseconds UTC. It can be set. */
  wall(): number
  /** Milliseconds since some moment. They only increase, as those of `performance.now()`. */
  steady(): number
}

/** A jump of the wall clock from `before` to `after`. `skew` is the sum of all jumps so far. */
interface Jump {
  readonly before: number
  readonly after: number
  readonly by: number
  readonly skew: number
}

interface ClockChange {
  /** Milliseconds. */
  readonly by: number
  readonly reason: 'set' | 'slept'
}

/** Time synchronization corrects a clock by less than this at a time. */
const MIN_JUMP_MS = seconds(2)
/** A timer can only be later than this when the machine slept. */
const MAX_TIMER_DELAY_MS = seconds(10)
/**
 * A clock that is wrong may jump all the time.
 * Limit: jumps of the clock that are kept while watching.
 * Beyond: the earliest is forgotten.
 */
const MAX_JUMPS = 100

/**
 * A clock that does not count the time that the machine slept, nor what its clock was set by, since
 * the start. The waiting time of items is measured with it. It compares the two clocks of the
 * machine, so `check` has to be called at least every `tick` milliseconds.
 */
export class AwakeClock {
  private readonly time: LiveTime
  private readonly tick: number
  private readonly onJump: (change: ClockChange) => void
  private wall: number
  private steady: number
  private jumps: Jump[] = []

  constructor(time: LiveTime, tick: number, onJump: (change: ClockChange) => void) {
    this.time = time
    this.tick = tick
    this.onJump = onJump
    this.wall = time.wall()
    this.steady = time.steady()
  }

  private get skew(): number {
    return this.jumps.at(-1)?.skew ?? 0
  }

  /** Milliseconds UTC of the machine's clock at the start, plus the time awake since then. */
  now(): number {
    this.check()
    return this.wall - this.skew
  }

  /** Compares how far the two clocks have advanced since the last call. */
  check(): void {
    const wall = this.time.wall()
    const steady = this.time.steady()
    // While a machine sleeps, its steady clock either stops or runs on. If it runs on, the tick is
    // late.
    const slept = steady - this.steady > this.tick + MAX_TIMER_DELAY_MS
    const awake = slept ? this.tick : steady - this.steady
    const before = this.wall + awake
    this.wall = wall
    this.steady = steady
    const by = wall - before
    if (Math.abs(by) <= MIN_JUMP_MS) return
    this.jumps.push({ before, after: wall, by, skew: this.skew + by })
    if (this.jumps.length > MAX_JUMPS) this.jumps.shift()
    this.onJump({ by: Math.round(by), reason: slept ? 'slept' : 'set' })
  }

  /**
   * Converts a file time, which the machine's clock gave, to this clock. After the clock was set
   * back, a file time can mean two moments: then it is the later one that is not in the future.
   */
  fromFileTime(fileTime: number): number {
    const now = this.now()
    const { jumps } = this
    for (let index = jumps.length - 1; index >= 0; index -= 1) {
      const { before, after, skew } = jumps[index] as Jump
      const end = jumps[index + 1]?.before ?? Number.POSITIVE_INFINITY
      const moment = fileTime - skew
      if (fileTime >= after && fileTime <= end && moment <= now) return moment
      // A time that the clock skipped, by sleep or by setting, is that of the jump.
      if (fileTime > before && fileTime < after) return after - skew
    }
    const [first] = jumps
    if (!first) return fileTime
    // A time later than the clock ever was stays in the future by as much.
    return fileTime <= first.before ? fileTime - (first.skew - first.by) : fileTime - this.skew
  }
}
