import type { Payload } from './payload.ts'
import { sid } from './scalars.ts'

const REVISION = 1
const MAX_SUB_AUTHORITIES = 15

/**
 * Reads a TOKEN_USER as the Windows kernel writes it: two pointers, then the SID. Four zero bytes
 * mean that there is none. Some generated traces have zero pointers before a SID, so a valid SID
 * after them is accepted.
 */
export function tokenUserSid(payload: Payload): string | null {
  const first = payload.take(4)
  if (first < 0) return null
  const pointers = payload.pointerBytes * 2
  if (payload.view.getUint32(first, true) === 0 && !isSidAt(payload, first + pointers)) return ''
  return payload.take(pointers - 4) < 0 ? null : sid(payload)
}

/** Whether a SID is at `at`: revision 1, at least one subauthority, an authority of one byte. */
function isSidAt({ bytes, view, to }: Payload, at: number): boolean {
  const parts = bytes[at + 1] ?? 0
  if (
    bytes[at] !== REVISION ||
    parts === 0 ||
    parts > MAX_SUB_AUTHORITIES ||
    at + 8 + parts * 4 > to
  )
    return false
  return view.getUint32(at + 2, true) === 0 && bytes[at + 6] === 0
}
