import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEvent } from '../../src/parsers/etl/decoders/decode-event.ts'
import { createEtlDecoders } from '../../src/parsers/etl/decoders/etl-decoders.ts'
import { readManifest } from '../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import type { EtlEvent } from '../../src/parsers/etl/etl-event.ts'
import { EtlBytes, etlEvent, traceLoggingSchema } from '../support/etl/etl-payload.ts'
import { type BlobProperty, eventInfoBlob } from '../support/etl/event-info-blob.ts'
import { propertyRuns } from './property-runs.ts'

const PROVIDER = '6f669bfa-816a-4204-a824-47c8e6a00474'
const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
/** More values than any real event has, and far fewer than a hostile count requests. */
const MAX_VALUES = 70_000

const assertProperty = <Value>(property: fc.IRawProperty<Value>) =>
  fc.assert(property, propertyRuns(200) as fc.Parameters<Value>)

const payloads = fc.uint8Array({ maxLength: 400 })
/** Includes small numbers, because they are counts and lengths that almost fit. */
const bytesOf = (maxLength: number) =>
  fc.array(fc.oneof(fc.nat(4), fc.nat(255)), { maxLength }).map((values) => Uint8Array.from(values))

const schemas = fc.oneof(
  bytesOf(200),
  bytesOf(120).map((fields) => traceLoggingSchema('Event', new EtlBytes().raw(fields))),
  fc.array(fc.tuple(fc.nat(255), fc.nat(40), fc.nat(0xffff)), { maxLength: 12 }).map((fields) =>
    traceLoggingSchema(
      'Event',
      fields.reduce(
        (bytes, [inType, outType, count]) => bytes.narrow('f').u8(inType, outType).u16(count),
        new EtlBytes(),
      ),
    ),
  ),
)

const properties: fc.Arbitrary<readonly BlobProperty[]> = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', '__proto__', 'constructor'),
    inType: fc.oneof(fc.nat(26), fc.integer({ min: 298, max: 312 }), fc.nat(0xffff)),
    outType: fc.nat(40),
    flags: fc.nat(0x3f),
    count: fc.oneof(fc.nat(8), fc.nat(0xffff)),
    length: fc.oneof(fc.nat(8), fc.nat(0xffff)),
  }),
  { maxLength: 12 },
)

/** Decodes an event and counts its values. */
function valuesOf(event: EtlEvent, decoders = createEtlDecoders()): number {
  const decoded = decodeEvent(event, decoders)
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, element) => sum + count(element), 1)
      : 1
  return decoded === undefined ? 0 : count(decoded.fields)
}

describe('any bytes', () => {
  it('never throw or take long under any schema in an event', () => {
    assertProperty(
      fc.property(
        schemas,
        payloads,
        (schemaBytes, payload) => valuesOf(etlEvent({ schemaBytes, payload })) <= MAX_VALUES,
      ),
    )
  })

  it('never throw or take long under any schema in a merged trace', () => {
    assertProperty(
      fc.property(
        properties,
        fc.nat(12),
        payloads,
        fc.constantFrom(4 as const, 8 as const),
        (all, top, payload, pointerBytes) => {
          const decoders = createEtlDecoders()
          const blob = eventInfoBlob({
            provider: PROVIDER,
            providerName: 'Contoso',
            id: 1,
            properties: all,
            top: Math.min(top, all.length),
          })
          for (const decoder of decoders)
            decoder.learn?.(etlEvent({ header: 'full', guid: METADATA, opcode: 32, payload: blob }))
          return (
            valuesOf(etlEvent({ guid: PROVIDER, id: 1, payload, pointerBytes }), decoders) <=
            MAX_VALUES
          )
        },
      ),
    )
  })

  it('never throw in place of a schema', () => {
    assertProperty(
      fc.property(bytesOf(500), fc.constantFrom(32, 33), (payload, opcode) => {
        for (const decoder of createEtlDecoders())
          decoder.learn?.(etlEvent({ header: 'full', guid: METADATA, opcode, payload }))
        const chunk = new EtlBytes().u8(1, 1, 0, 0x5b).u16(1, 0).raw(payload)
        for (const decoder of createEtlDecoders())
          decoder.learn?.(etlEvent({ id: 0xfffe, payload: chunk }))
        return true
      }),
    )
  })

  it('never throw in a damaged schema of a merged trace', () => {
    const blob = eventInfoBlob({
      provider: PROVIDER,
      providerName: 'Contoso',
      id: 1,
      task: 'Task',
      message: '%1 %2',
      properties: [
        { name: 's', inType: 1, outType: 2, flags: 1 },
        { name: 'n', inType: 6 },
        { name: 'b', inType: 14, flags: 2, length: 1 },
      ],
      top: 1,
    })
    assertProperty(
      fc.property(
        fc.array(fc.tuple(fc.nat(blob.length - 1), fc.nat(255)), { maxLength: 4 }),
        payloads,
        (flips, payload) => {
          const damaged = Buffer.from(blob)
          for (const [at, byte] of flips) damaged[at] = byte
          const decoders = createEtlDecoders()
          for (const decoder of decoders)
            decoder.learn?.(
              etlEvent({ header: 'full', guid: METADATA, opcode: 32, payload: damaged }),
            )
          return valuesOf(etlEvent({ guid: PROVIDER, id: 1, payload }), decoders) <= MAX_VALUES
        },
      ),
    )
  })

  it('never throw in kernel events', () => {
    const kinds = fc.record({
      header: fc.constantFrom('system' as const, 'perf-info' as const, 'full' as const),
      guid: fc.constantFrom(
        '',
        '3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c',
        '2cb15d1d-5fc1-11d2-abe1-00a0c911f518',
      ),
      group: fc.constantFrom(0, 3, 20, 31),
      opcode: fc.constantFrom(0, 1, 2, 3, 4, 10, 11, 39, 80, 82, 255),
      version: fc.nat(7),
      pointerBytes: fc.constantFrom(4 as const, 8 as const),
    })
    assertProperty(
      fc.property(
        kinds,
        payloads,
        (kind, payload) => valuesOf(etlEvent({ ...kind, payload })) <= MAX_VALUES,
      ),
    )
  })

  it('never throw as a manifest', () => {
    const words = fc.array(
      fc.constantFrom(
        '<provider guid="{',
        PROVIDER,
        '}" name="a">',
        '<template tid="T">',
        '<data name="a" inType="win:Binary" length="a"/>',
        '<struct count="a">',
        '</struct>',
        '</template>',
        '<event value="1" template="T"/>',
        '<UserData>',
        '</UserData>',
        '&',
        '$(string.',
        '<map value="x"/>',
        '</provider>',
      ),
      { maxLength: 30 },
    )
    assertProperty(
      fc.property(words, (parts) => readManifest(parts.join('')).providers.length <= parts.length),
    )
  })
})

describe('an unbounded count', () => {
  it('of elements without bytes ends soon', () => {
    const nested = new EtlBytes()
      .narrow('a')
      .u8(24 | 0x20 | 0x80, 1)
      .u16(0xffff)
      .narrow('b')
      .u8(24 | 0x20 | 0x80, 1)
      .u16(0xffff)
      .narrow('c')
      .u8(0)
    expect(valuesOf(etlEvent({ schemaBytes: traceLoggingSchema('Event', nested) }))).toBeLessThan(
      MAX_VALUES,
    )
  })

  it('of a schema with recursive structures is rejected', () => {
    const all = Array.from({ length: 60 }, (_, index) => ({
      name: `s${index}`,
      inType: 0,
      outType: 60,
      flags: 1,
    }))
    const blob = eventInfoBlob({
      provider: PROVIDER,
      providerName: 'Contoso',
      id: 1,
      properties: all,
    })
    const accepted = createEtlDecoders().map((decoder) =>
      decoder.learn?.(etlEvent({ header: 'full', guid: METADATA, opcode: 32, payload: blob })),
    )
    expect(accepted).not.toContain(true)
  })

  it('of long names or repeated texts gives a bounded message', () => {
    const name = 'n'.repeat(60_000)
    const members = new EtlBytes()
      .narrow('s')
      .u8(24 | 0x40 | 0x80, 1)
      .narrow(name)
      .u8(4)
    const payload = new EtlBytes().u16(60_000).raw(new Uint8Array(60_000))
    const event = etlEvent({ schemaBytes: traceLoggingSchema('Event', members), payload })
    expect(decodeEvent(event, createEtlDecoders())?.message.length).toBeLessThan(2_000_000)

    const xml = `<provider guid="${PROVIDER}" name="a"><template tid="T"><data name="a" inType="win:AnsiString"/></template>
      <event value="1" template="T" message="${'%1'.repeat(100_000)}"/></provider>`
    const longEvent = etlEvent({
      guid: PROVIDER,
      id: 1,
      payload: new EtlBytes().narrow('x'.repeat(60_000)),
    })
    const message =
      decodeEvent(longEvent, createEtlDecoders({ manifests: [readManifest(xml)] }))?.message ?? ''
    expect(message.length).toBeGreaterThan(60_000)
    expect(message.length).toBeLessThan(2_000_000)
  })
})
