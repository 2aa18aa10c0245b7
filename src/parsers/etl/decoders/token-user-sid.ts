import type { Payload } from './payload.ts'
import { sid } from './scalars.ts'

/** A TOKEN_USER as the kernel writes it: two pointers and the SID behind; four zero bytes where there is none. */
export function tokenUserSid(payload: Payload): string | null {
  const first = payload.take(4)
  if (first < 0) return null
  if (payload.view.getUint32(first, true) === 0) return ''
  if (payload.take(payload.pointerBytes * 2 - 4) < 0) return null
  return sid(payload)
}
