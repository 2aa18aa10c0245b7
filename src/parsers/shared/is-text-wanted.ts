import type { WantedRecords } from '../../model/wanted-records.ts'
import { hasWantedSip } from '../sip/embedded-sip.ts'

/**
 * Whether a record whose text is the first `length` bytes is asked for, be it a trace record or a
 * SIP message in one.
 */
export function isTextWanted(
  { any, trace, sip }: WantedRecords,
  text: Uint8Array,
  length: number,
): boolean {
  if (length === 0) return false
  const hit = any.findNext(text, 0, length) < length
  if (hit && (trace.findNext(text, 0, length) < length || sip.findNext(text, 0, length) < length))
    return true
  return (
    trace.matchesStart(text, 0, length) ||
    hasWantedSip(sip, Buffer.from(text.buffer, text.byteOffset, length), 0, length)
  )
}
