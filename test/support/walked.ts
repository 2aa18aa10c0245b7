import { damageText, type EtlDamage } from '../../src/parsers/etl/etl-damage.ts'
import type { EtlEvent } from '../../src/parsers/etl/etl-event.ts'
import { keptEvent } from '../../src/parsers/etl/lent-event.ts'
import { type EtlWalked, walkEtl } from '../../src/parsers/etl/walk-etl.ts'

export interface Walked extends EtlWalked {
  readonly events: readonly EtlEvent[]
  /** `offset: what`. */
  readonly told: readonly string[]
}

/** All events of a trace, copied. */
export function walked(bytes: Uint8Array): Walked {
  const events: EtlEvent[] = []
  const found = walkEtl(bytes, (event) => events.push(keptEvent(event)))
  return { ...found, events, told: found.damage.map(toldOf) }
}

const toldOf = (damage: EtlDamage) => `${damage.offset}: ${damageText(damage)}`
