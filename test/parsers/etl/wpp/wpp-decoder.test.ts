import { describe, expect, it } from 'vitest'
import { createTextDecoder } from '../../../../src/inputs/encoding.ts'
import type { DecodedEvent } from '../../../../src/parsers/etl/etl-event.ts'
import { readTmf } from '../../../../src/parsers/etl/wpp/read-tmf.ts'
import { indexTmfMessages } from '../../../../src/parsers/etl/wpp/tmf.ts'
import { wppDecoder } from '../../../../src/parsers/etl/wpp/wpp-decoder.ts'
import { ansi, etlEvent, f64, packed, u8, u16, u32, u64, wide } from '../../../support/etl/event.ts'
import { random } from '../../../support/random.ts'

const GUID = '11111111-2222-3333-4444-555555555555'
const decodeAnsi = createTextDecoder('windows-1252')

/** Decodes a message with these arguments from a payload. */
function decode(
  format: string,
  items: readonly string[],
  payload: Uint8Array,
  pointerBytes: 4 | 8 = 8,
): DecodedEvent {
  const lines = items.map((item, index) => `value${index}, ${item} -- ${10 + index}`)
  const text = [
    `${GUID} Client // SRC=spool.cpp MJ=Uc MN=Im`,
    `#typev spool_cpp42 7 "${format}" //   LEVEL=TL_ERROR FLAGS=TF_IM FUNC=CSpool::Write`,
    '{',
    ...lines,
    '}',
    '',
  ].join('\n')
  const decoded = wppDecoder({ tmf: indexTmfMessages([readTmf(text)]), decodeAnsi }).decode(
    etlEvent({ header: 'trace-message', guid: GUID, id: 7, pointerBytes, payload }),
  )
  if (!decoded) throw new Error('The event is not one of the TMF')
  return decoded
}

const FILE_TIME = (BigInt(Date.UTC(2016, 8, 20, 6, 30)) + 11_644_473_600_000n) * 10_000n + 1234n
const SID = Buffer.from([1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0])
const GUID_BYTES = Buffer.from('fb3c0c9e2e5c4b47a1a2030405060708', 'hex')

describe('a WPP argument', () => {
  it.each<readonly [string, string, Buffer, string, unknown]>([
    ['ItemChar', '%10!s!', u8(0x41), 'A', 65],
    ['ItemChar', '%10!d!', u8(0xff), '-1', -1],
    ['ItemUChar', '%10!u!', u8(0xff), '255', 255],
    ['ItemShort', '%10!d!', u16(0xfffe), '-2', -2],
    ['ItemUShort', '%10!s!', u16(0xfffe), '65534', 65534],
    ['ItemLong', '%10!s!', u32(-5), '-5', -5],
    ['ItemLong', '%10!u!', u32(-1), '4294967295', -1],
    ['ItemLong', '0x%10!X!', u32(-1), '0xFFFFFFFF', -1],
    ['ItemULong', '%10!d!', u32(0xffffffff), '-1', 4294967295],
    ['ItemLongLong', '%10!I64d!', u64(-5_000_000_000n), '-5000000000', -5_000_000_000],
    [
      'ItemULongLong',
      '%10!I64u!',
      u64(0xffff_ffff_ffff_ffffn),
      '18446744073709551615',
      0xffff_ffff_ffff_ffffn,
    ],
    ['ItemLongLongX', '%10!s!', u64(0xabcdefn), 'ABCDEF', 0xabcdef],
    ['ItemLongLongXX', '%10!s!', u64(0xabcdefn), '0xABCDEF', 0xabcdef],
    ['ItemLongLongXX', '%10!012I64X!', u64(0xabcdefn), '000000ABCDEF', 0xabcdef],
    ['ItemLongLongO', '%10!s!', u64(8n), '10', 8],
    ['ItemDouble', '%10!s!', f64(3.25), '3.250000', 3.25],
    ['ItemDouble', '%10!.1f!', f64(3.25), '3.3', 3.25],
    ['ItemDouble', '%10!g!', f64(0.00001), '1e-05', 0.00001],
    ['ItemString', '<%10!s!>', ansi('caf\xe9'), '<café>', 'café'],
    ['ItemRString', '<%10!s!>', ansi('line\r\n'), '<line>', 'line\r\n'],
    ['ItemWString', '%10!s!', wide('Wé€'), 'Wé€', 'Wé€'],
    ['ItemRWString', '<%10!s!>', wide('line\r\n'), '<line>', 'line\r\n'],
    ['ItemPString', '<%10!8s!>', packedBuffer(u16(3), Buffer.from('abc')), '<     abc>', 'abc'],
    [
      'ItemPWString',
      '<%10!-5s!>',
      packedBuffer(u16(6), Buffer.from('abc', 'utf16le')),
      '<abc  >',
      'abc',
    ],
    [
      'ItemHexDump',
      '%10!s!',
      packedBuffer(u16(2), Buffer.from([0xca, 0xfe])),
      '[2 bytes]',
      Uint8Array.of(0xca, 0xfe),
    ],
    [
      'ItemHexDump',
      '%10!s!',
      packedBuffer(u32(2), Buffer.from([0xca, 0xfe])),
      '[2 bytes]',
      Uint8Array.of(0xca, 0xfe),
    ],
    [
      'ItemGuid',
      '%10!s!',
      GUID_BYTES,
      '{9e0c3cfb-5c2e-474b-a1a2-030405060708}',
      '9e0c3cfb-5c2e-474b-a1a2-030405060708',
    ],
    ['ItemSid', '%10!s!', SID, 'S-1-5-32-544', 'S-1-5-32-544'],
    ['ItemNTSTATUS', '%10!s!', u32(0xc0000001), '0xc0000001(STATUS_UNSUCCESSFUL)', 0xc0000001],
    ['ItemNTSTATUS', '%10!s!', u32(0xc0777777), '0xc0777777', 0xc0777777],
    ['ItemNTSTATUS', '%10!x!', u32(0xc0000001), 'c0000001', 0xc0000001],
    ['ItemWINERROR', '%10!s!', u32(12002), '0x00002ee2(ERROR_WINHTTP_TIMEOUT)', 12002],
    ['ItemHRESULT', '%10!s!', u32(0x80072ee2), '0x80072ee2(ERROR_WINHTTP_TIMEOUT)', 0x80072ee2],
    ['ItemHRESULT', '%10!s!', u32(0x801901f7), '0x801901f7(HTTP 503)', 0x801901f7],
    ['ItemHRESULT', '%10!s!', u32(0x80ef01e0), '0x80ef01e0(SIP 480)', 0x80ef01e0],
    ['ItemHRESULT', '%10!s!', u32(0xd0000022), '0xd0000022(STATUS_ACCESS_DENIED)', 0xd0000022],
    ['ItemIPAddr', '%10!s!', Buffer.from([192, 0, 2, 7]), '192.0.2.7', '192.0.2.7'],
    [
      'ItemIPV6Addr',
      '%10!s!',
      Buffer.from('20010db8000000000000000000000001', 'hex'),
      '2001:db8::1',
      '2001:db8::1',
    ],
    ['ItemPort', '%10!s!', Buffer.from([0x13, 0xc5]), '5061', 5061],
    [
      'ItemMACAddr',
      '%10!s!',
      Buffer.from('00155d010203', 'hex'),
      '00-15-5D-01-02-03',
      '00-15-5D-01-02-03',
    ],
    [
      'ItemTimestamp',
      '%10!s!',
      u64(FILE_TIME),
      '2016-09-20T06:30:00.0001234Z',
      '2016-09-20T06:30:00.0001234Z',
    ],
    ['ItemTimeDelta', '%10!s!', u64(93_784_000n), '1~2:03:04', 93_784_000],
    ['ItemListByte(Low,APC,DPC)', '%10!s!', u8(2), 'DPC', 2],
    ['ItemListLong(a,b)', '%10!s!', u32(9), '9', 9],
    ['ItemSetByte(1,2,3)', '%10!s!', u8(5), '[1,3]', 5],
    ['ItemEnum(_STATE)', '%10!s!', u32(3), '3', 3],
    ['ItemChar4', '%10!s!', Buffer.from('abcd'), 'abcd', 'abcd'],
  ])('%s by %s of %o is %s', (item, format, bytes, message, value) => {
    expect(decode(format, [item], packed(bytes))).toMatchObject({
      message,
      fields: { value0: value },
    })
    expect(decode(format, [item], packed(bytes))).not.toHaveProperty('mismatch')
  })

  it('of pointer size has the pointer size of its process', () => {
    const wide64 = decode(
      'NBL = 0x%10!p!, %11!s!',
      ['ItemPtr', 'ItemPtr'],
      packed(u64(0xffffe189beaf3ac0n), u64(16n)),
    )
    expect(wide64.message).toBe('NBL = 0xFFFFE189BEAF3AC0, 0x0000000000000010')
    expect(decode('%10!p!', ['ItemPtr'], packed(u32(0xbeaf3ac0)), 4).message).toBe('BEAF3AC0')
  })
})

function packedBuffer(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts)
}

describe('a WPP message', () => {
  it('has its source file and line', () => {
    expect(
      decode(
        '%0 [%!FUNC!] %!LEVEL! %!FLAGS! %!FILE!(%!LINE!) %!COMPNAME!/%!SUBCOMP! 100%%',
        [],
        packed(),
      ),
    ).toEqual({
      by: 'wpp',
      provider: 'Client',
      place: 'spool_cpp42',
      level: 'TL_ERROR',
      flags: 'TF_IM',
      function: 'CSpool::Write',
      name: 'CSpool::Write',
      fields: {},
      message: '[CSpool::Write] TL_ERROR TF_IM spool.cpp(42) Uc/Im 100%',
    })
  })

  it('reads arguments in the order of their numbers, whatever the order in the format', () => {
    expect(
      decode('%11!s! before %10!s!', ['ItemLong', 'ItemString'], packed(u32(1), ansi('two')))
        .message,
    ).toBe('two before 1')
  })

  it('cuts a value to the width of a short conversion', () => {
    expect(
      decode('%10!hx! %11!hhd!', ['ItemLong', 'ItemLong'], packed(u32(0x12345), u32(0x1ff)))
        .message,
    ).toBe('2345 -1')
  })

  it('names the misfit, and shows the readable values and the remaining bytes', () => {
    expect(
      decode('%10!d! %11!s!', ['ItemLong', 'ItemString'], packed(u32(1), Buffer.from('abc'))),
    ).toMatchObject({
      message: '1 <?> <?> [3 bytes]',
      mismatch: 'argument 11 (ItemString) is missing from the payload',
    })
    expect(decode('%10!d!', ['ItemLong'], packed(u32(1), u16(0xcafe)))).toMatchObject({
      message: '1 <?> [2 bytes]',
      mismatch: '2 bytes are left after the arguments',
    })
  })

  it('stops at an unknown type', () => {
    expect(
      decode(
        '%10!d! %11!s! %12!d!',
        ['ItemLong', 'ItemXML', 'ItemLong'],
        packed(u32(1), Buffer.from([1, 2])),
      ),
    ).toMatchObject({
      message: '1 <?> <?> <?> [2 bytes]',
      fields: { value0: 1 },
      mismatch: 'argument 11 has the unknown type ItemXML',
    })
  })

  it('stays opaque without its TMF, like any other event', () => {
    const decoder = wppDecoder({ tmf: new Map(), decodeAnsi })
    expect(decoder.decode(etlEvent({ header: 'trace-message', guid: GUID, id: 7 }))).toBeUndefined()
    expect(decoder.decode(etlEvent({ guid: GUID, id: 7 }))).toBeUndefined()
  })

  it('of random bytes with a random TMF never throws', () => {
    const next = random(20160920)
    const items = [
      'ItemLong',
      'ItemString',
      'ItemWString',
      'ItemPWString',
      'ItemSid',
      'ItemHexDump',
      'ItemTimestamp',
      'ItemGuid',
    ]
    items.push(
      'ItemListByte(a,b)',
      'ItemSetLong(a,b)',
      'ItemDouble',
      'ItemPtr',
      'ItemXML',
      'ItemTimeDelta',
      'ItemIPV6Addr',
      'ItemChar',
    )
    const any = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
    for (let turn = 0; turn < 5_000; turn += 1) {
      const chosen = Array.from({ length: Math.floor(next() * 5) }, () => any(items))
      const format = chosen
        .map(
          (_, index) =>
            `%${10 + index}!${any(['s', 'd', '08X', '-5s', '.2f', 'I64x', 'p', 'c', '#x', 'zz'])}!`,
        )
        .join('')
      const payload = Uint8Array.from(
        { length: Math.floor(next() * 40) },
        () => Math.floor(next() * 256) * Math.round(next()),
      )
      expect(typeof decode(format, chosen, payload, any([4, 8] as const)).message).toBe('string')
    }
  })
})
