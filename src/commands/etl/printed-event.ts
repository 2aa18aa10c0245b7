import { setOwn } from '../../model/defined.ts'
import { toExactIsoTime } from '../../model/moment.ts'
import { decodeEvent } from '../../parsers/etl/decoders/decode-event.ts'
import type {
  DecodedEvent,
  EtlDecoder,
  EtlEvent,
  EtlFields,
  EtlValue,
} from '../../parsers/etl/etl-event.ts'
import { findProviderName } from '../../parsers/etl/known-providers.ts'
import { readOpaqueTexts } from '../../parsers/etl/opaque-event.ts'

/** Provider name of the Windows kernel's own events, the same as in tracefmt. */
export const KERNEL_PROVIDER_NAME = 'MSNT_SystemTrace'

/** An event and the result of decoding it. */
export interface PrintedEvent {
  readonly event: EtlEvent
  readonly decoded: DecodedEvent | undefined
  /** Texts in the payload of an event that stays opaque. */
  readonly texts: readonly string[]
}

/** Decodes an event; one that stays opaque has the texts in its payload. */
export function toPrintedEvent(
  event: EtlEvent,
  decoders: readonly EtlDecoder[],
  decodeAnsi: Parameters<typeof readOpaqueTexts>[1],
): PrintedEvent {
  const decoded = decodeEvent(event, decoders)
  return { event, decoded, texts: decoded === undefined ? readOpaqueTexts(event, decodeAnsi) : [] }
}

export function providerName({ event, decoded }: PrintedEvent): string | undefined {
  if (decoded?.provider !== undefined) return decoded.provider
  if (event.guid === '') return event.header === 'trace-message' ? undefined : KERNEL_PROVIDER_NAME
  return findProviderName(event.guid)
}

/** Returns the properties of an event for NDJSON. Unknown and zero properties are omitted. */
export function toEventFields(printed: PrintedEvent): EtlFields {
  const { event, decoded, texts } = printed
  const fields: Record<string, EtlValue> = {
    time: event.untimed ? null : toExactIsoTime(event),
    cpu: event.cpu,
  }
  const add = (name: string, value: EtlValue | undefined) => {
    if (value !== undefined && value !== 0) setOwn(fields, name, value)
  }
  if (event.pid !== undefined) fields.pid = event.pid
  if (event.tid !== undefined) fields.tid = event.tid
  add('provider', providerName(printed))
  add('guid', event.guid || undefined)
  fields.header = event.header
  add('id', event.id)
  add('version', event.version)
  add('channel', event.channel)
  add('level', event.level)
  add('opcode', event.opcode)
  add('task', event.task)
  add('group', event.group)
  if (event.keywordHigh !== 0 || event.keywordLow !== 0) fields.keywords = formatKeywords(event)
  if (decoded !== undefined) {
    add('by', decoded.by)
    add('name', decoded.name)
    add('function', decoded.function)
    add('place', decoded.place)
    add('levelName', decoded.level)
    add('flags', decoded.flags)
    add('message', decoded.message)
    add('fields', decoded.fields)
    add('mismatch', decoded.mismatch)
  }
  if (texts.length > 0) fields.texts = texts
  fields.offset = event.offset
  return fields
}

export const formatKeywords = ({ keywordHigh, keywordLow }: EtlEvent): string =>
  keywordHigh === 0
    ? `0x${keywordLow.toString(16)}`
    : `0x${keywordHigh.toString(16)}${keywordLow.toString(16).padStart(8, '0')}`
