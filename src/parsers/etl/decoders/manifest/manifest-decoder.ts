import { hasText } from '../../../shared/payload-text.ts'
import type { DecodedEvent, EtlDecoder, EtlEvent } from '../../etl-event.ts'
import { createDecodedEvent } from '../decoded-event.ts'
import { readEventInfo, readEventMap } from '../event-info.ts'
import { formatFields } from '../format-value.ts'
import { formatByteCount, readLayout } from '../layout.ts'
import { Payload } from '../payload.ts'
import {
  type ChunkHeader,
  EventSourceChunks,
  MANIFEST_EVENT_ID,
  readChunkHeader,
} from '../trace-logging/event-source-chunks.ts'
import { formatMessage } from './manifest-message.ts'
import type { Manifest } from './manifest-model.ts'
import { ManifestStore, type StoredEvent } from './manifest-store.ts'
import { readManifest } from './read-manifest.ts'

/** Class of the events in which merged traces carry schemas. */
const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
const [EVENT_INFO, EVENT_MAP] = [32, 33]
/**
 * Bounds the memory: the schemas of a trace take some hundred KB, a hostile one could bring any
 * amount.
 * Limit: bytes of schemas learned from a trace.
 * Beyond: the schema is not learned, and its events count as not decoded.
 */
const MAX_LEARNED_BYTES = 16 << 20

/**
 * Creates a decoder for events with a schema in a manifest: from the trace itself, or from files of
 * the user.
 */
export function manifestDecoder(supplied: readonly Manifest[] = []): EtlDecoder {
  const payload = new Payload()
  const store = new ManifestStore(supplied)
  const chunks = new EventSourceChunks()

  let learned = 0

  /** Counts the bytes of a schema. Returns false when it is not learned. */
  const canLearn = (bytes: number): boolean => {
    if (learned + bytes > MAX_LEARNED_BYTES) return false
    learned += bytes
    return true
  }

  const learnChunk = (event: EtlEvent, head: ChunkHeader): boolean => {
    const xml = chunks.add(event, head)
    if (xml === undefined || !store.rememberXml(event.guid, xml)) return true
    if (!canLearn(Buffer.byteLength(xml))) return false
    store.addManifest(readManifest(xml), 'event-source')
    return true
  }

  const learnBlob = (event: EtlEvent): boolean => {
    if (!canLearn(event.to - event.from)) return false
    if (event.opcode === EVENT_MAP) {
      const found = readEventMap(event)
      if (found) store.mapsOf(found.provider).set(found.name, found.map)
      return found !== undefined
    }
    const info = readEventInfo(event, (provider) => store.mapsOf(provider))
    if (info) store.add(info.provider, info.providerName, info.event, 'event-info')
    return info !== undefined
  }

  return {
    learn(event): boolean {
      if (learned === MAX_LEARNED_BYTES) return false
      if (event.guid === METADATA)
        return (event.opcode === EVENT_INFO || event.opcode === EVENT_MAP) && learnBlob(event)
      const head = isChunk(event) ? readChunkHeader(event) : undefined
      return head !== undefined && learnChunk(event, head)
    },

    decode(event): DecodedEvent | undefined {
      if (event.header !== 'event' || event.schema !== undefined || event.stringOnly)
        return undefined
      const known = store.find(event.guid, event.id, event.version)
      if (known === undefined)
        return isChunk(event) ? decodeChunk(event, store.providerName(event.guid)) : undefined
      return decodeWith(known, event, payload)
    },
  }
}

/**
 * Decodes an event with a stored schema. Returns undefined when the schema of an older version does
 * not fit the start of the payload.
 */
function decodeWith(
  { provider, event: schema }: StoredEvent,
  event: EtlEvent,
  payload: Payload,
): DecodedEvent | undefined {
  payload.open(event)
  const { fields, values, mismatch } = readLayout(schema.layout, payload)
  const exact = schema.version === event.version
  if (!exact && mismatch !== undefined) return undefined
  const left =
    payload.remaining === 0
      ? undefined
      : `${formatByteCount(payload.remaining)} left after the last field`
  const eventMismatch = exact
    ? (mismatch ?? left)
    : `read as version ${schema.version}${left === undefined ? '' : `, ${left}`}`
  const { name, message: parts } = schema
  const formatted = exact && mismatch === undefined && parts !== undefined
  const message = formatted
    ? formatMessage(parts, schema.layout, values)
    : values.length === 0
      ? (name ?? '')
      : formatFields(schema.layout, values)
  return createDecodedEvent({
    by: 'manifest',
    provider,
    name,
    message,
    fields,
    mismatch: eventMismatch,
    // Later versions add fields at the end. Numbers there hide nothing, texts might.
    isPartial: exact ? eventMismatch !== undefined : hasText(event.bytes, payload.at, payload.to),
    blobs: payload.blobs,
  })
}

const isChunk = ({ header, id }: EtlEvent): boolean =>
  header === 'event' && id === MANIFEST_EVENT_ID

function decodeChunk(event: EtlEvent, provider: string | undefined): DecodedEvent | undefined {
  const head = readChunkHeader(event)
  if (head === undefined) return undefined
  const { format, major, minor, magic, total, chunk } = head
  return createDecodedEvent({
    by: 'manifest',
    provider,
    name: 'ManifestData',
    message: `part ${chunk + 1} of ${total} of the provider’s manifest`,
    fields: {
      Format: format,
      MajorVersion: major,
      MinorVersion: minor,
      Magic: magic,
      TotalChunks: total,
      ChunkNumber: chunk,
    },
    mismatch: undefined,
  })
}
