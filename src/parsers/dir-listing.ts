import { parseIsoTime, parseUtcOffset } from '../model/moment.ts'
import type { ParseContext, Parser, Recognition } from '../model/parser.ts'
import { listingClock } from './listing-clock.ts'
import { asksForTime, folderHeading, type ListingRow, listingRow } from './listing-row.ts'
import { SpoolListing } from './spool-listing.ts'
import { wholeText } from './whole-text.ts'

/** 2016-06-14T14:00:00.0000000+02:00 */
const COLLECTED = /^\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(Z|[+-]\d\d:\d\d))\s*$/

/** What `dir /s` or Get-ChildItem print, in any language: folder headings, and rows of date, time, size and name. */
export const dirListing: Parser = {
  format: 'dir-listing',
  title: 'folder listing (dir, Get-ChildItem)',
  log: false,
  recognise: ({ text }) => recogniseListing(text.split(/\r?\n/)),
  open: (context) => wholeText(context, readListing),
}

function recogniseListing(lines: readonly string[]): Recognition | undefined {
  let headed = false
  let offset: Recognition['utcOffset']
  const dates: string[] = []
  for (const line of lines) {
    const row = listingRow(line)
    if (row && headed) dates.push(row.time)
    headed ||= !row && folderHeading(line) !== undefined
    const zone = COLLECTED.exec(line)?.[2]
    const minutes = zone === undefined || zone === 'Z' ? undefined : parseUtcOffset(zone)
    if (minutes !== undefined) offset ??= { minutes, why: `the time that the listing was taken, ${line.trim()}, says so` }
  }
  if (dates.length === 0) return undefined
  return { ...listingClock(dates), ...(offset ? { utcOffset: offset } : {}) }
}

function readListing(text: string, context: ParseContext): void {
  const lines = text.split('\n')
  const listing = new SpoolListing(context)
  for (const [index, line] of lines.entries()) {
    const at = parseIsoTime(COLLECTED.exec(line)?.[1] ?? '')
    if (at !== undefined) listing.collected(at, index + 1)
  }
  let folder: string | undefined
  let asked: ListingRow['which'] = 'written'
  for (const [index, line] of lines.entries()) {
    const row = listingRow(line)
    if (row) {
      context.tally.records += 1
      if (folder === undefined || row.bytes === undefined) continue
      const which = row.which ?? asked ?? 'written'
      const { name, bytes, time } = row
      listing.item({ path: `${folder}\\${name}`, bytes, [which]: time, line: index + 1 })
      continue
    }
    asked = asksForTime(line) ?? asked
    const heading = folderHeading(line)
    if (heading === undefined) continue
    folder = heading
    listing.folder(heading, index + 1)
  }
  listing.emit()
}
