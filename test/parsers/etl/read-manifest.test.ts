import { describe, expect, it } from 'vitest'
import { manifestDecoder } from '../../../src/parsers/etl/decoders/manifest/manifest-decoder.ts'
import { readManifest } from '../../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import { EtlBytes, etlEvent } from '../../support/etl/etl-payload.ts'

const GUID = '6f669bfa-816a-4204-a824-47c8e6a00474'

interface Inside {
  readonly template?: string
  readonly maps?: string
  readonly opcodes?: string
  readonly event?: string
  readonly strings?: string
  readonly guid?: string
}

const man = ({
  template = '',
  maps = '',
  opcodes = '',
  event = '',
  strings = '',
  guid = `{${GUID}}`,
}: Inside) => `\ufeff<?xml version="1.0"?>
<instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events" xmlns:win="w">
<instrumentation><events>
<provider name="Contoso" guid="${guid}" symbol="CONTOSO" resourceFileName="a" messageFileName="a">
<opcodes>${opcodes}</opcodes><maps>${maps}</maps>
<templates><template tid="T">${template}
<UserData><Sent xmlns="a"><data>%1</data></Sent></UserData></template></templates>
<events><event value="1" template="T" ${event}/></events>
</provider></events></instrumentation>
<localization>
<resources culture="de-DE"><stringTable><string id="M" value="Gesendet"/></stringTable></resources>
<resources culture="en-US"><stringTable>${strings}</stringTable></resources>
</localization></instrumentationManifest>`

function decode(inside: Inside, payload: EtlBytes, pointerBytes: 4 | 8 = 8) {
  const read = readManifest(man(inside))
  expect(read.problems).toEqual([])
  return manifestDecoder([read]).decode(etlEvent({ guid: GUID, id: 1, payload, pointerBytes }))
}

const data = (inType: string, more = '') => `<data name="a" inType="${inType}" ${more}/>`
const bytes = () => new EtlBytes()

describe('a data element of a manifest', () => {
  it.each([
    ['win:UnicodeString', '', bytes().wide('ü'), 'ü'],
    ['win:UnicodeString', 'length="3"', bytes().raw(Buffer.from('ab\0', 'utf16le')), 'ab'],
    ['win:AnsiString', '', bytes().narrow('ab'), 'ab'],
    ['win:AnsiString', 'length="4"', bytes().u8(0x61, 0x62, 0, 0), 'ab'],
    ['win:Int8', '', bytes().u8(255), -1],
    ['win:UInt8', 'outType="win:HexInt8"', bytes().u8(255), '0xff'],
    ['win:Int16', '', bytes().u16(65_535), -1],
    ['win:UInt16', 'outType="win:Port"', bytes().u8(1, 187), 443],
    ['win:Int32', '', bytes().u32(0xffff_ffff), -1],
    ['win:UInt32', 'outType="win:IPv4"', bytes().u8(192, 0, 2, 7), '192.0.2.7'],
    ['win:UInt32', 'outType="win:HResult"', bytes().u32(0x8004_0111), '0x80040111'],
    ['win:Int64', '', bytes().u64(-1), -1],
    ['win:UInt64', 'outType="win:HexInt64"', bytes().u64(2n ** 63n), '0x8000000000000000'],
    ['win:Float', '', bytes().f32(1.5), 1.5],
    ['win:Double', '', bytes().f64(1.25), 1.25],
    ['win:Boolean', '', bytes().u32(1), true],
    ['win:UInt8', 'outType="xs:boolean"', bytes().u8(0), false],
    ['win:Binary', 'length="2"', bytes().u8(1, 2), Uint8Array.of(1, 2)],
    [
      'win:Binary',
      'outType="win:IPv6"',
      bytes().hex('fe80 0000 0000 0000 0000 0000 0000 0001'),
      'fe80::1',
    ],
    ['win:GUID', '', bytes().guid(GUID), GUID],
    ['win:FILETIME', '', bytes().u64(116_444_736_000_000_001n), '1970-01-01T00:00:00.0000001Z'],
    ['win:SYSTEMTIME', '', bytes().u16(2016, 9, 2, 20, 8, 31, 5, 42), '2016-09-20T08:31:05.042'],
    ['win:SID', '', bytes().hex('01 01 000000000005 12000000'), 'S-1-5-18'],
    ['win:HexInt32', '', bytes().u32(31), '0x1f'],
    ['win:HexInt64', '', bytes().u64(31), '0x1f'],
    ['win:Pointer', '', bytes().u64(0xffff_0000_0000_0000n), '0xffff000000000000'],
    ['win:CountedUnicodeString', '', bytes().u16(2).raw(Buffer.from('a', 'utf16le')), 'a'],
    ['win:CountedBinary', '', bytes().u16(1).u8(7), Uint8Array.of(7)],
    ['win:UInt16', 'count="2"', bytes().u16(1, 2), [1, 2]],
  ])('of type %s %s is read', (inType, more, payload, value) => {
    expect(decode({ template: data(inType, more) }, payload)).toMatchObject({
      fields: { a: value },
    })
    expect(decode({ template: data(inType, more) }, payload)?.mismatch).toBeUndefined()
  })

  it('of type pointer has the pointer size of the process', () => {
    expect(decode({ template: data('win:Pointer') }, bytes().u32(0x1000), 4)?.fields.a).toBe(
      '0x1000',
    )
  })

  it('gets its length and count from earlier fields', () => {
    const template = `<data name="n" inType="win:UInt8"/>
      <data name="text" inType="win:UnicodeString" length="n"/>
      <struct name="s" count="n">
        <data name="m" inType="win:UInt8"/><data name="b" inType="win:Binary" length="m"/>
      </struct>`
    const payload = bytes().u8(2).raw(Buffer.from('ab', 'utf16le')).u8(1, 0xaa, 2, 0xbb, 0xcc)
    expect(decode({ template }, payload)).toMatchObject({
      fields: {
        n: 2,
        text: 'ab',
        s: [
          { m: 1, b: Uint8Array.of(0xaa) },
          { m: 2, b: Uint8Array.of(0xbb, 0xcc) },
        ],
      },
    })
  })

  it('gets a name from a map whose texts follow later', () => {
    const maps = `<valueMap name="V"><map value="0x2" message="$(string.Two)"/></valueMap>
      <bitMap name="B">
        <map value="0x1" message="$(string.One)"/><map value="0x2" message="$(string.Two)"/>
      </bitMap>`
    const template =
      '<data name="v" inType="win:UInt32" map="V"/>' +
      '<data name="b" inType="win:UInt8" map="B" outType="win:HexInt8"/>'
    const strings = '<string id="One" value="one"/><string id="Two" value="two "/>'
    expect(decode({ maps, template, strings }, bytes().u32(2).u8(3))?.fields).toEqual({
      v: 'two',
      b: 'one | two',
    })
    expect(decode({ maps, template, strings }, bytes().u32(3).u8(4))?.fields).toEqual({
      v: 3,
      b: '0x4',
    })
  })
})

describe('an event of a manifest', () => {
  const payload = bytes().wide('kim')
  const template = data('win:UnicodeString')

  it('has its message in English if available', () => {
    const event = 'message="$(string.M)"'
    expect(
      decode({ template, event, strings: '<string id="M" value="Sent to %1"/>' }, payload)?.message,
    ).toBe('Sent to kim')
    expect(decode({ template, event }, payload)?.message).toBe('Gesendet')
  })

  it('is named by task and opcode, or by its symbol', () => {
    const opcodes = '<opcode name="Nothing" value="0"/><opcode name="ut:More" value="20"/>'
    const named = (event: string) => decode({ template, opcodes, event }, payload)?.name
    expect(named('task="Send" opcode="win:Stop" symbol="S"')).toBe('Send/Stop')
    expect(named('task="Send" opcode="ut:More"')).toBe('Send/More')
    expect(named('task="Send" opcode="win:Info"')).toBe('Send')
    expect(named('task="Send" opcode="Nothing"')).toBe('Send')
    expect(named('symbol="S"')).toBe('S')
    expect(named('')).toBeUndefined()
  })
})

describe('a malformed manifest', () => {
  it.each([
    ['without a provider', '<a/>', 'no provider found'],
    ['of another kind of file', 'SIP/2.0 200 OK', 'no provider found'],
    ['without a GUID', man({ guid: 'mine' }), 'the provider Contoso has no valid GUID'],
    [
      'with an unknown type',
      man({ template: data('win:Colour') }),
      'the template T cannot be read',
    ],
    [
      'with a length that no field has',
      man({ template: data('win:Binary', 'length="n"') }),
      'the template T cannot be read',
    ],
    [
      'with a template that is not there',
      man({ event: '' }).replace('tid="T"', 'tid="U"'),
      'the template T cannot be read',
    ],
  ])('is reported: %s', (_, text, problem) => {
    expect(readManifest(text).problems).toContain(problem)
  })

  it('is read except for its malformed parts', () => {
    const { problems, providers } = readManifest(
      man({ template: data('win:UInt8') }).replace('<maps>', '<maps><broken>'),
    )
    expect(problems).not.toEqual([])
    expect(providers[0]?.events).toHaveLength(1)
  })
})
