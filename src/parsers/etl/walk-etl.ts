import type { EtlDamage } from './etl-damage.ts'
import type { EtlEvent } from './etl-event.ts'
import { EtlReader } from './etl-reader.ts'
import type { EtlSession } from './etl-session.ts'

export interface EtlWalkResult {
  readonly sessions: readonly EtlSession[]
  readonly damage: readonly EtlDamage[]
}

/**
 * Reads a whole trace from memory and calls `handle` for each event, in file order. The event and
 * its bytes are reused: copy what is kept.
 */
export function walkEtl(bytes: Uint8Array, handle: (event: EtlEvent) => void): EtlWalkResult {
  const sessions: EtlSession[] = []
  const damage: EtlDamage[] = []
  const reader = new EtlReader({
    onSession: (session) => sessions.push(session),
    onBuffer(_, cursor) {
      while (cursor.next()) handle(cursor.event)
    },
    onDamage: (defect) => damage.push(defect),
  })
  reader.read(bytes, 0, bytes.length, true)
  return { sessions, damage }
}
