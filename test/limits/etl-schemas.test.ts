import { expect } from 'vitest'
import { decodeEvent } from '../../src/parsers/etl/decoders/decode-event.ts'
import { manifestDecoder } from '../../src/parsers/etl/decoders/manifest/manifest-decoder.ts'
import { traceLoggingDecoder } from '../../src/parsers/etl/decoders/trace-logging/trace-logging-decoder.ts'
import type { DecodedEvent } from '../../src/parsers/etl/etl-event.ts'
import { createTraceDecoders } from '../../src/parsers/etl/trace-decoders.ts'
import { EtlBytes, etlEvent, traceLoggingSchema } from '../support/etl/etl-payload.ts'
import { type BlobProperty, eventInfoBlob, eventMapBlob } from '../support/etl/event-info-blob.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'

const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
const PROVIDER = '6f669bfa-816a-4204-a824-47c8e6a00474'
const [INFO, MAP] = [32, 33]
const [UINT8, UTF16] = [4, 1]
const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))

const metadata = (opcode: number, payload: Buffer) =>
  etlEvent({ header: 'full', guid: METADATA, opcode, payload })
const schema = (parts: Partial<Parameters<typeof eventInfoBlob>[0]>) =>
  metadata(
    INFO,
    eventInfoBlob({ provider: PROVIDER, providerName: 'Contoso', id: 7, properties: [], ...parts }),
  )
const learns = (event: ReturnType<typeof etlEvent>): boolean =>
  manifestDecoder().learn?.(event) === true

/** Decodes an event with a schema from the trace. */
function decodeWith(
  parts: Parameters<typeof schema>[0],
  payload: EtlBytes,
): DecodedEvent | undefined {
  const decoder = manifestDecoder()
  decoder.learn?.(schema(parts))
  return decoder.decode(etlEvent({ guid: PROVIDER, id: 7, payload }))
}

acceptsTest('parsers/etl/decoders/event-info.ts MAX_DEPTH', (depth) => {
  const structures = times(
    depth,
    (at): BlobProperty => ({
      name: `s${at}`,
      inType: at + 1,
      outType: 1,
      flags: 1,
    }),
  )
  return learns(schema({ properties: [...structures, { name: 'x', inType: UINT8 }], top: 1 }))
})

acceptsTest('parsers/etl/decoders/event-info.ts MAX_ITEMS', (count) => {
  const fields = schema({ properties: times(count, () => ({ name: 'x', inType: UINT8 })) })
  const values = times(count, (at) => [at, 'x'] as const)
  expect(learns(metadata(MAP, eventMapBlob(PROVIDER, 'map', false, values)))).toBe(learns(fields))
  return learns(fields)
})

keepsTest(
  'parsers/etl/decoders/event-info.ts MAX_NAME_CHARS',
  (length) =>
    decodeWith({ providerName: 'x'.repeat(length) }, new EtlBytes())?.provider?.length ?? 0,
)

limitTest('parsers/etl/decoders/event-info.ts MAX_TEXT_CHARS', {
  at: (value) => expect(withMessage(value)).toBe(`kim ${'x'.repeat(value - 3)}`),
  beyond: (value) => expect(withMessage(value + 1)).toBe('To=kim'),
})

/** The message of an event whose schema has a message of this length. */
const withMessage = (length: number): string | undefined =>
  decodeWith(
    { properties: [{ name: 'To', inType: UTF16 }], message: '%1 '.padEnd(length, 'x') },
    new EtlBytes().wide('kim'),
  )?.message

limitTest('parsers/etl/decoders/format-value.ts MAX_MESSAGE_CHARS', {
  at(value) {
    const events = [repeated(value, ''), listed(value, false), formatted(value, '')]
    for (const { message, mismatch, isPartial } of events) {
      expect(message.length).toBe(value)
      expect({ mismatch, isPartial }).toEqual({})
    }
  },
  beyond(value) {
    const events = [repeated(value, 'x%2'), listed(value, true), formatted(value, 'x%11!s!')]
    for (const { message, mismatch, isPartial } of events) {
      expect(message.length).toBe(value + 1)
      expect(mismatch).toBe('the message is longer than 1 MiB, its rest is left out')
      expect(isPartial).toBe(true)
    }
  },
})

/** An event whose message repeats a value up to this length, and goes on. */
function repeated(length: number, more: string): DecodedEvent {
  const repetitions = 64
  const decoded = decodeWith(
    {
      properties: [
        { name: 'a', inType: UTF16 },
        { name: 'b', inType: UTF16 },
      ],
      message: '%1'.repeat(repetitions) + more,
      task: 'Send',
    },
    new EtlBytes().wide('x'.repeat(length / repetitions)).wide('left out'),
  )
  if (decoded === undefined) throw new Error('not decoded')
  return decoded
}

/** An event whose first value is listed with this length, or one more and with a second value. */
function listed(length: number, isLonger: boolean): DecodedEvent {
  const value = 'x'.repeat(length - 'a='.length + (isLonger ? 1 : 0))
  const fields = new EtlBytes().narrow('a').u8(UTF16)
  const payload = new EtlBytes().wide(value)
  if (isLonger) {
    fields.narrow('b').u8(UTF16)
    payload.wide('left out')
  }
  const decoded = traceLoggingDecoder().decode(
    etlEvent({ schemaBytes: traceLoggingSchema('Event', fields), payload }),
  )
  if (decoded === undefined) throw new Error('not decoded')
  return decoded
}

/** A WPP message whose format repeats a value up to this length, and goes on. */
function formatted(length: number, more: string): DecodedEvent {
  const repetitions = 64
  const text =
    '11111111-2222-3333-4444-555555555555 program // SRC=a.c MJ= MN=\n' +
    `#typev a_c1 10 "%0${'%10!s!'.repeat(repetitions)}${more}"\n` +
    '{\na, ItemWString -- 10\nb, ItemWString -- 11\n}\n'
  const decoders = createTraceDecoders({ tmf: [{ name: 'a.tmf', text }], manifests: [] }, () => '')
  const event = etlEvent({
    header: 'trace-message',
    guid: '11111111-2222-3333-4444-555555555555',
    id: 10,
    payload: new EtlBytes().wide('x'.repeat(length / repetitions)).wide('left out'),
  })
  const decoded = decodeEvent(event, decoders)
  if (decoded === undefined) throw new Error('not decoded')
  return decoded
}
