import { parseDigits, parseTwoDigits } from './digits.ts'
import { createMidnightCache } from './midnight-cache.ts'

const QUOTES = [0x22, 0x27]
const [DOT, PLUS, MINUS, T, BLANK] = [0x2e, 0x2b, 0x2d, 0x54, 0x20]

/**
 * tracerpt prints some offsets one minute short (+07:59, +00:59). No real offset ends in these
 * minutes.
 */
const SHORT_MINUTES_EAST = new Set([14, 29, 44, 59])
/**
 * No sample from west of Greenwich is known. Only minutes that round to a half hour are treated as
 * this fault.
 */
const SHORT_MINUTES_WEST = new Set([29, 59])

/**
 * Parses the value of a `SystemTime=` attribute from bytes, as tracerpt, wevtutil and Event Viewer
 * write it.
 */
export class SystemTime {
  /** Milliseconds UTC. NaN when the value cannot be parsed. */
  at = Number.NaN
  /** Units of 100 ns after `at`. */
  ticks = 0
  /** The offset as printed, in minutes, when it is one minute short. Otherwise undefined. */
  shortOffset: number | undefined
  private readonly midnightOf = createMidnightCache()

  /** Parses the value whose opening quote is at `from`. */
  read(bytes: Uint8Array, from: number): void {
    this.at = Number.NaN
    this.shortOffset = undefined
    if (!QUOTES.includes(bytes[from] as number)) return
    const start = from + 1
    const midnight = this.midnightOf(
      parseDigits(bytes, start, 4),
      parseTwoDigits(bytes, start + 5),
      parseTwoDigits(bytes, start + 8),
    )
    const separator = bytes[start + 10]
    const hour = parseTwoDigits(bytes, start + 11)
    const minute = parseTwoDigits(bytes, start + 14)
    const second = parseTwoDigits(bytes, start + 17)
    if ((separator !== T && separator !== BLANK) || !(hour >= 0 && minute >= 0 && second >= 0))
      return
    if (hour > 23 || minute > 59 || second > 60) return
    const zone = this.parseFraction(bytes, start + 19)
    this.at =
      midnight +
      ((hour * 60 + minute) * 60 + second) * 1000 +
      this.milliseconds -
      this.parseOffset(bytes, zone) * 60_000
  }

  private milliseconds = 0

  /** Parses the fraction of a second. Returns the position after its digits. */
  private parseFraction(bytes: Uint8Array, from: number): number {
    this.milliseconds = 0
    this.ticks = 0
    if (bytes[from] !== DOT) return from
    let at = from + 1
    let units = 0
    for (; at < from + 20; at += 1) {
      const digit = (bytes[at] as number) - 48
      if (!(digit >= 0 && digit <= 9)) break
      if (at <= from + 7) units = units * 10 + digit
    }
    for (let place = at; place <= from + 7; place += 1) units *= 10
    this.milliseconds = Math.floor(units / 10_000)
    this.ticks = units % 10_000
    return at
  }

  /** Minutes east of UTC. 0 for `Z` or no offset, NaN for a malformed one. */
  private parseOffset(bytes: Uint8Array, from: number): number {
    const sign = bytes[from]
    if (sign !== PLUS && sign !== MINUS) return 0
    const hour = parseTwoDigits(bytes, from + 1)
    const minute = parseTwoDigits(bytes, from + 4)
    if (hour < 0 || minute < 0) return Number.NaN
    const direction = sign === PLUS ? 1 : -1
    const minutes = hour * 60 + minute
    if (!(sign === PLUS ? SHORT_MINUTES_EAST : SHORT_MINUTES_WEST).has(minute))
      return direction * minutes
    this.shortOffset = direction * minutes
    return direction * (minutes + 1)
  }
}
