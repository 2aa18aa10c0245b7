import { type EtlDamage, formatDamage } from '../../../src/parsers/etl/etl-damage.ts'
import type { EtlEvent } from '../../../src/parsers/etl/etl-event.ts'
import { copyEvent } from '../../../src/parsers/etl/reusable-event.ts'
import { type EtlWalkResult, walkEtl } from '../../../src/parsers/etl/walk-etl.ts'

export interface EtlEventsRead extends EtlWalkResult {
  readonly events: readonly EtlEvent[]
  /** Descriptions of damage as `offset: text`. */
  readonly damageTexts: readonly string[]
}

/** Reads all events of a trace, copied. */
export function readEtlEvents(bytes: Uint8Array): EtlEventsRead {
  const events: EtlEvent[] = []
  const walked = walkEtl(bytes, (event) => events.push(copyEvent(event)))
  return { ...walked, events, damageTexts: walked.damage.map(describeDamage) }
}

const describeDamage = (damage: EtlDamage) => `${damage.offset}: ${formatDamage(damage)}`
