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

/** Bytes: longer than any row in any encoding. */
const MAX_LINE_BYTES = 8000

/**
 * What `dir /s` or Get-ChildItem print, in any language: folder headings, and rows of date, time,
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
  let headed = false
  let offset: Recognition['utcOffset']
  const dates: string[] = []
  for (const line of lines) {
    const row = parseListingRow(line)
    if (row && headed) dates.push(row.time)
    headed ||= !row && parseFolderHeading(line) !== undefined
    const zone = COLLECTED.exec(line)?.[2]
    const minutes = zone === undefined || zone === 'Z' ? undefined : parseUtcOffset(zone)
    if (minutes !== undefined)
      offset ??= { minutes, why: `the time that the listing was taken, ${line.trim()}, says so` }
  }
  if (dates.length === 0) return undefined
  return { ...inferListingClock(dates), ...defined({ utcOffset: offset ? offset : undefined }) }
}

function readListing(context: ParseContext): ParseSession {
  const listing = new SpoolListing(context)
  let folder: string | undefined
  let asked: ListingRow['timeField'] = 'written'
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
        [row.timeField ?? asked ?? 'written']: time,
        line: number,
      })
      return
    }
    asked = parseTimeOption(line) ?? asked
    const heading = parseFolderHeading(line)
    if (heading === undefined) return
    folder = heading
    listing.addFolder(heading, number)
  }
  let overlong = false
  let told = false
  return {
    read(bytes, from, to, final) {
      const at = forEachLine(bytes, from, to, final, (start, end) => {
        readLine(
          overlong ? '' : context.decode(bytes, start, Math.min(end, start + MAX_LINE_BYTES)),
        )
        overlong = false
      })
      // Nothing else of a line that is too long for a row is waited for. Its last byte may be half
      // of a line end.
      if (final || to - at <= MAX_LINE_BYTES) return at
      overlong = true
      return to - 1
    },
    emitMore() {
      if (!told) listing.emitFolders()
      told = true
      return listing.emitBatch()
    },
  }
}
