import type { SipObservation } from '../../model/observation.ts'
import { parseWholeNumber } from './client-log-line.ts'

const LF = 10
const CR = 13
const PIPE = 0x7c
/** No record prefix is longer. */
const MAX_PREFIX_BYTES = 96

const END_LINES = {
  sent: Buffer.from('End of Sending Packet'),
  received: Buffer.from('End of Data Received'),
}
const CONTENT_LENGTH = Buffer.from('\nContent-Length:')
const HEADER_END = { crlf: Buffer.from('\r\n\r\n'), lf: Buffer.from('\n\n') }

/**
 * Finds the end of a SIP message by its Content-Length. Returns the start of the first `End of`
 * line after the message if it is exactly there. Returns -1 otherwise: then the message has to be
 * read line by line. Nearly all packets end this way, and native searches find it fast.
 */
export function findDeclaredEnd(
  view: Buffer,
  start: number,
  firstFeed: number,
  direction: SipObservation['direction'] | undefined,
): number {
  if (direction === undefined) return -1
  const endLine = view.indexOf(END_LINES[direction], firstFeed)
  if (endLine < 0) return -1
  const end = findLineStart(view, endLine)
  const headerEnd = view[firstFeed - 1] === CR ? HEADER_END.crlf : HEADER_END.lf
  const message = view.subarray(start, end)
  const blank = message.indexOf(headerEnd)
  if (blank < 0) return -1
  // A bar in the header may belong to the time stamp of another record that is logged in between.
  const bar = message.indexOf(PIPE)
  if (bar >= 0 && bar <= blank) return -1
  const length = message.indexOf(CONTENT_LENGTH)
  if (length < 0 || length > blank) return -1
  const from = start + length + CONTENT_LENGTH.length
  const declaredLength = parseWholeNumber(view, from, start + blank)
  return bodyEndsAt(view, start + blank + headerEnd.length, end, declaredLength) ? end : -1
}

function findLineStart(view: Buffer, at: number): number {
  let start = at
  while (start > 0 && at - start < MAX_PREFIX_BYTES && view[start - 1] !== LF) start -= 1
  return start
}

/**
 * Whether a body of this length ends at `end`, not counting up to two line breaks of the logger.
 */
function bodyEndsAt(view: Buffer, from: number, end: number, declaredLength: number): boolean {
  let at = end
  for (let loggerBreaks = 0; loggerBreaks <= 2; loggerBreaks += 1) {
    if (at - from === declaredLength) return true
    if (view[at - 1] !== LF) return false
    at -= view[at - 2] === CR ? 2 : 1
  }
  return false
}
