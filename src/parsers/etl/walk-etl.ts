import type { EtlDamage } from './etl-damage.ts'
import type { EtlEvent } from './etl-event.ts'
import { EtlReader } from './etl-reader.ts'
import type { EtlSession } from './etl-session.ts'

export interface EtlWalkResult {
  readonly sessions: readonly EtlSession[]
  readonly damage: readonly EtlDamage[]
}

/**
 * Walks a whole trace that is in memory, in the order of the file. Event and bytes are only lent.
 */
export function walkEtl(bytes: Uint8Array, hear: (event: EtlEvent) => void): EtlWalkResult {
  const sessions: EtlSession[] = []
  const damage: EtlDamage[] = []
  const reader = new EtlReader({
    onSession: (session) => sessions.push(session),
    onBuffer(_, cursor) {
      while (cursor.next()) hear(cursor.event)
    },
    onDamage: (found) => damage.push(found),
  })
  reader.read(bytes, 0, bytes.length, true)
  return { sessions, damage }
}
