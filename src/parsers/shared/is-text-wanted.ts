import type { WantedRecords } from '../../model/marker.ts'
import { hasWantedSip } from '../sip/embedded-sip.ts'

/**
 * Whether some evidence wants the record whose text is the first `length` bytes, either as a trace
 * record or for a SIP message in it.
 */
export function isTextWanted(
  { any, trace, sip }: WantedRecords,
  text: Uint8Array,
  length: number,
): boolean {
  if (length === 0) return false
  const hasMarker = any.findNext(text, 0, length) < length
  if (
    hasMarker &&
    (trace.findNext(text, 0, length) < length || sip.findNext(text, 0, length) < length)
  )
    return true
  return (
    trace.matchesStart(text, 0, length) ||
    hasWantedSip(sip, Buffer.from(text.buffer, text.byteOffset, length), 0, length)
  )
}
