import { expect } from 'vitest'
import { manifestDecoder } from '../../src/parsers/etl/decoders/manifest/manifest-decoder.ts'
import { ManifestStore } from '../../src/parsers/etl/decoders/manifest/manifest-store.ts'
import { readManifest } from '../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import { traceLoggingDecoder } from '../../src/parsers/etl/decoders/trace-logging/trace-logging-decoder.ts'
import type { EtlDecoder } from '../../src/parsers/etl/etl-event.ts'
import {
  EtlBytes,
  etlEvent,
  providerTraits,
  traceLoggingSchema,
} from '../support/etl/etl-payload.ts'
import { eventInfoBlob } from '../support/etl/event-info-blob.ts'
import { acceptsTest, keepsTest } from '../support/limits/limit-test.ts'

const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
const PROVIDER = '6f669bfa-816a-4204-a824-47c8e6a00474'
const [STRUCT, UINT8, CHAIN] = [24, 4, 0x80]
const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))
const guidOf = (at: number): string => `${PROVIDER.slice(0, -8)}${String(at).padStart(8, '0')}`

/** The schema of an event without fields, of so many bytes. */
function infoOf(id: number, bytes: number) {
  const blob = eventInfoBlob({ provider: PROVIDER, providerName: 'Contoso', id, properties: [] })
  const payload = Buffer.alloc(bytes)
  blob.copy(payload)
  return etlEvent({ header: 'full', guid: METADATA, opcode: 32, payload })
}

acceptsTest('parsers/etl/decoders/manifest/manifest-decoder.ts MAX_LEARNED_BYTES', (bytes) => {
  const decoder = manifestDecoder()
  const size = 1 << 16
  const first = infoOf(1, size)
  const last = size + (bytes % size)
  for (let left = bytes - last; left > 0; left -= size) decoder.learn?.(first)
  const isLearned = decoder.learn?.(infoOf(2, last)) === true
  expect(decoder.decode(etlEvent({ guid: PROVIDER, id: 2 })) !== undefined).toBe(isLearned)
  return isLearned
})

const event = (id: number) => ({ id, version: 0, name: 'x', layout: [], message: undefined })

keepsTest('parsers/etl/decoders/manifest/manifest-store.ts MAX_EVENTS', (count) => {
  const store = new ManifestStore([])
  for (let id = 0; id < count; id += 1) store.add(PROVIDER, 'Contoso', event(id), 'supplied')
  return times(count, (id) => store.find(PROVIDER, id, 0)).filter(Boolean).length
})

keepsTest('parsers/etl/decoders/manifest/manifest-store.ts MAX_PROVIDERS', (count) => {
  const store = new ManifestStore([])
  for (let at = 0; at < count; at += 1) store.add(guidOf(at), 'Contoso', event(1), 'supplied')
  return times(count, (at) => store.find(guidOf(at), 1, 0)).filter(Boolean).length
})

/** A manifest with an event that has one value, whose name in a map is given. */
const manifestText = (name: string, more = ''): string =>
  `<instrumentationManifest><instrumentation><events>
<provider name="Contoso" guid="{${PROVIDER}}">
 <maps><valueMap name="Ways"><map value="1" message="$(string.name)"/></valueMap></maps>
 <templates><template tid="A"><data name="way" inType="win:UInt8" map="Ways"/></template></templates>
 <events><event value="7" symbol="Send" template="A"/>${more}</events>
</provider></events></instrumentation><localization><resources><stringTable>
 <string id="name" value="${name}"/></stringTable></resources></localization>
</instrumentationManifest>`

const decodeWay = (decoder: EtlDecoder): unknown =>
  decoder.decode(etlEvent({ guid: PROVIDER, id: 7, payload: new EtlBytes().u8(1) }))?.fields.way

keepsTest('parsers/etl/decoders/manifest/read-manifest.ts MAX_NAME_CHARS', (length) => {
  const decoder = manifestDecoder([readManifest(manifestText('x'.repeat(length)))])
  return String(decodeWay(decoder)).length
})

keepsTest('parsers/etl/decoders/manifest/read-manifest.ts MAX_PROBLEMS', (count) => {
  const manifest = manifestText('EWS', '<event value="seven"/>'.repeat(count))
  return readManifest(manifest).problems.length
})

/** A part of a manifest as a .NET EventSource writes it. */
const chunk = (pid: number, [index, total]: readonly [number, number], text: string) =>
  etlEvent({
    guid: PROVIDER,
    id: 0xfffe,
    pid,
    payload: new EtlBytes().u8(1, 1, 0, 0x5b).u16(total, index).raw(Buffer.from(text)),
  })

acceptsTest(
  'parsers/etl/decoders/trace-logging/event-source-chunks.ts MAX_MANIFEST_BYTES',
  (bytes) => {
    const text = manifestText('EWS').padEnd(bytes)
    const size = Math.ceil(bytes / 8)
    const decoder = manifestDecoder()
    // An older one that is unfinished makes room.
    decoder.learn?.(chunk(2, [0, 2], 'x'.repeat(size)))
    for (let index = 0; index < 8; index += 1)
      decoder.learn?.(chunk(1, [index, 8], text.slice(index * size, (index + 1) * size)))
    return decodeWay(decoder) === 'EWS'
  },
)

acceptsTest(
  'parsers/etl/decoders/trace-logging/event-source-chunks.ts MAX_UNFINISHED',
  (processes) => {
    const [first, second] = [manifestText('EWS').slice(0, 100), manifestText('EWS').slice(100)]
    const decoder = manifestDecoder()
    for (let pid = 1; pid <= processes; pid += 1) decoder.learn?.(chunk(pid, [0, 2], first))
    decoder.learn?.(chunk(1, [1, 2], second))
    return decodeWay(decoder) === 'EWS'
  },
)

acceptsTest(
  'parsers/etl/decoders/trace-logging/trace-logging-decoder.ts MAX_PROVIDERS',
  (count) => {
    const decoder = traceLoggingDecoder()
    const schemaBytes = traceLoggingSchema('Event', new EtlBytes())
    const traitsBytes = providerTraits('Contoso')
    for (let at = 1; at <= count; at += 1)
      decoder.decode(etlEvent({ guid: guidOf(at), schemaBytes, traitsBytes }))
    const decoded = decoder.decode(etlEvent({ guid: guidOf(count), schemaBytes }))
    return decoded?.provider === 'Contoso'
  },
)

acceptsTest('parsers/etl/decoders/trace-logging/trace-logging-schema.ts MAX_DEPTH', (depth) => {
  const fields = new EtlBytes()
  // A structure has the number of its members where other fields have their format.
  for (let at = 0; at < depth; at += 1) fields.narrow('s').u8(STRUCT | CHAIN, 1)
  const schemaBytes = traceLoggingSchema('Event', fields.narrow('x').u8(UINT8))
  const decoded = traceLoggingDecoder().decode(
    etlEvent({ schemaBytes, payload: new EtlBytes().u8(5) }),
  )
  expect(decoded?.isPartial === true).toBe(decoded?.mismatch !== undefined)
  return decoded?.isPartial !== true
})
