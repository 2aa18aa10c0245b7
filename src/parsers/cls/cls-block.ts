import { parseDigits } from '../shared/digits.ts'
import { NEED_MORE_BYTES, type RecordWindow } from '../shared/record-window.ts'

const LF = 10
export const BEGIN_RECORD = '$$begin_record'
export const END_RECORD = '$$end_record'
const END_LINE = Buffer.from(`\n${END_RECORD}`)
const START_LINE = 'Start-Line:'
const MESSAGE_BODY = 'Message-Body:'
const CONTENT_LENGTH = 'Content-Length:'
const RECORD_PREFIX = 'TL_'

/** A block of which no end is seen within so many bytes has none. */
const MAX_BLOCK_BYTES = 1 << 20

/**
 * The lines of a block that matter, by where they start; -1 for what it does not have. Looked up no
 * further than the body.
 */
interface ClsBlock {
  readonly startLineAt: number
  readonly bodyAt: number
  readonly lengthAt: number
}

/**
 * Finds where records end. Outside of a `$$begin_record` block that is at the next prefix. Inside
 * of one, message bodies hold anything, prefixes and whole blocks too: there the Content-Length
 * proves the end, else the first `$$end_record` that comes before another block begins. A block
 * without an end ends at the next prefix, and so does a SIP message that breaks off in its headers.
 */
export class ClsBlockFinder {
  /** The block of the record whose end was found last; undefined when it is none. */
  block: ClsBlock | undefined

  findRecordEnd(window: RecordWindow, start: number): number {
    const { view, to, final } = window
    this.block = undefined
    const newline = window.lines.nextLineStart(start) - 1
    if (newline === to) return final ? to : NEED_MORE_BYTES
    if (!beginsBlock(view, start, newline)) return window.findNextPrefix(newline)
    const limit = Math.min(to, start + MAX_BLOCK_BYTES)
    const mayCome = !final && limit === to
    const end = window.findText(END_LINE, newline) + 1
    const unended = end + END_RECORD.length > limit
    if (unended && mayCome) return NEED_MORE_BYTES
    const block = readClsBlock(window, newline, Math.min(end, limit))
    this.block = block
    if (unended) return window.findNextPrefix(newline)
    const proven = findProvenEnd(window, block, limit)
    if (proven === NEED_MORE_BYTES && mayCome) return NEED_MORE_BYTES
    if (proven !== undefined && proven !== NEED_MORE_BYTES) return window.findNextPrefix(proven)
    return this.findUnprovenEnd(window, newline, end)
  }

  /**
   * A prefix inside is text of the body, unless it begins a block of its own, for then this one was
   * never ended.
   */
  private findUnprovenEnd(window: RecordWindow, newline: number, end: number): number {
    const { view } = window
    const next = window.findNextPrefix(newline)
    if (next < end && this.block && this.block.startLineAt >= 0 && this.block.bodyAt < 0)
      return next
    for (
      let inner = next;
      inner !== NEED_MORE_BYTES && inner < end;
      inner = window.findNextPrefix(inner)
    ) {
      if (beginsBlock(view, inner, view.indexOf(LF, inner))) return next
    }
    return window.findNextPrefix(end)
  }
}

/** Whether `$$begin_record` closes this first line of a record. */
function beginsBlock(view: Buffer, start: number, newline: number): boolean {
  let end = newline
  while (end > start && (view[end - 1] as number) <= 32) end -= 1
  return (
    end - BEGIN_RECORD.length > start && matchesAt(view, end - BEGIN_RECORD.length, BEGIN_RECORD)
  )
}

/** Walks the lines behind `newline` as far as the message body, a prefix, or `end`. */
function readClsBlock(window: RecordWindow, newline: number, end: number): ClsBlock {
  const { view } = window
  let startLine = -1
  let length = -1
  for (let at = newline + 1; at < end; at = window.lines.nextLineStart(at)) {
    const byte = view[at]
    if (byte === 0x53 && startLine < 0 && matchesAt(view, at, START_LINE)) startLine = at
    else if (byte === 0x43 && length < 0 && matchesAt(view, at, CONTENT_LENGTH)) length = at
    else if (byte === 0x4d && matchesAt(view, at, MESSAGE_BODY))
      return { startLineAt: startLine, lengthAt: length, bodyAt: at }
    else if (byte === 0x54 && matchesAt(view, at, RECORD_PREFIX)) break
  }
  return { startLineAt: startLine, lengthAt: length, bodyAt: -1 }
}

/** Place of the SIP start line, -1 when the block holds no SIP message. */
export function findSipStart(view: Buffer, block: ClsBlock | undefined): number {
  if (!block || block.startLineAt < 0) return -1
  const at = block.startLineAt + START_LINE.length
  return view[at] === 32 ? at + 1 : at
}

/**
 * Place of the `$$end_record` that stands just where the body must end by its Content-Length;
 * undefined when none does, NOT_YET when the bytes at hand end before that.
 */
function findProvenEnd(window: RecordWindow, block: ClsBlock, limit: number): number | undefined {
  const { view } = window
  if (block.bodyAt < 0 || block.lengthAt < 0) return undefined
  const length = parseContentLength(view, block.lengthAt + CONTENT_LENGTH.length)
  let at = block.bodyAt + MESSAGE_BODY.length
  if (view[at] === 32) at += 1
  // Counted in CRLF line ends, as it was sent, whatever the log's own are. The log's line break
  // behind the body is not part of it.
  let counted = 0
  while (counted < length) {
    const lf = view.indexOf(LF, at)
    if (lf < 0 || lf >= limit) return window.final ? undefined : NEED_MORE_BYTES
    counted += lf - at + (view[lf - 1] === 13 ? 1 : 2)
    at = lf + 1
  }
  if (counted !== length && counted !== length + 2) return undefined
  if (at + END_RECORD.length + 2 > limit && !window.final) return NEED_MORE_BYTES
  const behind = view[at] === 13 && view[at + 1] === LF ? at + 2 : view[at] === LF ? at + 1 : at
  return matchesAt(view, at, END_RECORD)
    ? at
    : matchesAt(view, behind, END_RECORD)
      ? behind
      : undefined
}

function matchesAt(view: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (view[at + index] !== text.charCodeAt(index)) return false
  }
  return true
}

function parseContentLength(view: Buffer, from: number): number {
  let at = from
  while (view[at] === 32 || view[at] === 9) at += 1
  let length = 0
  for (
    let digit = parseDigits(view, at, 1);
    digit >= 0 && length < MAX_BLOCK_BYTES;
    digit = parseDigits(view, at, 1)
  ) {
    length = length * 10 + digit
    at += 1
  }
  return length
}
