import { isKnownTime } from '../../model/moment.ts'
import { fileTimeMs, fileTimeTicks } from './file-time.ts'
import type { LogFileHeader } from './log-file-header.ts'

const PERFORMANCE_COUNTER = 1
const SYSTEM_TIME = 2
const CPU_CYCLES = 3
/** Upper half of a FILETIME in 1917: raw times from here on cannot be counter values. */
const MIN_FILE_TIME_HIGH = 0x0163_4578
/** Keeps every product below under 2^53. */
const MAX_FREQUENCY_HZ = 9e11
const TICKS_PER_SECOND = 10_000_000

/**
 * Converts the raw times of a session to moments, exact to 100 ns, rounded down. All values are
 * integers below 2^53. So plain numbers are exact, and BigInt, which is about 30 times slower, is
 * not needed.
 */
export class EtlClock {
  /** The last moment: milliseconds since the epoch, UTC, and 100 ns units beyond. */
  at = 0
  ticks = 0
  readonly #isCounter: boolean
  readonly #maybeFileTime: boolean
  readonly #frequency: number
  readonly #originLow: number
  readonly #originHigh: number
  readonly #startAt: number
  readonly #startTicks: number

  constructor(header?: LogFileHeader) {
    const frequency = header === undefined ? 0 : frequencyOf(header)
    this.#isCounter =
      header?.startTime !== undefined && frequency > 0 && frequency <= MAX_FREQUENCY_HZ
    this.#maybeFileTime =
      header === undefined ||
      (header.clockType !== PERFORMANCE_COUNTER && header.clockType !== CPU_CYCLES)
    this.#frequency = frequency
    this.#originLow = header?.originLow ?? 0
    this.#originHigh = header?.originHigh ?? 0
    this.#startAt = header?.startTime?.at ?? 0
    this.#startTicks = header?.startTime?.ticks ?? 0
    this.reset()
  }

  /** Sets the moment to the start of the session. */
  reset(): void {
    this.at = this.#startAt
    this.ticks = this.#startTicks
  }

  /**
   * Reads the time of a buffer. In merged traces it is a FILETIME whatever the clock. A buffer
   * without a time gets the start of the session.
   */
  readBufferTime(low: number, high: number): void {
    this.reset()
    if (high >= MIN_FILE_TIME_HIGH) this.#fileTime(low, high)
    else if (low !== 0 || high !== 0) this.read(low, high)
  }

  /**
   * Converts a raw time and stores it in `at` and `ticks`. Returns false and leaves them unchanged
   * for an impossible time, or when the clock is unknown.
   */
  read(low: number, high: number): boolean {
    if (this.#maybeFileTime && high >= MIN_FILE_TIME_HIGH) return this.#fileTime(low, high)
    return (
      this.#isCounter &&
      this.#counted((high - this.#originHigh) * 0x1_0000_0000 + (low - this.#originLow))
    )
  }

  #fileTime(low: number, high: number): boolean {
    const at = fileTimeMs(low, high)
    if (!isKnownTime(at)) return false
    this.at = at
    this.ticks = fileTimeTicks(low, high)
    return true
  }

  #counted(since: number): boolean {
    if (since > Number.MAX_SAFE_INTEGER || since < Number.MIN_SAFE_INTEGER) return false
    const frequency = this.#frequency
    let milliseconds: number
    let ticks: number
    if (frequency === TICKS_PER_SECOND) {
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
    if (!isKnownTime(at)) return false
    this.at = at
    this.ticks = ticks - carry * 10_000
    return true
  }
}

/**
 * Integer quotient, rounded down. The division may round up to the next integer; the remainder
 * shows that.
 */
function quotient(dividend: number, divisor: number): number {
  const whole = Math.floor(dividend / divisor)
  const rest = dividend - whole * divisor
  return rest < 0 ? whole - 1 : rest >= divisor ? whole + 1 : whole
}

function frequencyOf({ clockType, perfFrequency, cpuMegahertz }: LogFileHeader): number {
  if (clockType === SYSTEM_TIME) return 0
  return clockType === CPU_CYCLES ? cpuMegahertz * 1_000_000 : perfFrequency
}
