import type { EtlClock } from './etl-clock.ts'
import type { ByteRange, EtlEvent, EtlHeader } from './etl-event.ts'

/** A mutable range: one object for all events, because an allocation per event would be slow. */
export class ReusableRange implements ByteRange {
  from = 0
  to = 0
}

/** The event object that is reused for every event of a trace. */
export class ReusableEvent implements EtlEvent {
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
  schema: ByteRange | undefined
  traits: ByteRange | undefined
  items: ByteRange | undefined
  offset = 0

  /** Resets the fields that only some headers have. */
  clear(): void {
    this.pid = undefined
    this.tid = undefined
    this.guid = ''
    this.id = 0
    this.version = 0
    this.channel = 0
    this.level = 0
    this.opcode = 0
    this.task = 0
    this.keywordHigh = 0
    this.keywordLow = 0
    this.group = 0
    this.stringOnly = false
    this.schema = undefined
    this.traits = undefined
    this.items = undefined
  }

  /** Reads the time at `at`. An impossible time is replaced by that of the previous event. */
  readTime(view: DataView, at: number, clock: EtlClock): void {
    this.untimed = !clock.read(view.getUint32(at, true), view.getUint32(at + 4, true))
    if (this.untimed) return
    this.at = clock.at
    this.ticks = clock.ticks
  }
}

/** Copies an event together with only its own bytes, so that it can be kept. */
export function copyEvent(event: EtlEvent): EtlEvent {
  const ranges = [event.schema, event.traits, event.items].filter((range) => range !== undefined)
  const start = Math.min(event.from, ...ranges.map(({ from }) => from))
  const end = Math.max(event.to, ...ranges.map(({ to }) => to))
  const shift = (range: ByteRange | undefined) =>
    range && { from: range.from - start, to: range.to - start }
  return {
    ...event,
    bytes: event.bytes.slice(start, end),
    from: event.from - start,
    to: event.to - start,
    schema: shift(event.schema),
    traits: shift(event.traits),
    items: shift(event.items),
  }
}
