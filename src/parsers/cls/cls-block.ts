import { digits } from '../shared/digits.ts'
import { NOT_YET, type RecordWindow } from '../shared/record-window.ts'

const LF = 10
export const BEGIN = '$$begin_record'
export const END = '$$end_record'
const END_LINE = Buffer.from(`\n${END}`)
const START_LINE = 'Start-Line:'
const BODY = 'Message-Body:'
const LENGTH = 'Content-Length:'
const PREFIX = 'TL_'

/** A block of which no end is seen within so many bytes has none. */
const LONGEST_BLOCK = 1 << 20

/**
 * The lines of a block that matter, by where they start; -1 for what it does not have. Looked up no
 * further than the body.
 */
interface ClsBlock {
  readonly startLine: number
  readonly body: number
  readonly length: number
}

/**
 * Finds where records end. Outside of a `$$begin_record` block that is at the next prefix. Inside
 * of one, message bodies hold anything, prefixes and whole blocks too: there the Content-Length
 * proves the end, else the first `$$end_record` that comes before another block begins. A block
 * without an end ends at the next prefix, and so does a SIP message that breaks off in its headers.
 */
export class ClsBlocks {
  /** The block of the record whose end was found last; undefined when it is none. */
  block: ClsBlock | undefined

  endOf(window: RecordWindow, start: number): number {
    const { view, to, final } = window
    this.block = undefined
    const newline = window.lines.next(start) - 1
    if (newline === to) return final ? to : NOT_YET
    if (!beginsBlock(view, start, newline)) return window.nextPrefix(newline)
    const limit = Math.min(to, start + LONGEST_BLOCK)
    const mayCome = !final && limit === to
    const end = window.find(END_LINE, newline) + 1
    const unended = end + END.length > limit
    if (unended && mayCome) return NOT_YET
    const block = clsBlock(window, newline, Math.min(end, limit))
    this.block = block
    if (unended) return window.nextPrefix(newline)
    const proven = provenEnd(window, block, limit)
    if (proven === NOT_YET && mayCome) return NOT_YET
    if (proven !== undefined && proven !== NOT_YET) return window.nextPrefix(proven)
    return this.unprovenEnd(window, newline, end)
  }

  /**
   * A prefix inside is text of the body, unless it begins a block of its own, for then this one was
   * never ended.
   */
  private unprovenEnd(window: RecordWindow, newline: number, end: number): number {
    const { view } = window
    const next = window.nextPrefix(newline)
    if (next < end && this.block && this.block.startLine >= 0 && this.block.body < 0) return next
    for (let inner = next; inner !== NOT_YET && inner < end; inner = window.nextPrefix(inner)) {
      if (beginsBlock(view, inner, view.indexOf(LF, inner))) return next
    }
    return window.nextPrefix(end)
  }
}

/** Whether `$$begin_record` closes this first line of a record. */
function beginsBlock(view: Buffer, start: number, newline: number): boolean {
  let end = newline
  while (end > start && (view[end - 1] as number) <= 32) end -= 1
  return end - BEGIN.length > start && standsAt(view, end - BEGIN.length, BEGIN)
}

/** Walks the lines behind `newline` as far as the message body, a prefix, or `end`. */
function clsBlock(window: RecordWindow, newline: number, end: number): ClsBlock {
  const { view } = window
  let startLine = -1
  let length = -1
  for (let at = newline + 1; at < end; at = window.lines.next(at)) {
    const byte = view[at]
    if (byte === 0x53 && startLine < 0 && standsAt(view, at, START_LINE)) startLine = at
    else if (byte === 0x43 && length < 0 && standsAt(view, at, LENGTH)) length = at
    else if (byte === 0x4d && standsAt(view, at, BODY)) return { startLine, length, body: at }
    else if (byte === 0x54 && standsAt(view, at, PREFIX)) break
  }
  return { startLine, length, body: -1 }
}

/** Place of the SIP start line, -1 when the block holds no SIP message. */
export function sipStart(view: Buffer, block: ClsBlock | undefined): number {
  if (!block || block.startLine < 0) return -1
  const at = block.startLine + START_LINE.length
  return view[at] === 32 ? at + 1 : at
}

/**
 * Place of the `$$end_record` that stands just where the body must end by its Content-Length;
 * undefined when none does, NOT_YET when the bytes at hand end before that.
 */
function provenEnd(window: RecordWindow, block: ClsBlock, limit: number): number | undefined {
  const { view } = window
  if (block.body < 0 || block.length < 0) return undefined
  const length = contentLength(view, block.length + LENGTH.length)
  let at = block.body + BODY.length
  if (view[at] === 32) at += 1
  // Counted in CRLF line ends, as it was sent, whatever the log's own are. The log's line break
  // behind the body is not part of it.
  let counted = 0
  while (counted < length) {
    const lf = view.indexOf(LF, at)
    if (lf < 0 || lf >= limit) return window.final ? undefined : NOT_YET
    counted += lf - at + (view[lf - 1] === 13 ? 1 : 2)
    at = lf + 1
  }
  if (counted !== length && counted !== length + 2) return undefined
  if (at + END.length + 2 > limit && !window.final) return NOT_YET
  const behind = view[at] === 13 && view[at + 1] === LF ? at + 2 : view[at] === LF ? at + 1 : at
  return standsAt(view, at, END) ? at : standsAt(view, behind, END) ? behind : undefined
}

function standsAt(view: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (view[at + index] !== text.charCodeAt(index)) return false
  }
  return true
}

function contentLength(view: Buffer, from: number): number {
  let at = from
  while (view[at] === 32 || view[at] === 9) at += 1
  let length = 0
  for (
    let digit = digits(view, at, 1);
    digit >= 0 && length < LONGEST_BLOCK;
    digit = digits(view, at, 1)
  ) {
    length = length * 10 + digit
    at += 1
  }
  return length
}
