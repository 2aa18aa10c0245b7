import { seconds } from '../../model/duration.ts'

/** What a machine tells of the time. */
export interface LiveTime {
  /** The machine's clock, milliseconds UTC. */
  wall(): number
  /** Milliseconds that only rise, as `performance.now()` does. */
  steady(): number
}

/**
 * How far the clock was moved: what it said before and after, and the sum of all such moves until
 * then.
 */
interface Jump {
  readonly before: number
  readonly after: number
  readonly by: number
  readonly skew: number
}

interface ClockChange {
  readonly by: number
  readonly reason: 'set' | 'slept'
}

/** Clocks are steered by less than this at a time. */
const SMALLEST_JUMP = seconds(2)
/** Nothing but sleep keeps a timer waiting for so long. */
const LATEST_TICK = seconds(10)
const MOST_JUMPS = 100

/**
 * Milliseconds UTC, without what the machine slept or its clock was set by since the start: what an
 * item waits by. To be looked at every `tick` milliseconds at the latest, for what happens between
 * two looks is told by comparing the two clocks.
 */
export class AwakeClock {
  private readonly time: LiveTime
  private readonly tick: number
  private readonly changed: (change: ClockChange) => void
  private wall: number
  private steady: number
  private jumps: Jump[] = []

  constructor(time: LiveTime, tick: number, changed: (change: ClockChange) => void) {
    this.time = time
    this.tick = tick
    this.changed = changed
    this.wall = time.wall()
    this.steady = time.steady()
  }

  private get skew(): number {
    return this.jumps.at(-1)?.skew ?? 0
  }

  now(): number {
    this.check()
    return this.wall - this.skew
  }

  /** Compares how far the two clocks have gone on. */
  check(): void {
    const wall = this.time.wall()
    const steady = this.time.steady()
    // Some machines stop the steady clock while they sleep, others let it run and the tick is late.
    const slept = steady - this.steady > this.tick + LATEST_TICK
    const awake = slept ? this.tick : steady - this.steady
    const before = this.wall + awake
    this.wall = wall
    this.steady = steady
    const by = wall - before
    if (Math.abs(by) <= SMALLEST_JUMP) return
    this.jumps.push({ before, after: wall, by, skew: this.skew + by })
    if (this.jumps.length > MOST_JUMPS) this.jumps.shift()
    this.changed({ by: Math.round(by), reason: slept ? 'slept' : 'set' })
  }

  /**
   * The moment on this clock of a file time, which the machine's clock gave. After that was set
   * back a time may have been twice: the later one is taken that is not to come.
   */
  fromFileTime(fileTime: number): number {
    const now = this.now()
    const { jumps } = this
    for (let index = jumps.length - 1; index >= 0; index -= 1) {
      const { before, after, skew } = jumps[index] as Jump
      const end = jumps[index + 1]?.before ?? Number.POSITIVE_INFINITY
      const moment = fileTime - skew
      if (fileTime >= after && fileTime <= end && moment <= now) return moment
      // Of the time that was slept or left out.
      if (fileTime > before && fileTime < after) return after - skew
    }
    const [first] = jumps
    if (!first) return fileTime
    // What is dated later than all clocks were stays ahead of them.
    return fileTime <= first.before ? fileTime - (first.skew - first.by) : fileTime - this.skew
  }
}
