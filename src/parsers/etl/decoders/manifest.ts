import type { DecodedEvent, EtlDecoder, EtlEvent } from '../etl-event.ts'
import { readEventInfo, readEventMap } from './event-info.ts'
import { type ChunkHead, EventSourceChunks, MANIFEST_EVENT_ID, readChunkHead } from './event-source-chunks.ts'
import { bytesText, readLayout } from './layout.ts'
import { messageText } from './manifest-message.ts'
import type { Manifest } from './manifest-model.ts'
import { type KnownEvent, ManifestStore } from './manifest-store.ts'
import { Payload } from './payload.ts'
import { readManifest } from './read-manifest.ts'
import { fieldsText } from './show.ts'

/** Class of the events in which merged traces carry the schemas of others. */
const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
const [EVENT_INFO, EVENT_MAP] = [32, 33]

/** Events whose schema stands in a manifest: in the trace itself, or in files that the user has. */
export function manifest(supplied: readonly Manifest[] = []): EtlDecoder {
  const payload = new Payload()
  const store = new ManifestStore(supplied)
  const chunks = new EventSourceChunks()

  const learnChunk = (event: EtlEvent, head: ChunkHead): boolean => {
    const xml = chunks.add(event, head)
    if (xml !== undefined && store.isNewXml(event.guid, xml)) store.addManifest(readManifest(xml), 'event-source')
    return true
  }

  return {
    learn(event): boolean {
      if (event.guid === METADATA && event.opcode === EVENT_INFO) {
        const info = readEventInfo(event, (provider) => store.maps(provider))
        if (info === undefined) return false
        store.add(info.provider, info.providerName, info.event, 'event-info')
        return true
      }
      if (event.guid === METADATA && event.opcode === EVENT_MAP) {
        const found = readEventMap(event)
        if (found) store.maps(found.provider).set(found.name, found.map)
        return found !== undefined
      }
      const head = isChunk(event) ? readChunkHead(event) : undefined
      return head !== undefined && learnChunk(event, head)
    },

    decode(event): DecodedEvent | undefined {
      if (event.header !== 'event' || event.schema !== undefined || event.stringOnly) return undefined
      const known = store.find(event.guid, event.id, event.version)
      if (known === undefined) return isChunk(event) ? decodedChunk(event, store.providerName(event.guid)) : undefined
      return decodedWith(known, event, payload)
    },
  }
}

/** Undefined where an older schema does not even fit the beginning. */
function decodedWith({ provider, event: schema }: KnownEvent, event: EtlEvent, payload: Payload): DecodedEvent | undefined {
  payload.open(event)
  const { fields, values, mismatch } = readLayout(schema.layout, payload)
  const exact = schema.version === event.version
  if (!exact && mismatch !== undefined) return undefined
  const left = payload.left === 0 ? undefined : `${bytesText(payload.left)} left behind the last field`
  const wrong = exact ? (mismatch ?? left) : `read as version ${schema.version}${left === undefined ? '' : `, ${left}`}`
  const plain = values.length === 0 ? (schema.name ?? '') : fieldsText(schema.layout, values)
  const formatted = exact && mismatch === undefined && schema.message !== undefined
  return {
    by: 'manifest',
    provider,
    ...(schema.name === undefined ? {} : { name: schema.name }),
    message: formatted ? messageText(schema.message, schema.layout, values) : plain,
    fields,
    ...(wrong === undefined ? {} : { mismatch: wrong }),
  }
}

const isChunk = ({ header, id }: EtlEvent): boolean => header === 'event' && id === MANIFEST_EVENT_ID

function decodedChunk(event: EtlEvent, provider: string | undefined): DecodedEvent | undefined {
  const head = readChunkHead(event)
  if (head === undefined) return undefined
  return {
    by: 'manifest',
    ...(provider === undefined ? {} : { provider }),
    name: 'ManifestData',
    message: `part ${head.chunk + 1} of ${head.total} of the provider’s manifest`,
    fields: {
      Format: head.format,
      MajorVersion: head.major,
      MinorVersion: head.minor,
      Magic: head.magic,
      TotalChunks: head.total,
      ChunkNumber: head.chunk,
    },
  }
}
