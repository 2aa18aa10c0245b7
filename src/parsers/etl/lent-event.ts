import type { EtlEvent, EtlHeader, Stretch } from './etl-event.ts'

/** A stretch that can be moved: one object for all events. */
export class LentStretch implements Stretch {
  from = 0
  to = 0
}

/** The one event that is filled anew for each. */
export class LentEvent implements EtlEvent {
  header: EtlHeader = 'system'
  pointerBytes: 4 | 8 = 8
  at = 0
  ticks = 0
  untimed = false
  pid: number | undefined
  tid: number | undefined
  cpu = 0
  guid = ''
  id = 0
  version = 0
  channel = 0
  level = 0
  opcode = 0
  task = 0
  keywordHigh = 0
  keywordLow = 0
  group = 0
  stringOnly = false
  bytes: Uint8Array = new Uint8Array()
  from = 0
  to = 0
  schema: Stretch | undefined
  traits: Stretch | undefined
  items: Stretch | undefined
  offset = 0
}

/** A copy that may be kept, with no more bytes than its own. */
export function keptEvent(event: EtlEvent): EtlEvent {
  const stretches = [event.schema, event.traits, event.items].filter((stretch) => stretch !== undefined)
  const start = Math.min(event.from, ...stretches.map(({ from }) => from))
  const end = Math.max(event.to, ...stretches.map(({ to }) => to))
  const moved = (stretch: Stretch | undefined) => stretch && { from: stretch.from - start, to: stretch.to - start }
  return {
    ...event,
    bytes: event.bytes.slice(start, end),
    from: event.from - start,
    to: event.to - start,
    schema: moved(event.schema),
    traits: moved(event.traits),
    items: moved(event.items),
  }
}
