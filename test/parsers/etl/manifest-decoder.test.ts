import { describe, expect, it } from 'vitest'
import { manifestDecoder } from '../../../src/parsers/etl/decoders/manifest/manifest-decoder.ts'
import { readManifest } from '../../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import type { EtlDecoder } from '../../../src/parsers/etl/etl-event.ts'
import { EtlBytes, etlEvent } from '../../support/etl/etl-payload.ts'
import { eventInfoBlob, eventMapBlob } from '../../support/etl/event-info-blob.ts'

const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
const PROVIDER = '6f669bfa-816a-4204-a824-47c8e6a00474'
const providerName = 'Contoso-Mail'
const bytes = () => new EtlBytes()

const info = (blob: Buffer) =>
  etlEvent({ header: 'full', guid: METADATA, opcode: 32, payload: blob })
const mapOf = (blob: Buffer) =>
  etlEvent({ header: 'full', guid: METADATA, opcode: 33, payload: blob })
const event = (id: number, payload: EtlBytes, version = 0) =>
  etlEvent({ guid: PROVIDER, id, version, payload })

function learned(...blobs: readonly Buffer[]): EtlDecoder {
  const decoder = manifestDecoder()
  for (const blob of blobs) expect(decoder.learn?.(info(blob))).toBe(true)
  return decoder
}

describe('an EventInfo of a merged trace', () => {
  const sent = eventInfoBlob({
    provider: PROVIDER,
    providerName,
    id: 7,
    opcode: 1,
    task: 'Send',
    opcodeName: 'win:Start',
    message: 'Sent %1 of %2 bytes with %3.%nDone',
    properties: [
      { name: 'To', inType: 1 },
      { name: 'Size', inType: 8, length: 4 },
      { name: 'Way', inType: 8, map: 'WayMap', length: 4 },
    ],
  })

  it('gives names, fields and message', () => {
    expect(learned(sent).decode(event(7, bytes().wide('kim').u32(5, 2)))).toEqual({
      by: 'manifest',
      provider: providerName,
      name: 'Send/Start',
      message: 'Sent kim of 5 bytes with 2.\nDone',
      fields: { To: 'kim', Size: 5, Way: 2 },
    })
  })

  it('uses a map that arrives later', () => {
    const decoder = learned(sent)
    const values = [[1, 'SMTP'] as const, [2, 'EWS'] as const]
    expect(decoder.learn?.(mapOf(eventMapBlob(PROVIDER, 'WayMap', false, values)))).toBe(true)
    expect(decoder.decode(event(7, bytes().wide('kim').u32(5, 2)))).toMatchObject({
      fields: { Way: 'EWS' },
    })
    expect(decoder.decode(event(7, bytes().wide('kim').u32(5, 9)))).toMatchObject({
      fields: { Way: 9 },
    })
  })

  it('names the bits of a bit map', () => {
    const decoder = learned(sent)
    const values = [[1, 'Read'] as const, [2, 'Write'] as const, [0x8000_0000, 'Last'] as const]
    decoder.learn?.(mapOf(eventMapBlob(PROVIDER, 'WayMap', true, values)))
    expect(decoder.decode(event(7, bytes().wide('').u32(0, 0x8000_0013)))?.fields.Way).toBe(
      'Read | Write | Last | 0x10',
    )
  })

  it('takes counts and lengths from other fields, also inside structures', () => {
    const blob = eventInfoBlob({
      provider: PROVIDER,
      providerName,
      id: 8,
      properties: [
        { name: 'Count', inType: 6, length: 2 },
        { name: 'Ids', inType: 8, flags: 4, count: 0, length: 4 },
        { name: 'Parts', inType: 4, outType: 2, flags: 1 | 4, count: 0 },
        { name: 'Pair', inType: 4, flags: 0x20, count: 2, length: 1 },
        { name: 'Length', inType: 4, length: 1 },
        { name: 'Bytes', inType: 14, flags: 2, length: 4 },
      ],
      top: 4,
    })
    const payload = bytes().u16(2).u32(5, 6).u8(1, 0xaa, 2, 0xbb, 0xcc).u8(8, 9)
    expect(learned(blob).decode(event(8, payload))).toMatchObject({
      message:
        'Count=2, Ids=[5, 6], Parts=[{Length=1, Bytes=[1 byte]}, {Length=2, Bytes=[2 bytes]}], Pair=[8, 9]',
      fields: {
        Count: 2,
        Ids: [5, 6],
        Parts: [
          { Length: 1, Bytes: Uint8Array.of(0xaa) },
          { Length: 2, Bytes: Uint8Array.of(0xbb, 0xcc) },
        ],
        Pair: [8, 9],
      },
    })
  })

  it('reports a payload that is too short or too long', () => {
    const decoder = learned(sent)
    expect(decoder.decode(event(7, bytes().wide('kim').u32(5)))).toMatchObject({
      message: 'To=kim, Size=5',
      mismatch: 'Way does not fit: 0 bytes left at it',
    })
    expect(decoder.decode(event(7, bytes().wide('kim').u32(5, 2, 0)))?.mismatch).toBe(
      '4 bytes left after the last field',
    )
  })

  it('reads a later version as far as possible, without the message', () => {
    const decoder = learned(sent)
    expect(decoder.decode(event(7, bytes().wide('kim').u32(5, 2, 0), 3))).toMatchObject({
      message: 'To=kim, Size=5, Way=2',
      mismatch: 'read as version 0, 4 bytes left after the last field',
    })
    expect(decoder.decode(event(7, bytes().wide('kim'), 3))).toBeUndefined()
  })

  it('is ignored when it belongs to a class or is damaged', () => {
    const decoder = manifestDecoder()
    for (const [at, value] of [
      [48, 1],
      [100, 0xffff],
      [104, 9],
    ] as const) {
      const blob = Buffer.from(sent)
      blob.writeUInt32LE(value, at)
      expect(decoder.learn?.(info(blob))).toBe(false)
    }
    expect(decoder.learn?.(info(sent.subarray(0, 60)))).toBe(false)
    expect(decoder.decode(event(7, bytes().wide('kim').u32(5, 2)))).toBeUndefined()
  })
})

const XML = `<instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
<instrumentation><events>
<provider name="${providerName}" guid="{${PROVIDER.toUpperCase()}}" symbol="Mail">
 <tasks><task name="Send" value="1"/></tasks>
 <templates><template tid="A">
  <data name="to" inType="win:UnicodeString"/><data name="size" inType="win:UInt32"/>
 </template></templates>
 <events><event value="7" version="0" level="win:Informational" symbol="Send" task="Send"
  opcode="win:Start" template="A" message="$(string.e7)"/></events>
</provider></events></instrumentation>
<localization><resources culture="en-US"><stringTable>
 <string id="e7" value="Sending %2 bytes to %1"/>
</stringTable></resources></localization>
</instrumentationManifest>`

describe('a manifest of an EventSource', () => {
  const SIZE = 300
  const pieces = XML.match(new RegExp(`[\\s\\S]{1,${SIZE}}`, 'g')) ?? []
  const piece = (index: number, pid = 1) =>
    etlEvent({
      guid: PROVIDER,
      id: 0xfffe,
      pid,
      payload: bytes()
        .u8(1, 1, 0, 0x5b)
        .u16(pieces.length, index)
        .raw(Buffer.from(pieces[index] ?? '')),
    })
  const sent = event(7, bytes().wide('kim').u32(5))

  it('is assembled from its chunks in any order, for each process', () => {
    const decoder = manifestDecoder()
    decoder.learn?.(piece(0, 2))
    for (let index = pieces.length - 1; index >= 0; index -= 1) {
      expect(decoder.decode(sent)).toBeUndefined()
      expect(decoder.learn?.(piece(index))).toBe(true)
    }
    expect(decoder.decode(sent)).toMatchObject({
      name: 'Send/Start',
      message: 'Sending 5 bytes to kim',
      fields: { to: 'kim', size: 5 },
    })
  })

  it('starts again when a chunk is repeated', () => {
    const decoder = manifestDecoder()
    for (const index of [0, 1, 0, 1, ...pieces.keys()].slice(0, -1)) decoder.learn?.(piece(index))
    expect(decoder.decode(sent)).toBeUndefined()
    decoder.learn?.(piece(pieces.length - 1))
    expect(decoder.decode(sent)?.name).toBe('Send/Start')
  })

  it('is itself an event with a name', () => {
    expect(manifestDecoder().decode(piece(1))).toMatchObject({
      name: 'ManifestData',
      fields: { ChunkNumber: 1, TotalChunks: pieces.length },
    })
  })
})

describe('a manifest from the user', () => {
  const decoder = () => manifestDecoder([readManifest(XML)])

  it('decodes events of its provider', () => {
    expect(decoder().decode(event(7, bytes().wide('kim').u32(5)))?.message).toBe(
      'Sending 5 bytes to kim',
    )
  })

  it('yields to a schema from the trace', () => {
    const own = decoder()
    own.learn?.(
      info(
        eventInfoBlob({
          provider: PROVIDER,
          providerName,
          id: 7,
          properties: [{ name: 'all', inType: 8, length: 4 }],
        }),
      ),
    )
    expect(own.decode(event(7, bytes().u32(5)))?.fields).toEqual({ all: 5 })
  })

  it('leaves events of other providers and kinds undecoded', () => {
    const payload = bytes().wide('kim').u32(5)
    expect(decoder().decode(event(8, payload))).toBeUndefined()
    expect(decoder().decode(etlEvent({ id: 7, payload }))).toBeUndefined()
    expect(
      decoder().decode(etlEvent({ guid: PROVIDER, id: 7, payload, stringOnly: true })),
    ).toBeUndefined()
    expect(
      decoder().decode(etlEvent({ guid: PROVIDER, id: 7, payload, header: 'full' })),
    ).toBeUndefined()
  })
})
