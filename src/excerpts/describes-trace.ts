import type { EtlEvent } from '../parsers/etl/etl-event.ts'

/**
 * Classes of events in which merged traces describe themselves. tracefmt does not print them
 * either.
 */
const TRACE_METADATA_CLASSES: ReadonlySet<string> = new Set([
  'b3e675d7-2554-4f18-830b-2762732560de',
  'bbccf6c1-6cd1-48c4-80ff-839482e37671',
  '9b79ee91-b5fd-41c0-a243-4248e266e9d0',
])
const MANIFEST_CHUNK = 0xfffe

/** Whether the event describes the trace itself. tracefmt does not print such events. */
export function describesTrace({ header, guid, group, opcode, id }: EtlEvent): boolean {
  if (guid === '') return header === 'system' && group === 0 && opcode === 0
  return header === 'event' ? id === MANIFEST_CHUNK : TRACE_METADATA_CLASSES.has(guid)
}
