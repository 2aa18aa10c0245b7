import { mayBeKnownRow, startsKnownRow } from '../../parsers/configuration-information/row-names.ts'
import { parseFolderHeading, parseListingRow } from '../../parsers/spool-listing/listing-row.ts'
import { parseTotal } from '../../parsers/spool-listing/listing-total.ts'
import type { Carrier, NumberedLine } from './carrier.ts'

const BLANK = 0x20
const MAX_ASCII = 0x7f
/** The widths at which mail programs wrap, in columns. */
const MIN_WIDTH = 60
const MAX_WIDTH = 100
/** A wrapped line has at most this many parts. */
const MAX_PARTS = 8
/** A shorter line may end inside of the name of a row. */
const MAX_NAME_CHARACTERS = 40
/** Blank lines between the heading of a folder and its rows. */
const MAX_BLANK_LINES = 3

// EnableOfflineIm : False
const PROPERTY = /^[\p{L}_][\p{L}\p{N}_.-]{0,80}[ \t]*:(?:[ \t]|$)/u
// 14.06.2016  13:55, whose size is in the next line
const DATE = /^\s{0,12}\d{1,4}[-./] ?\d{1,2}[-./] ?\d{1,4}\.?\s/
// Mode   LastWriteTime   Length Name
const TABLE_HEADING = /^Mode\s+\p{L}/u
/** Records of logs: their continuation lines have line ends of their own. */
const LOG_RECORD = /^(?:[\d/.-]{10}\||TL_[A-Z]|\[[^\]]{1,100}\][\dA-Fa-f]{1,8}\.)/

/** A line and those that continue it, as indexes of the first and the last. */
interface WrappedLine {
  readonly first: number
  readonly last: number
}

/**
 * Long lines that a mail program broke at a blank. Joined only where that is certain: one width
 * explains every break, the line is a record whose next record follows at once, or the heading of a
 * folder whose rows follow, and its other parts begin no record.
 */
export const hardWrapped: Carrier = {
  name: 'long lines wrapped as in a mail',
  applies: ({ lines }) => findWrappedLines(lines).length > 0,
  undo(lines) {
    const joined: NumberedLine[] = []
    let next = 0
    for (const { first, last } of findWrappedLines(lines.map(({ text }) => text))) {
      for (const line of lines.slice(next, first)) joined.push(line)
      const parts = lines.slice(first, last + 1)
      const text = joinParts(parts.map((part) => part.text))
      joined.push({ text, number: parts[0]?.number ?? first + 1 })
      next = last + 1
    }
    return joined.concat(lines.slice(next))
  },
}

const joinParts = (parts: readonly string[]): string =>
  parts.map((part, index) => (index === 0 ? part.trimEnd() : part.trim())).join(' ')

/** Returns the wrapped lines in ascending order. Empty where another break has another width. */
function findWrappedLines(lines: readonly string[]): WrappedLine[] {
  const width = minimalWidth(lines)
  if (width > MAX_WIDTH) return []
  const wrapped: WrappedLine[] = []
  for (let first = 0; first + 1 < lines.length; first += 1) {
    if (!mayContinue(lines, first, width) || !mayBeCertain(lines, first)) continue
    const last = findLastPart(lines, first, width)
    if (last === first || !isCertain(lines, first, last)) continue
    wrapped.push({ first, last })
    first = last
  }
  if (wrapped.length === 0 || lines.some((line) => LOG_RECORD.test(line))) return []
  return hasOtherBreaks(lines, wrapped) ? [] : wrapped
}

/** Whether a line between two properties is there that this width does not explain. */
function hasOtherBreaks(lines: readonly string[], wrapped: readonly WrappedLine[]): boolean {
  const explained = new Set<number>()
  for (const { first, last } of wrapped)
    for (let index = first + 1; index <= last; index += 1) explained.add(index)
  return lines.some(
    (line, index) =>
      line !== '' &&
      !isBlankAt(line, 0) &&
      !explained.has(index) &&
      PROPERTY.test(lines[index - 1] ?? '') &&
      PROPERTY.test(lines[index + 1] ?? '') &&
      !startsRecord(line),
  )
}

/** The least width at which no line would have been broken. A single word is never broken. */
function minimalWidth(lines: readonly string[]): number {
  let width = MIN_WIDTH
  for (const line of lines) {
    if (line.length <= width) continue
    const text = line.trimEnd()
    if (text.length > width && /\s/.test(text.trimStart())) width = text.length
    if (width > MAX_WIDTH) break
  }
  return width
}

/** Whether the next line can continue a line: its first word did not fit into this width. */
function mayContinue(lines: readonly string[], index: number, width: number): boolean {
  const line = lines[index] ?? ''
  const next = lines[index + 1] ?? ''
  if (next === '' || line === '' || isBlankAt(next, 0)) return false
  if (line.length + next.length < width) return false
  const text = line.trimEnd()
  return text !== '' && text.length + firstWordLength(next) >= width
}

/** Number of characters before the first blank of a line. Most words are ASCII. */
function firstWordLength(line: string): number {
  let at = 0
  while (line.charCodeAt(at) > BLANK && line.charCodeAt(at) < MAX_ASCII) at += 1
  const isEnd = at === line.length || line.charCodeAt(at) === BLANK
  return isEnd ? at : at + line.slice(at).search(/\s|$/)
}

const isBlankAt = (text: string, at: number): boolean => text.charCodeAt(at) <= BLANK

/** The last line that continues the one at `first`. */
function findLastPart(lines: readonly string[], first: number, width: number): number {
  let last = first
  while (
    last - first < MAX_PARTS &&
    mayContinue(lines, last, width) &&
    !startsRecord(lines[last + 1] ?? '')
  )
    last += 1
  return last
}

// $ ls -l "/c/Users/kim/AppData/Local/Microsoft/Office/16.0/Lync/sip_kim@contoso.example/History
const COMMAND = /\b(?:dir|ls|gci|get-childitem)\b/i

/** Whether a command that lists a folder has a quote that is not closed. */
const isOpenCommand = (line: string): boolean =>
  line.includes('"') && COMMAND.test(line) && line.split('"').length % 2 === 0

/** Whether a line begins a record, by the cheapest test first: most lines of a listing do. */
const startsRecord = (line: string): boolean =>
  DATE.test(line) ||
  PROPERTY.test(line) ||
  startsKnownRow(line) ||
  parseListingRow(line) !== undefined ||
  parseTotal(line) !== undefined ||
  parseFolderHeading(line) !== undefined

/** Whether `isCertain` can be true of a line and those that continue it, by its first two parts. */
function mayBeCertain(lines: readonly string[], first: number): boolean {
  const line = lines[first] ?? ''
  const next = lines[first + 1] ?? ''
  return (
    PROPERTY.test(line) ||
    DATE.test(line) ||
    line.includes('\\') ||
    next.includes('\\') ||
    mayBeKnownRow(line) ||
    // DG URL · Internal;https://…: the name may be broken too.
    (line.length < MAX_NAME_CHARACTERS && mayBeKnownRow(joinParts([line, next]))) ||
    isOpenCommand(line) ||
    parseListingRow(line) !== undefined
  )
}

function isCertain(lines: readonly string[], first: number, last: number): boolean {
  const line = lines[first] ?? ''
  const next = lines[last + 1]
  const whole = joinParts(lines.slice(first, last + 1))
  if (next === undefined) return false
  if (next.trim() === '')
    return parseFolderHeading(whole) !== undefined && areRowsBelow(lines, last + 1)
  if (PROPERTY.test(line)) return PROPERTY.test(next)
  if (isOpenCommand(line)) return !isOpenCommand(whole)
  // DG URL · Internal;https://pool01.contoso.example/…, which is too long for a line
  if (startsKnownRow(whole)) return startsKnownRow(next)
  const isRow = DATE.test(line) || parseListingRow(line) !== undefined
  return (
    isRow &&
    parseListingRow(whole) !== undefined &&
    (DATE.test(next) || parseListingRow(next) !== undefined || parseTotal(next) !== undefined)
  )
}

/** Whether the first line that is not blank is a row of a folder. */
function areRowsBelow(lines: readonly string[], from: number): boolean {
  const line =
    lines.slice(from, from + MAX_BLANK_LINES + 1).find((text) => text.trim() !== '') ?? ''
  return TABLE_HEADING.test(line) || parseListingRow(line) !== undefined
}
