import { fileTimeMs, fileTimeTicks, MAX_DATE_MS } from './file-time.ts'
import type { LogFileHeader } from './log-file-header.ts'

const PERFORMANCE_COUNTER = 1
const SYSTEM_TIME = 2
const CPU_CYCLES = 3
/** Upper half of a FILETIME of 1917: raw times beyond it are no counter. */
const HIGH_OF_FILE_TIME = 0x0163_4578
/** So that no product below passes 2^53. */
const FASTEST = 9e11
const UNITS_PER_SECOND = 10_000_000

/**
 * Turns raw times of a session into moments, exact to 100 ns. All values are integers below 2^53,
 * so plain numbers are exact and BigInt, which is some 30 times slower, is not needed. A fraction
 * of 100 ns is cut off downwards.
 */
export class EtlClock {
  /** What was read last: milliseconds since the epoch, and units of 100 ns beyond. */
  at = 0
  ticks = 0
  readonly #counts: boolean
  readonly #mayBeFileTime: boolean
  readonly #frequency: number
  readonly #originLow: number
  readonly #originHigh: number
  readonly #startAt: number
  readonly #startTicks: number

  constructor(header?: LogFileHeader) {
    const frequency = header === undefined ? 0 : frequencyOf(header)
    this.#counts = header?.startTime !== undefined && frequency > 0 && frequency <= FASTEST
    this.#mayBeFileTime =
      header === undefined ||
      (header.clockType !== PERFORMANCE_COUNTER && header.clockType !== CPU_CYCLES)
    this.#frequency = frequency
    this.#originLow = header?.originLow ?? 0
    this.#originHigh = header?.originHigh ?? 0
    this.#startAt = header?.startTime?.at ?? 0
    this.#startTicks = header?.startTime?.ticks ?? 0
    this.reset()
  }

  /** Back to the start of the session. */
  reset(): void {
    this.at = this.#startAt
    this.ticks = this.#startTicks
  }

  /**
   * The same for the time of a buffer, which in merged traces is a FILETIME whatever the clock; the
   * start where it has none.
   */
  readBufferTime(low: number, high: number): void {
    this.reset()
    if (high >= HIGH_OF_FILE_TIME) this.#fileTime(low, high)
    else if (low !== 0 || high !== 0) this.read(low, high)
  }

  /**
   * The moment is in `at` and `ticks` then. False for a time that cannot be, and where the clock is
   * not known; they stay as they were.
   */
  read(low: number, high: number): boolean {
    if (this.#mayBeFileTime && high >= HIGH_OF_FILE_TIME) return this.#fileTime(low, high)
    return (
      this.#counts &&
      this.#counted((high - this.#originHigh) * 0x1_0000_0000 + (low - this.#originLow))
    )
  }

  #fileTime(low: number, high: number): boolean {
    const at = fileTimeMs(low, high)
    if (at > MAX_DATE_MS) return false
    this.at = at
    this.ticks = fileTimeTicks(low, high)
    return true
  }

  #counted(since: number): boolean {
    if (since > Number.MAX_SAFE_INTEGER || since < Number.MIN_SAFE_INTEGER) return false
    const frequency = this.#frequency
    let milliseconds: number
    let ticks: number
    if (frequency === UNITS_PER_SECOND) {
      milliseconds = Math.floor(since / 10_000)
      ticks = since - milliseconds * 10_000
    } else {
      const seconds = quotient(since, frequency)
      const left = (since - seconds * frequency) * 1_000
      const whole = quotient(left, frequency)
      milliseconds = seconds * 1_000 + whole
      ticks = quotient((left - whole * frequency) * 10_000, frequency)
    }
    ticks += this.#startTicks
    const carry = ticks >= 10_000 ? 1 : 0
    const at = this.#startAt + milliseconds + carry
    if (!(at <= MAX_DATE_MS && at >= -MAX_DATE_MS)) return false
    this.at = at
    this.ticks = ticks - carry * 10_000
    return true
  }
}

/** Rounded downwards. Division may round up to the next integer, which the remainder shows. */
function quotient(dividend: number, divisor: number): number {
  const whole = Math.floor(dividend / divisor)
  const rest = dividend - whole * divisor
  return rest < 0 ? whole - 1 : rest >= divisor ? whole + 1 : whole
}

function frequencyOf({ clockType, perfFrequency, cpuMegahertz }: LogFileHeader): number {
  if (clockType === SYSTEM_TIME) return 0
  return clockType === CPU_CYCLES ? cpuMegahertz * 1_000_000 : perfFrequency
}
