import { describe, expect, it } from 'vitest'
import { traceLoggingDecoder } from '../../../src/parsers/etl/decoders/trace-logging/trace-logging-decoder.ts'
import type { EtlValue } from '../../../src/parsers/etl/etl-event.ts'
import {
  EtlBytes,
  etlEvent,
  providerTraits,
  traceLoggingSchema,
} from '../../support/etl/etl-payload.ts'

const bytes = () => new EtlBytes()
const GUID = 'ff15e657-4f26-570e-88ab-0796b258d11c'
const [CHAIN, FIXED, COUNTED, CUSTOM] = [0x80, 0x20, 0x40, 0x60]
const STRUCT = 24
/** 2016-09-20 08:31:00.0000007 UTC. */
const FILE_TIME = 131_188_338_600_000_007n
const SYSTEM_TIME = bytes().u16(2016, 9, 2, 20, 8, 31, 5, 42)

function decode(schema: Buffer, payload: EtlBytes, traits?: Buffer) {
  const decoded = traceLoggingDecoder().decode(
    etlEvent({ schemaBytes: schema, payload, ...(traits ? { traitsBytes: traits } : {}) }),
  )
  if (decoded === undefined) throw new Error('not decoded')
  return decoded
}

/** Decodes one field of a type from a payload. */
function value(inType: number, outType: number, payload: EtlBytes): EtlValue | undefined {
  const types = outType === 0 ? [inType] : [inType | CHAIN, outType]
  const { fields, mismatch } = decode(
    traceLoggingSchema(
      'Event',
      bytes()
        .narrow('field')
        .u8(...types),
    ),
    payload,
  )
  expect(mismatch).toBeUndefined()
  return fields.field
}

const TYPES: readonly (readonly [
  what: string,
  inType: number,
  outType: number,
  payload: EtlBytes,
  value: EtlValue,
])[] = [
  ['nothing', 0, 0, bytes(), null],
  ['UTF-16 up to its NUL', 1, 0, bytes().wide('Grüße'), 'Grüße'],
  ['UTF-16 up to the end', 1, 0, bytes().raw(Buffer.from('ab', 'utf16le')), 'ab'],
  ['UTF-8 up to its NUL', 2, 35, bytes().narrow('Grüße'), 'Grüße'],
  ['ANSI up to its NUL', 2, 0, bytes().u8(0x47, 0x72, 0xfc, 0xdf, 0), 'Grüß'],
  ['int8', 3, 0, bytes().u8(0xff), -1],
  ['uint8', 4, 0, bytes().u8(0xff), 255],
  ['uint8 as hexadecimal', 4, 4, bytes().u8(0x1f), '0x1f'],
  ['uint8 as boolean', 4, 3, bytes().u8(1), true],
  ['uint8 as character', 4, 2, bytes().u8(0x4d), 0x4d],
  ['int16', 5, 0, bytes().u16(0xfffe), -2],
  ['uint16', 6, 0, bytes().u16(0xfffe), 65_534],
  ['uint16 as port', 6, 7, bytes().u8(0x01, 0xbb), 443],
  ['int32', 7, 0, bytes().u32(0xffff_fffd), -3],
  ['int32 as HRESULT', 7, 15, bytes().u32(0x8007_0005), '0x80070005'],
  ['uint32', 8, 0, bytes().u32(0xffff_fffd), 4_294_967_293],
  ['uint32 as IPv4', 8, 8, bytes().u8(192, 0, 2, 1), '192.0.2.1'],
  ['uint32 as NTSTATUS', 8, 14, bytes().u32(0xc000_0034), '0xc0000034'],
  ['uint32 as process', 8, 5, bytes().u32(4711), 4711],
  ['int64 below -2^53', 9, 0, bytes().u64(-9_007_199_254_740_993n), -9_007_199_254_740_993n],
  ['int64', 9, 0, bytes().u64(-5n), -5],
  ['int64 as time', 9, 16, bytes().u64(FILE_TIME), '2016-09-20T08:31:00.0000007Z'],
  ['uint64', 10, 0, bytes().u64(2n ** 40n), 2 ** 40],
  ['uint64 beyond 2^53', 10, 0, bytes().u64(2n ** 64n - 1n), 2n ** 64n - 1n],
  ['uint64 as hexadecimal', 10, 4, bytes().u64(0xffff_f801_0000_001fn), '0xfffff8010000001f'],
  ['float', 11, 0, bytes().f32(0.5), 0.5],
  ['double', 12, 0, bytes().f64(-0.1), -0.1],
  ['boolean', 13, 0, bytes().u32(0), false],
  ['binary', 14, 0, bytes().u16(3).u8(1, 2, 255), Uint8Array.of(1, 2, 255)],
  [
    'binary as IPv6',
    14,
    9,
    bytes().u16(16).hex('20010db8 00000000 00000000 00000001'),
    '2001:db8::1',
  ],
  [
    'binary as an address of IPv4',
    14,
    10,
    bytes().u16(16).hex('0200 01bb c0000201 0000000000000000'),
    '192.0.2.1:443',
  ],
  [
    'binary as an address of IPv6',
    14,
    10,
    bytes().u16(28).hex('1700 01bb 00000000 20010db8000000000000000000000001 00000000'),
    '[2001:db8::1]:443',
  ],
  ['GUID', 15, 0, bytes().guid(GUID), GUID],
  ['FILETIME', 17, 0, bytes().u64(FILE_TIME), '2016-09-20T08:31:00.0000007Z'],
  ['SYSTEMTIME', 18, 0, SYSTEM_TIME, '2016-09-20T08:31:05.042'],
  ['SYSTEMTIME that is UTC', 18, 38, SYSTEM_TIME, '2016-09-20T08:31:05.042Z'],
  ['SID', 19, 0, bytes().hex('01 02 000000000005 20000000 20020000'), 'S-1-5-32-544'],
  ['hexadecimal of 32 bits', 20, 0, bytes().u32(0xabc), '0xabc'],
  ['hexadecimal of 32 bits as signed', 20, 17, bytes().u32(0xffff_ffff), -1],
  ['hexadecimal of 32 bits as unsigned', 20, 18, bytes().u32(0xffff_ffff), 4_294_967_295],
  ['hexadecimal of 64 bits', 21, 0, bytes().u64(0x1_0000_000an), '0x10000000a'],
  ['counted UTF-16', 22, 0, bytes().u16(4).raw(Buffer.from('ab', 'utf16le')), 'ab'],
  ['counted UTF-8', 23, 35, bytes().u16(3).raw(Buffer.from('aü')), 'aü'],
  ['counted binary', 25, 0, bytes().u16(2).u8(0xca, 0xfe), Uint8Array.of(0xca, 0xfe)],
]

describe('a TraceLogging field', () => {
  it.each(TYPES)('of %s is read', (_, inType, outType, payload, expected) => {
    expect(value(inType, outType, payload)).toEqual(expected)
  })

  it('can have tags after its types', () => {
    const schema = traceLoggingSchema(
      'Event',
      bytes()
        .narrow('a')
        .u8(8 | CHAIN, 4 | CHAIN, 0x81, 0x02)
        .narrow('b')
        .u8(4),
    )
    expect(decode(schema, bytes().u32(31).u8(7)).fields).toEqual({ a: '0x1f', b: 7 })
  })
})

describe('a TraceLogging array', () => {
  it('can have its count in the schema', () => {
    const schema = traceLoggingSchema(
      'Event',
      bytes()
        .narrow('a')
        .u8(4 | FIXED)
        .u16(3),
    )
    expect(decode(schema, bytes().u8(1, 2, 3)).fields).toEqual({ a: [1, 2, 3] })
  })

  it('can have its count before the elements', () => {
    const schema = traceLoggingSchema(
      'Event',
      bytes()
        .narrow('a')
        .u8(1 | COUNTED),
    )
    expect(decode(schema, bytes().u16(2).wide('x').wide('y'))).toMatchObject({
      fields: { a: ['x', 'y'] },
      message: 'a=[x, y]',
    })
  })

  it('of characters is text in the message', () => {
    const schema = traceLoggingSchema(
      'Event',
      bytes()
        .narrow('a')
        .u8(6 | COUNTED | CHAIN, 2),
    )
    expect(decode(schema, bytes().u16(2, 0x48, 0x69))).toMatchObject({
      fields: { a: 'Hi' },
      message: 'a=Hi',
    })
  })

  it('of a custom type skips the description in the schema', () => {
    const schema = traceLoggingSchema(
      'Event',
      bytes()
        .narrow('a')
        .u8(4 | CUSTOM)
        .u16(3)
        .u8(9, 9, 9)
        .narrow('b')
        .u8(4),
    )
    expect(decode(schema, bytes().u16(2).u8(1, 2, 3)).fields).toEqual({ a: [1, 2], b: 3 })
  })
})

describe('a TraceLogging structure', () => {
  const inner = () =>
    bytes()
      .narrow('inner')
      .u8(STRUCT | CHAIN, 1)
      .narrow('deep')
      .u8(2)

  it('contains the fields that follow, and can be nested', () => {
    const fields = bytes()
      .narrow('outer')
      .u8(STRUCT | CHAIN, 2)
      .narrow('a')
      .u8(4)
      .raw(inner().build())
      .narrow('after')
      .u8(4)
    const { fields: read, message } = decode(
      traceLoggingSchema('Event', fields),
      bytes().u8(1).narrow('x').u8(2),
    )
    expect(read).toEqual({ outer: { a: 1, inner: { deep: 'x' } }, after: 2 })
    expect(message).toBe('outer={a=1, inner={deep=x}}, after=2')
  })

  it('can be an array', () => {
    const fields = bytes()
      .narrow('s')
      .u8(STRUCT | COUNTED | CHAIN, 2)
      .narrow('a')
      .u8(4)
      .narrow('b')
      .u8(1)
    const { fields: read } = decode(
      traceLoggingSchema('Event', fields),
      bytes().u16(2).u8(1).wide('x').u8(2).wide('y'),
    )
    expect(read).toEqual({
      s: [
        { a: 1, b: 'x' },
        { a: 2, b: 'y' },
      ],
    })
  })

  it('ends the schema when it is nested too deep', () => {
    const fields = bytes()
    for (let depth = 0; depth < 100; depth += 1) fields.narrow('s').u8(STRUCT | CHAIN, 1)
    expect(
      decode(traceLoggingSchema('Event', fields.narrow('a').u8(4)), bytes().u8(1)).mismatch,
    ).toContain('nested deeper')
  })
})

describe('a TraceLogging event', () => {
  const schema = traceLoggingSchema('Sent', bytes().narrow('to').u8(1).narrow('size').u8(8))

  it('gets its name from the schema and its provider from the traits', () => {
    expect(
      decode(schema, bytes().wide('kim@contoso.example').u32(5), providerTraits('Contoso.Mail')),
    ).toEqual({
      by: 'tracelogging',
      provider: 'Contoso.Mail',
      name: 'Sent',
      message: 'to=kim@contoso.example, size=5',
      fields: { to: 'kim@contoso.example', size: 5 },
    })
  })

  it('without traits gets the provider of an earlier event with the same GUID', () => {
    const decoder = traceLoggingDecoder()
    const event = (traits?: Buffer) =>
      etlEvent({
        schemaBytes: schema,
        payload: bytes().wide('').u32(0),
        ...(traits && { traitsBytes: traits }),
      })
    expect(decoder.decode(event())?.provider).toBeUndefined()
    decoder.decode(event(providerTraits('Contoso.Mail')))
    expect(decoder.decode(event())?.provider).toBe('Contoso.Mail')
  })

  it('without fields has its name as message', () => {
    expect(decode(traceLoggingSchema('Idle', bytes()), bytes())).toMatchObject({
      message: 'Idle',
      fields: {},
    })
  })

  it('keeps the readable fields when it is cut off, and reports it', () => {
    const { fields, message, mismatch } = decode(schema, bytes().wide('kim').u8(5))
    expect({ fields, message, mismatch }).toEqual({
      fields: { to: 'kim' },
      message: 'to=kim',
      mismatch: 'size does not fit: 1 byte left at it',
    })
  })

  it('reports bytes after its last field', () => {
    expect(decode(schema, bytes().wide('kim').u32(5).u8(0, 0)).mismatch).toBe(
      '2 bytes left after the last field',
    )
  })

  it('gives two fields of the same name different names', () => {
    const twice = traceLoggingSchema(
      'Event',
      bytes().narrow('a').u8(4).narrow('a').u8(4).narrow('__proto__').u8(4),
    )
    expect(decode(twice, bytes().u8(1, 2, 3)).fields).toEqual({ a: 1, 'a (2)': 2, _proto_: 3 })
  })

  it('with an unknown type keeps the fields before it', () => {
    const odd = traceLoggingSchema('Event', bytes().narrow('a').u8(4).narrow('b').u8(31))
    expect(decode(odd, bytes().u8(1, 2))).toMatchObject({
      fields: { a: 1 },
      mismatch: 'b has the unknown type 31',
    })
  })

  it('is left to other decoders when it carries no schema', () => {
    expect(traceLoggingDecoder().decode(etlEvent({ payload: bytes().u8(1) }))).toBeUndefined()
  })
})
