import type { Mutable } from '../../model/defined.ts'
import type { ParseContext } from '../../model/parser.ts'
import type { ScannedFormat, ScannedPacket, Scanner, SkipState } from '../../model/scanner.ts'
import { MIN_GAP_MS, type Tally } from '../../model/tally.ts'
import { parseDigits, parseTwoDigits } from './digits.ts'

const COLON = 0x3a
const PERIOD = 0x2e
/** Upper limit of records to read before the scanner is tried again after failed attempts. */
const MAX_BACKOFF_PASSES = 64
/** This close to the end of the bytes the scanner stops because the rest of a record is missing. */
const NEAR_END_BYTES = 2 << 10

/** How a format writes times. */
export interface RecordClock {
  /** Number of bytes at the start of a time, at most ten, that are the same for many records. */
  readonly dateBytes: number
  /**
   * Milliseconds that the bytes after the date add to it, below 10⁹. NaN when the time at `dateAt`
   * has another notation than the scanner knows.
   */
  parseTimeOfDay(bytes: Uint8Array, dateAt: number): number
}

/**
 * Lets the scanner skip runs of ordinary records of one input. Ordinary records are not wanted by
 * any evidence and have the date of a record that was read before. Skips nothing when there is no
 * scanner or no such date yet.
 */
export class RecordSkipper {
  /** Direction of the packet that the previous record announced: 0 none, 1 sent, 2 received. */
  announced = 0
  /** Packets that the client sent and the parser has to read. */
  sentPackets: SkipState['sentPackets'] = 'none'
  /** Number of lines that the last call of `skip` skipped. */
  skippedLines = 0
  /** The wanted packet that the last call of `skip` came to, if the scanner has read it. */
  packet: ScannedPacket | undefined
  // Used again for each call, because there is one for every wanted packet.
  private readonly state: Mutable<SkipState> = {
    latestMs: 0,
    minGapMs: MIN_GAP_MS,
    announcedDirection: 0,
    sentPackets: 'none',
  }
  /** Whether the last call of `skip` asked the scanner. */
  private hasAsked = false
  private readonly isGrowing: boolean
  private readonly scanner: Scanner | undefined
  private readonly format: ScannedFormat
  private readonly tally: Tally
  private readonly clock: RecordClock
  private readonly date: Uint8Array
  /**
   * Midnight of `date` in milliseconds UTC. NaN until a record with the usual time format was read.
   */
  private midnight = Number.NaN
  /** Whether the scanner has the current `date`. */
  private isDateSet = false
  /** Number of calls of `skip` that are left out after failed attempts. */
  private backoff = 0
  private failedPasses = 0

  constructor(
    { scanner, tally, isGrowing }: ParseContext,
    format: ScannedFormat,
    clock: RecordClock = DAY_CLOCK,
  ) {
    this.clock = clock
    this.date = new Uint8Array(clock.dateBytes)
    this.scanner = scanner
    this.isGrowing = isGrowing === true
    this.format = format
    this.tally = tally
  }

  /** Call this whenever new bytes are given: another input may have used the scanner meanwhile. */
  reset(): void {
    this.isDateSet = false
    this.backoff = 0
  }

  /**
   * Remembers the date of a record that was read, if its time has the usual format. Its date and
   * time are at the position `dateAt` and mean `at`, in milliseconds UTC.
   */
  learnDate(bytes: Uint8Array, dateAt: number, at: number): void {
    if (!this.scanner || this.hasSameDate(bytes, dateAt)) return
    const { clock, date } = this
    const timeOfDay = clock.parseTimeOfDay(bytes, dateAt)
    if (Number.isNaN(timeOfDay)) return
    date.set(bytes.subarray(dateAt, dateAt + clock.dateBytes))
    this.midnight = at - timeOfDay
    this.isDateSet = false
  }

  private hasSameDate(bytes: Uint8Array, dateAt: number): boolean {
    const { date } = this
    for (let index = 0; index < date.length; index += 1)
      if (bytes[dateAt + index] !== date[index]) return false
    return true
  }

  /** Time of the packet in milliseconds UTC. */
  timeOf({ ms }: ScannedPacket): number {
    return this.midnight + ms
  }

  /**
   * Whether the record at `at`, which the last call of `skip` came to, is better read when more bytes
   * follow: the parser would read it in vain. A log that grows may never get them.
   */
  shouldWait(at: number, to: number, final: boolean): boolean {
    return this.hasAsked && !final && !this.isGrowing && to - at < NEAR_END_BYTES
  }

  /** Forgets what the last call of `skip` came to. */
  forget(): void {
    this.skippedLines = 0
    this.packet = undefined
    this.hasAsked = false
  }

  /** Skips records from the start of a record on. Returns the start of the first one to read. */
  skip(from: number): number {
    this.forget()
    const { scanner, tally, midnight } = this
    if (!scanner || Number.isNaN(midnight)) return from
    if (this.format !== 'client-log' && tally.program.mayShowProgram(tally.records + 1)) return from
    if (this.backoff > 0) {
      this.backoff -= 1
      return from
    }
    if (!this.isDateSet) scanner.setDate(this.date)
    this.isDateSet = true
    const { state } = this
    state.latestMs = tally.to - midnight
    state.announcedDirection = this.announced
    state.sentPackets = this.sentPackets
    const skipped = scanner.skipRecords(this.format, from, state)
    this.hasAsked = true
    this.packet = skipped.packet
    this.failedPasses =
      skipped.nextRecordAt > from || skipped.packet
        ? 0
        : Math.min(MAX_BACKOFF_PASSES, 2 * this.failedPasses + 1)
    this.backoff = this.failedPasses
    const { nextRecordAt, records, disorder, undecoded, earliestMs, latestMs } = skipped
    if (nextRecordAt === from) return from
    tally.addSkipped({
      records,
      disorder,
      undecoded,
      from: midnight + earliestMs,
      to: midnight + latestMs,
    })
    this.skippedLines = skipped.lines
    this.announced = skipped.announcedDirection
    return nextRecordAt
  }
}

/** `02/03/2016|10:11:12.123`, whatever the order of the date. */
const DAY_CLOCK: RecordClock = { dateBytes: 10, parseTimeOfDay }

function parseTimeOfDay(bytes: Uint8Array, dateAt: number): number {
  const [hour, minute, second] = [11, 14, 17].map((part) =>
    parseTwoDigits(bytes, dateAt + part),
  ) as [number, number, number]
  const fraction = parseDigits(bytes, dateAt + 20, 3)
  if (hour < 0 || minute < 0 || second < 0 || fraction < 0) return Number.NaN
  const isUsual =
    bytes[dateAt + 13] === COLON && bytes[dateAt + 16] === COLON && bytes[dateAt + 19] === PERIOD
  if (!isUsual) return Number.NaN
  return (hour * 3600 + minute * 60 + second) * 1000 + fraction
}
