import type { Mutable } from '../model/defined.ts'
import { toExactIsoTime } from '../model/moment.ts'
import { decodeEvent } from '../parsers/etl/decoders/decode-event.ts'
import type {
  DecodedEvent,
  EtlDecoder,
  EtlEvent,
  EtlFields,
  EtlHeader,
  EtlSchemaKind,
} from '../parsers/etl/etl-event.ts'
import { findProviderName } from '../parsers/etl/known-providers.ts'
import { readOpaqueTexts } from '../parsers/etl/opaque-event.ts'

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

/**
 * An event of a binary trace. Its own numbers are absent where the header has none or they are 0.
 * Names, message and fields are present where a schema decoded it, which `by` names.
 */
export type EtlEventRecord = {
  /** ISO 8601 in UTC with seven decimals (100 ns). Null where it has none, or an impossible one. */
  readonly time: string | null
  /** Number of the processor. */
  readonly cpu: number
  /** Ids of process and thread. */
  readonly pid?: number
  readonly tid?: number
  /** Name of the provider, if it is known. */
  readonly provider?: string
  /** GUID of the provider, or of the class or message, in lower case without braces. */
  readonly guid?: string
  /** Kind of the header. `trace-message` is that of WPP. */
  readonly header: EtlHeader
  readonly id?: number
  readonly version?: number
  readonly channel?: number
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose. */
  readonly level?: number
  readonly opcode?: number
  readonly task?: number
  /** Group of an event of the kernel. */
  readonly group?: number
  /** The mask of keywords as `0x…`. */
  readonly keywords?: string
  /** What decoded it. */
  readonly by?: EtlSchemaKind
  /** Name of the event, task or function. */
  readonly name?: string
  /** Function, source file with line, level and flags of a WPP message, as its format names them. */
  readonly function?: string
  readonly place?: string
  readonly levelName?: string
  readonly flags?: string
  /** The message as text. */
  readonly message?: string
  /** The decoded values by name. */
  readonly fields?: EtlFields
  /** How the schema fails to fit the event. */
  readonly mismatch?: string
  /** Texts found in an event that no schema decodes. */
  readonly texts?: readonly string[]
  /** Offset in the file, in bytes: that of the event, or of its buffer where that is compressed. */
  readonly offset: number
}

/** Returns the properties of an event for NDJSON. Unknown and zero properties are omitted. */
export function toEventRecord(printed: PrintedEvent): EtlEventRecord {
  const { event, decoded, texts } = printed
  const time = event.untimed ? null : toExactIsoTime(event)
  const record = { time, cpu: event.cpu } as Mutable<EtlEventRecord>
  if (event.pid !== undefined) record.pid = event.pid
  if (event.tid !== undefined) record.tid = event.tid
  const provider = providerName(printed)
  if (provider !== undefined) record.provider = provider
  if (event.guid !== '') record.guid = event.guid
  record.header = event.header
  for (const name of NUMBERS) if (event[name] !== 0) record[name] = event[name]
  if (event.keywordHigh !== 0 || event.keywordLow !== 0) record.keywords = formatKeywords(event)
  if (decoded !== undefined) {
    const { by, name, function: functionName, place, level, flags, message, fields } = decoded
    record.by = by
    if (name !== undefined) record.name = name
    if (functionName !== undefined) record.function = functionName
    if (place !== undefined) record.place = place
    if (level !== undefined) record.levelName = level
    if (flags !== undefined) record.flags = flags
    record.message = message
    record.fields = fields
    if (decoded.mismatch !== undefined) record.mismatch = decoded.mismatch
  }
  if (texts.length > 0) record.texts = texts
  record.offset = event.offset
  return record
}

const NUMBERS = ['id', 'version', 'channel', 'level', 'opcode', 'task', 'group'] as const

export const formatKeywords = ({ keywordHigh, keywordLow }: EtlEvent): string =>
  keywordHigh === 0
    ? `0x${keywordLow.toString(16)}`
    : `0x${keywordHigh.toString(16)}${keywordLow.toString(16).padStart(8, '0')}`
