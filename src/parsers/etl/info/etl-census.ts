import { learnFromEvent } from '../decoders/decode-event.ts'
import type { EtlDamage } from '../etl-damage.ts'
import type { EtlDecoder } from '../etl-event.ts'
import type { EtlBuffer, EtlListener } from '../etl-reader.ts'
import type { EtlSession } from '../etl-session.ts'
import type { EventCursor } from '../event-cursor.ts'
import { SessionCensus } from './session-census.ts'

/**
 * A damaged trace may have millions.
 * Limit: places of damage that `etl info` lists.
 * Beyond: further ones are counted.
 */
const MAX_LISTED_DAMAGE = 20

/** Counts the content of a file by session, and lets the decoders learn schemas. */
export class EtlCensus implements EtlListener {
  readonly sessions: SessionCensus[] = []
  readonly firstDamage: EtlDamage[] = []
  damageCount = 0
  readonly #learners: readonly EtlDecoder[]
  readonly #sampling: boolean

  constructor(decoders: readonly EtlDecoder[] = []) {
    this.#sampling = decoders.length > 0
    this.#learners = decoders.filter(({ learn }) => learn !== undefined)
  }

  onSession(session: EtlSession): void {
    this.sessions.push(new SessionCensus(session, this.#sampling))
  }

  onBuffer(buffer: EtlBuffer, cursor: EventCursor): void {
    const census = this.sessions.at(-1)
    if (census === undefined) return
    census.addBuffer(buffer)
    const learners = this.#learners
    while (cursor.next()) {
      const { event } = cursor
      census.addEvent(event)
      learnFromEvent(event, learners)
    }
  }

  onDamage(damage: EtlDamage): void {
    this.damageCount++
    if (this.firstDamage.length < MAX_LISTED_DAMAGE) this.firstDamage.push(damage)
  }
}
