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

/**
 * A block whose end is not found within this many bytes is treated as one without an end.
 * Limit: bytes of a message in a CLS log.
 * Beyond: it ends at the next line that begins like a record.
 */
const MAX_BLOCK_BYTES = 1 << 20

/**
 * Start of each important line of a block, -1 when the block does not have it. Lines after the
 * start of the body are not searched.
 */
interface ClsBlock {
  readonly startLineAt: number
  readonly bodyAt: number
  readonly lengthAt: number
}

/**
 * Finds the ends of records. A record outside a `$$begin_record` block ends at the next prefix.
 * A message body inside a block may contain anything, even prefixes and whole blocks. So the end is
 * where Content-Length proves it, otherwise at the first `$$end_record` before the next block. A
 * block without an end, or a SIP message that breaks off in its headers, ends at the next prefix.
 */
export class ClsBlockFinder {
  /** The block of the record whose end was found last. Undefined when that record has no block. */
  block: ClsBlock | undefined

  findRecordEnd(window: RecordWindow, start: number): number {
    const { view, to, final } = window
    this.block = undefined
    const newline = window.lines.nextLineStart(start) - 1
    if (newline === to) return final ? to : NEED_MORE_BYTES
    if (!beginsBlock(view, start, newline)) return window.findNextPrefix(newline)
    const limit = Math.min(to, start + MAX_BLOCK_BYTES)
    const mayGrow = !final && limit === to
    const end = window.findText(END_LINE, newline) + 1
    const isUnended = end + END_RECORD.length > limit
    if (isUnended && mayGrow) return NEED_MORE_BYTES
    const block = readClsBlock(window, newline, Math.min(end, limit))
    this.block = block
    if (isUnended) return window.findNextPrefix(newline)
    const provenEnd = findProvenEnd(window, block, limit)
    if (provenEnd === NEED_MORE_BYTES && mayGrow) return NEED_MORE_BYTES
    if (provenEnd !== undefined && provenEnd !== NEED_MORE_BYTES)
      return window.findNextPrefix(provenEnd)
    return this.findUnprovenEnd(window, newline, end)
  }

  /**
   * Treats a prefix inside the block as text of the body. If the prefix begins another block, this
   * block was never ended.
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

/** Whether the first line of a record ends with `$$begin_record`. */
function beginsBlock(view: Buffer, start: number, newline: number): boolean {
  let end = newline
  while (end > start && (view[end - 1] as number) <= 32) end -= 1
  return (
    end - BEGIN_RECORD.length > start && matchesAt(view, end - BEGIN_RECORD.length, BEGIN_RECORD)
  )
}

/** Reads the lines after `newline` up to the message body, a prefix, or `end`. */
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

/** Position of the SIP start line, or -1 when the block contains no SIP message. */
export function findSipStart(view: Buffer, block: ClsBlock | undefined): number {
  if (!block || block.startLineAt < 0) return -1
  const at = block.startLineAt + START_LINE.length
  return view[at] === 32 ? at + 1 : at
}

/**
 * Position of the `$$end_record` that is exactly where Content-Length says the body ends. Undefined
 * when there is none, NEED_MORE_BYTES when the bytes end too early to know.
 */
function findProvenEnd(window: RecordWindow, block: ClsBlock, limit: number): number | undefined {
  const { view } = window
  if (block.bodyAt < 0 || block.lengthAt < 0) return undefined
  const length = parseContentLength(view, block.lengthAt + CONTENT_LENGTH.length)
  let at = block.bodyAt + MESSAGE_BODY.length
  if (view[at] === 32) at += 1
  // Line breaks count as CRLF, as they were sent, whatever the log uses. The line break that the
  // log adds after the body does not count.
  let bodyBytes = 0
  while (bodyBytes < length) {
    const lf = view.indexOf(LF, at)
    if (lf < 0 || lf >= limit) return window.final ? undefined : NEED_MORE_BYTES
    bodyBytes += lf - at + (view[lf - 1] === 13 ? 1 : 2)
    at = lf + 1
  }
  if (bodyBytes !== length && bodyBytes !== length + 2) return undefined
  if (at + END_RECORD.length + 2 > limit && !window.final) return NEED_MORE_BYTES
  const afterBreak = view[at] === 13 && view[at + 1] === LF ? at + 2 : view[at] === LF ? at + 1 : at
  return matchesAt(view, at, END_RECORD)
    ? at
    : matchesAt(view, afterBreak, END_RECORD)
      ? afterBreak
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
