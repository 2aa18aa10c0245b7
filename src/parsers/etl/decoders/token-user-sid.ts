import type { Payload } from './payload.ts'
import { sid } from './scalars.ts'

const REVISION = 1
const MOST_SUB_AUTHORITIES = 15

/**
 * A TOKEN_USER as the kernel writes it: two pointers and the SID behind; four zero bytes where
 * there is none. Traces that were written by hand have zero pointers before a SID, so a SID that
 * stands there is believed.
 */
export function tokenUserSid(payload: Payload): string | null {
  const first = payload.take(4)
  if (first < 0) return null
  const pointers = payload.pointerBytes * 2
  if (payload.view.getUint32(first, true) === 0 && !isSidAt(payload, first + pointers)) return ''
  return payload.take(pointers - 4) < 0 ? null : sid(payload)
}

/** Revision 1, at least one part, an authority of one byte. */
function isSidAt({ bytes, view, to }: Payload, at: number): boolean {
  const parts = bytes[at + 1] ?? 0
  if (
    bytes[at] !== REVISION ||
    parts === 0 ||
    parts > MOST_SUB_AUTHORITIES ||
    at + 8 + parts * 4 > to
  )
    return false
  return view.getUint32(at + 2, true) === 0 && bytes[at + 6] === 0
}
