import type { ParseContext } from '../../model/parser.ts'
import type { ScannedFormat, Scanner } from '../../model/scanner.ts'
import { MIN_GAP_MS, type Tally } from '../../model/tally.ts'
import { parseDigits, parseTwoDigits } from './digits.ts'

const COLON = 0x3a
const DATE_BYTES = 10
/** After so many passes in vain at most, a new one is tried. */
const MAX_BACKOFF_PASSES = 64

/**
 * Lets the kernel pass over runs of ordinary records of one input: those that nobody asks for, with
 * the date of a record that was read before. Where there is no kernel, or no such record, it passes
 * over nothing.
 */
export class RecordSkipper {
  /** Way of the packet that the record before announced: 0 none, 1 sent, 2 received. */
  announced = 0
  /** Lines of what was passed over last. */
  skippedLines = 0
  private readonly scanner: Scanner | undefined
  private readonly format: ScannedFormat
  private readonly tally: Tally
  private readonly date = new Uint8Array(DATE_BYTES)
  /** Midnight of that date, milliseconds UTC; NaN when records are not written in the usual way. */
  private midnight = Number.NaN
  private isDateSet = false
  private backoff = 0
  private failedPasses = 0

  constructor({ scanner: kernel, tally }: ParseContext, format: ScannedFormat) {
    this.scanner = kernel
    this.format = format
    this.tally = tally
  }

  /** To be called when bytes were lent: another input may have used the kernel since. */
  reset(): void {
    this.isDateSet = false
    this.backoff = 0
  }

  /**
   * A record was read whose date and time are written at `place` and are the moment `at`,
   * milliseconds UTC.
   */
  learnDate(bytes: Uint8Array, place: number, at: number): void {
    if (!this.scanner || this.hasSameDate(bytes, place)) return
    this.date.set(bytes.subarray(place, place + DATE_BYTES))
    this.midnight = at - parseTimeOfDay(bytes, place)
    this.isDateSet = false
  }

  private hasSameDate(bytes: Uint8Array, place: number): boolean {
    for (let index = 0; index < DATE_BYTES; index += 1)
      if (bytes[place + index] !== this.date[index]) return false
    return true
  }

  /**
   * Passes on from the start of a record; returns where the first one begins that has to be read.
   */
  skip(from: number): number {
    this.skippedLines = 0
    const { scanner: kernel, tally, midnight } = this
    if (!kernel || Number.isNaN(midnight)) return from
    if (this.backoff > 0) {
      this.backoff -= 1
      return from
    }
    if (!this.isDateSet) kernel.setDate(this.date)
    this.isDateSet = true
    const run = {
      latestMs: tally.to - midnight,
      minGapMs: MIN_GAP_MS,
      announcedDirection: this.announced,
    }
    const passed = kernel.skipRecords(this.format, from, run)
    this.failedPasses =
      passed.nextRecordAt > from ? 0 : Math.min(MAX_BACKOFF_PASSES, 2 * this.failedPasses + 1)
    this.backoff = this.failedPasses
    if (passed.nextRecordAt === from) return from
    const { records, disorder, undecoded, earliestMs: earliest, latestMs: latest } = passed
    tally.addSkipped({
      records,
      disorder,
      undecoded,
      from: midnight + earliest,
      to: midnight + latest,
    })
    this.skippedLines = passed.lines
    this.announced = passed.announcedDirection
    return passed.nextRecordAt
  }
}

/**
 * Milliseconds since midnight of `02/03/2016|10:11:12.123`, whatever the date; NaN when the time is
 * not written so.
 */
function parseTimeOfDay(bytes: Uint8Array, place: number): number {
  const [hour, minute, second] = [11, 14, 17].map((part) =>
    parseTwoDigits(bytes, place + part),
  ) as [number, number, number]
  const fraction = parseDigits(bytes, place + 20, 3)
  if (hour < 0 || minute < 0 || second < 0 || fraction < 0) return Number.NaN
  if (bytes[place + 13] !== COLON || bytes[place + 16] !== COLON) return Number.NaN
  return (hour * 3600 + minute * 60 + second) * 1000 + fraction
}
