import { defined } from '../../model/defined.ts'
import { parseIsoTime, parseUtcOffset } from '../../model/moment.ts'
import type { ParseContext, Parser, ParseSession, Recognition } from '../../model/parser.ts'
import { forEachLine } from '../shared/for-each-line.ts'
import { headLines } from '../shared/head-lines.ts'
import { inferListingClock } from './listing-clock.ts'
import { type ListedRow, ListingReader, type ListingSink } from './listing-reader.ts'
import { createStartTest } from './listing-start.ts'
import { SpoolListing } from './spool-listing.ts'

/** 2016-06-14T14:00:00.0000000+02:00 */
const COLLECTED_OFFSET = /^\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?([+-]\d\d:\d\d)\s*$/

/**
 * No row is longer, in any encoding.
 * Limit: bytes of a line of a listing.
 * Beyond: it is not read.
 */
const MAX_LINE_BYTES = 8000
/** Stands for a longer line: it is no row, and not blank. */
const TOO_LONG = '…'

/**
 * Output of `dir`, Get-ChildItem, `ls -l`, `tree /f` or robocopy, in any language: headings of
 * folders, and rows of date, time, size and name.
 */
export const dirListing: Parser = {
  format: 'dir-listing',
  title: 'folder listing (dir, Get-ChildItem)',
  isLog: false,
  recognise: (head) => recogniseListing(headLines(head), createStartTest(head.text)),
  open: readListing,
}

function recogniseListing(
  lines: readonly string[],
  mayStart: (line: string) => boolean,
): Recognition | undefined {
  const sink = new RecognitionSink()
  const reader = new ListingReader(sink)
  let offset: Recognition['utcOffset']
  let number = 0
  for (const line of lines) {
    number += 1
    if (!reader.isInListing && !mayStart(line)) continue
    reader.readLine(line, number)
    const zone = COLLECTED_OFFSET.exec(line)?.[1]
    const minutes = zone === undefined ? undefined : parseUtcOffset(zone)
    if (minutes !== undefined)
      offset ??= { minutes, why: `the time of the listing, ${line.trim()}` }
  }
  reader.finish()
  // Robocopy prints no row for an empty spool, only its folder.
  const isEmptySpool = sink.spools > 0 && reader.isRobocopyLog
  if (sink.rows === 0) return isEmptySpool ? defined({ utcOffset: offset }) : undefined
  // Single paths occur in any text. A listing consists of them.
  if (sink.rows === sink.paths && 2 * sink.paths < countFilled(lines)) return undefined
  const clock = sink.times.length > 0 ? inferListingClock(sink.times) : {}
  return { ...clock, ...defined({ utcOffset: offset }) }
}

const countFilled = (lines: readonly string[]): number =>
  lines.reduce((count, line) => (line.trim() === '' ? count : count + 1), 0)

/** Collects the local times of a listing. */
class RecognitionSink implements ListingSink {
  rows = 0
  paths = 0
  spools = 0
  readonly times: string[] = []

  addTime(time: string): void {
    if (parseIsoTime(time) === undefined) this.times.push(time)
  }

  addItem(): void {
    this.paths += 1
  }

  countRow(): void {
    this.rows += 1
  }

  addFolder(): void {
    this.spools += 1
  }

  setCollected(): void {}
  addRow(): void {}
  endFolder(): void {}
  addDamage(): void {}
  addUnreadLine(): void {}
  addNote(): void {}

  inputLine(line: number): number {
    return line
  }
}

class SpoolSink implements ListingSink {
  private readonly listing: SpoolListing
  private readonly tally: ParseContext['tally']

  constructor(listing: SpoolListing, tally: ParseContext['tally']) {
    this.listing = listing
    this.tally = tally
  }

  setCollected(at: number, line: number): void {
    this.listing.setCollected(at, line)
  }

  addFolder(path: string, line: number): void {
    this.listing.addFolder(path, line)
  }

  addRow(folder: string, name: string, file: ListedRow): void {
    this.listing.addRow(folder, name, file)
  }

  addItem(path: string, file: ListedRow): void {
    this.listing.addItem(path, file)
  }

  endFolder(path: string, isWhole: boolean): void {
    this.listing.endFolder(path, isWhole)
  }

  addTime(): void {}

  countRow(): void {
    this.tally.records += 1
  }

  addDamage(line: number, reason: string): void {
    this.tally.addDamage({ line, reason })
  }

  addUnreadLine(line: number): void {
    this.tally.addUnreadLine(line)
  }

  addNote(text: string): void {
    this.tally.addNote(text)
  }

  inputLine(line: number): number {
    return this.tally.inputLine(line)
  }
}

function readListing(context: ParseContext): ParseSession {
  const listing = new SpoolListing(context)
  const reader = new ListingReader(new SpoolSink(listing, context.tally))
  let number = 0
  let isTooLong = false
  let hasEmittedFolders = false
  return {
    read(bytes, from, to, final) {
      const at = forEachLine(bytes, from, to, final, (start, end) => {
        number += 1
        isTooLong ||= end - start > MAX_LINE_BYTES
        reader.readLine(isTooLong ? TOO_LONG : context.decode(bytes, start, end), number)
        isTooLong = false
      })
      // A line that is too long for a row is dropped at once. Its last byte stays, because it may
      // be the first half of a line break.
      if (final || to - at <= MAX_LINE_BYTES + 1) return at
      isTooLong = true
      return to - 1
    },
    emitMore() {
      if (!hasEmittedFolders) {
        reader.finish()
        listing.emitFolders()
      }
      hasEmittedFolders = true
      return listing.emitBatch()
    },
  }
}
