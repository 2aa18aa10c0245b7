import type { SipObservation } from '../../model/observation.ts'
import { parseWholeNumber } from './client-log-line.ts'

const LF = 10
const CR = 13
const PIPE = 0x7c
/** No prefix is longer. */
const MAX_PREFIX_BYTES = 96

const END_LINES = {
  sent: Buffer.from('End of Sending Packet'),
  received: Buffer.from('End of Data Received'),
}
const CONTENT_LENGTH = Buffer.from('\nContent-Length:')
const HEADER_END = { crlf: Buffer.from('\r\n\r\n'), lf: Buffer.from('\n\n') }

/**
 * Start of the first `End of` line behind a SIP message, when it stands just where Content-Length
 * says; else -1, and the message has to be looked at line by line. Nearly all packets end so, and
 * this looks at them with native searches only.
 */
export function findDeclaredEnd(
  view: Buffer,
  start: number,
  firstFeed: number,
  announced: SipObservation['direction'] | undefined,
): number {
  if (announced === undefined) return -1
  const named = view.indexOf(END_LINES[announced], firstFeed)
  if (named < 0) return -1
  const end = findLineStart(view, named)
  const headerEnd = view[firstFeed - 1] === CR ? HEADER_END.crlf : HEADER_END.lf
  const message = view.subarray(start, end)
  const blank = message.indexOf(headerEnd)
  if (blank < 0) return -1
  // Another record stands in the header, if this is none of it: its time is written with a bar.
  const bar = message.indexOf(PIPE)
  if (bar >= 0 && bar <= blank) return -1
  const length = message.indexOf(CONTENT_LENGTH)
  if (length < 0 || length > blank) return -1
  const from = start + length + CONTENT_LENGTH.length
  const declared = parseWholeNumber(view, from, start + blank)
  return bodyEndsAt(view, start + blank + headerEnd.length, end, declared) ? end : -1
}

function findLineStart(view: Buffer, at: number): number {
  let start = at
  while (start > 0 && at - start < MAX_PREFIX_BYTES && view[start - 1] !== LF) start -= 1
  return start
}

/** Whether a body of that length ends at `end`, but for the logger's own line end or two. */
function bodyEndsAt(view: Buffer, from: number, end: number, declared: number): boolean {
  let at = end
  for (let own = 0; own <= 2; own += 1) {
    if (at - from === declared) return true
    if (view[at - 1] !== LF) return false
    at -= view[at - 2] === CR ? 2 : 1
  }
  return false
}
