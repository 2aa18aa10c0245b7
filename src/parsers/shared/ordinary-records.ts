import type { ParseContext } from '../../model/parser.ts'
import type { Kernel, PassedFormat } from '../../model/scanner.ts'
import { SHORTEST_GAP, type Tally } from '../../model/tally.ts'
import { digits, twoDigits } from './digits.ts'

const COLON = 0x3a
const DATE_LENGTH = 10
/** After so many passes in vain at most, a new one is tried. */
const MOST_PATIENCE = 64

/**
 * Lets the kernel pass over runs of ordinary records of one input: those that nobody asks for, with
 * the date of a record that was read before. Where there is no kernel, or no such record, it passes
 * over nothing.
 */
export class OrdinaryRecords {
  /** Way of the packet that the record before announced: 0 none, 1 sent, 2 received. */
  announced = 0
  /** Lines of what was passed over last. */
  lines = 0
  private readonly kernel: Kernel | undefined
  private readonly format: PassedFormat
  private readonly tally: Tally
  private readonly date = new Uint8Array(DATE_LENGTH)
  /** Midnight of that date, milliseconds UTC; NaN when records are not written in the usual way. */
  private midnight = Number.NaN
  private told = false
  private patience = 0
  private vain = 0

  constructor({ kernel, tally }: ParseContext, format: PassedFormat) {
    this.kernel = kernel
    this.format = format
    this.tally = tally
  }

  /** To be called when bytes were lent: another input may have used the kernel since. */
  open(): void {
    this.told = false
    this.patience = 0
  }

  /**
   * A record was read whose date and time are written at `place` and are the moment `at`,
   * milliseconds UTC.
   */
  follow(bytes: Uint8Array, place: number, at: number): void {
    if (!this.kernel || this.isDate(bytes, place)) return
    this.date.set(bytes.subarray(place, place + DATE_LENGTH))
    this.midnight = at - timeOfDay(bytes, place)
    this.told = false
  }

  private isDate(bytes: Uint8Array, place: number): boolean {
    for (let index = 0; index < DATE_LENGTH; index += 1)
      if (bytes[place + index] !== this.date[index]) return false
    return true
  }

  /**
   * Passes on from the start of a record; returns where the first one begins that has to be read.
   */
  pass(from: number): number {
    this.lines = 0
    const { kernel, tally, midnight } = this
    if (!kernel || Number.isNaN(midnight)) return from
    if (this.patience > 0) {
      this.patience -= 1
      return from
    }
    if (!this.told) kernel.date(this.date)
    this.told = true
    const run = {
      latest: tally.to - midnight,
      shortestGap: SHORTEST_GAP,
      announced: this.announced,
    }
    const passed = kernel.pass(this.format, from, run)
    this.vain = passed.at > from ? 0 : Math.min(MOST_PATIENCE, 2 * this.vain + 1)
    this.patience = this.vain
    if (passed.at === from) return from
    const { records, disorder, undecoded, earliest, latest } = passed
    tally.passed({ records, disorder, undecoded, from: midnight + earliest, to: midnight + latest })
    this.lines = passed.lines
    this.announced = passed.announced
    return passed.at
  }
}

/**
 * Milliseconds since midnight of `02/03/2016|10:11:12.123`, whatever the date; NaN when the time is
 * not written so.
 */
function timeOfDay(bytes: Uint8Array, place: number): number {
  const [hour, minute, second] = [11, 14, 17].map((part) => twoDigits(bytes, place + part)) as [
    number,
    number,
    number,
  ]
  const fraction = digits(bytes, place + 20, 3)
  if (hour < 0 || minute < 0 || second < 0 || fraction < 0) return Number.NaN
  if (bytes[place + 13] !== COLON || bytes[place + 16] !== COLON) return Number.NaN
  return (hour * 3600 + minute * 60 + second) * 1000 + fraction
}
