import { defined } from '../../model/defined.ts'
import { parseIsoTime, parseUtcOffset } from '../../model/moment.ts'
import type { ParseContext, Parser, ParseSession, Recognition } from '../../model/parser.ts'
import { forEachLine } from '../shared/for-each-line.ts'
import { headLines } from '../shared/head-lines.ts'
import { inferListingClock } from './listing-clock.ts'
import {
  type ListingRow,
  parseFolderHeading,
  parseListingRow,
  parseTimeOption,
} from './listing-row.ts'
import { SpoolListing } from './spool-listing.ts'

/** 2016-06-14T14:00:00.0000000+02:00 */
const COLLECTED = /^\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(Z|[+-]\d\d:\d\d))\s*$/

/** No row is longer, in any encoding. */
const MAX_LINE_BYTES = 8000

/**
 * Output of `dir /s` or Get-ChildItem in any language: folder headings, and rows of date, time,
 * size and name.
 */
export const dirListing: Parser = {
  format: 'dir-listing',
  title: 'folder listing (dir, Get-ChildItem)',
  isLog: false,
  recognise: (head) => recogniseListing(headLines(head)),
  open: readListing,
}

function recogniseListing(lines: readonly string[]): Recognition | undefined {
  let hasHeading = false
  let offset: Recognition['utcOffset']
  const dates: string[] = []
  for (const line of lines) {
    const row = parseListingRow(line)
    if (row && hasHeading) dates.push(row.time)
    hasHeading ||= !row && parseFolderHeading(line) !== undefined
    const zone = COLLECTED.exec(line)?.[2]
    const minutes = zone === undefined || zone === 'Z' ? undefined : parseUtcOffset(zone)
    if (minutes !== undefined)
      offset ??= { minutes, why: `the time of the listing, ${line.trim()}` }
  }
  if (dates.length === 0) return undefined
  return { ...inferListingClock(dates), ...defined({ utcOffset: offset }) }
}

function readListing(context: ParseContext): ParseSession {
  const listing = new SpoolListing(context)
  let folder: string | undefined
  let requestedTime: ListingRow['timeField'] = 'written'
  let number = 0
  const readLine = (line: string) => {
    number += 1
    const at = parseIsoTime(COLLECTED.exec(line)?.[1] ?? '')
    if (at !== undefined) listing.setCollected(at, number)
    const row = parseListingRow(line)
    if (row) {
      context.tally.records += 1
      if (folder === undefined || row.bytes === undefined) return
      const { name, bytes, time } = row
      listing.addRow(folder, name, {
        bytes,
        [row.timeField ?? requestedTime ?? 'written']: time,
        line: number,
      })
      return
    }
    requestedTime = parseTimeOption(line) ?? requestedTime
    const heading = parseFolderHeading(line)
    if (heading === undefined) return
    folder = heading
    listing.addFolder(heading, number)
  }
  let isTooLong = false
  let hasEmittedFolders = false
  return {
    read(bytes, from, to, final) {
      const at = forEachLine(bytes, from, to, final, (start, end) => {
        readLine(
          isTooLong ? '' : context.decode(bytes, start, Math.min(end, start + MAX_LINE_BYTES)),
        )
        isTooLong = false
      })
      // A line that is too long for a row is dropped at once. Its last byte stays, because it may
      // be the first half of a line break.
      if (final || to - at <= MAX_LINE_BYTES) return at
      isTooLong = true
      return to - 1
    },
    emitMore() {
      if (!hasEmittedFolders) listing.emitFolders()
      hasEmittedFolders = true
      return listing.emitBatch()
    },
  }
}
