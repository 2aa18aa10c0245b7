import { describe, expect, it } from 'vitest'
import { traceTextMarkers } from '../../src/model/marker.ts'
import type { TraceObservation } from '../../src/model/observation.ts'
import type { DecodingFiles } from '../../src/model/parser.ts'
import { etlBinary } from '../../src/parsers/etl/etl-binary.ts'
import { buffer, etlFile, ORIGIN } from '../support/etl/etl-builder.ts'
import { eventHeader, fullEvent, traceMessage } from '../support/etl/etl-events.ts'
import { EtlBytes, providerTraits, traceLoggingSchema } from '../support/etl/etl-payload.ts'
import { readBytes } from '../support/read-bytes.ts'

const PROVIDER = '7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90'
const MESSAGES = '11111111-2222-3333-4444-555555555555'
const [TRAITS, SCHEMA] = [12, 11]
const [CHAIN, FIXED, COUNTED] = [0x80, 0x20, 0x40]
const bytes = () => new EtlBytes()
const time = (ticks: number) => ({ time: ORIGIN + BigInt(ticks), pid: 22, tid: 11 })

const ANSWER =
  'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n' +
  '<s:Envelope><m:ResponseCode>ErrorServerBusy</m:ResponseCode></s:Envelope>'
const PRIVATE_TEXT = 'see you at noon'
const MESSAGE = [
  'MESSAGE sip:lee@contoso.example SIP/2.0',
  'From: <sip:kim@contoso.example>;tag=a1',
  'To: <sip:lee@contoso.example>',
  'Call-ID: 1',
  'CSeq: 1 MESSAGE',
  'Authorization: Kerberos gssapi-data="TOPSECRETTOKEN"',
  'Content-Type: text/plain',
  `Content-Length: ${PRIVATE_TEXT.length}`,
  '',
  PRIVATE_TEXT,
].join('\r\n')

type Encoding = 'latin1' | 'utf16le'
const encoded = (text: string, encoding: Encoding) => Buffer.from(text, encoding)

/** A TraceLogging event of one field. */
function traceLogging(types: readonly number[], payload: EtlBytes): Uint8Array {
  const fields = bytes()
    .narrow('Fragment')
    .u8(...types)
  return eventHeader({
    ...time(10),
    guid: PROVIDER,
    items: [
      [SCHEMA, traceLoggingSchema('Packet', fields)],
      [TRAITS, providerTraits('Contoso.Updater')],
    ],
    data: payload.build(),
  })
}

const manifestEvent = (payload: Uint8Array) =>
  eventHeader({ ...time(10), guid: PROVIDER, id: 1001, data: payload })

const manifestOf = (template: string): DecodingFiles => ({
  tmf: [],
  manifests: [
    {
      name: 'client.man',
      text: `<instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
<instrumentation><events><provider name="Contoso-Updater" guid="{${PROVIDER}}" symbol="P">
<events><event value="1001" version="0" template="t" symbol="E"/></events>
<templates><template tid="t">${template}</template></templates>
</provider></events></instrumentation></instrumentationManifest>`,
    },
  ],
})

const tmfOf = (item: string): DecodingFiles => ({
  tmf: [
    {
      name: 'client.tmf',
      text: `${MESSAGES} Client // SRC=a.cpp\n#typev a_cpp1 10 "%0%10!s!" // LEVEL=TL_INFO\n{\ndata, ${item} -- 10\n}\n`,
    },
  ],
  manifests: [],
})

const read = (event: Uint8Array, decoding?: DecodingFiles) =>
  readBytes(etlBinary, etlFile([buffer([event], { sequence: 1 })]), {
    markers: [
      ...traceTextMarkers('ResponseCode'),
      { recordKind: 'sip', place: 'start', text: 'MESSAGE ' },
    ],
    ...(decoding ? { decoding } : {}),
  })

interface Carrier {
  readonly event: (data: Buffer) => Uint8Array
  readonly decoding?: (data: Buffer) => DecodingFiles
  /** Codes of UTF-16 need elements of two bytes. */
  readonly encodings?: readonly Encoding[]
}

const length = (data: Buffer) => `length="${data.length}"`
const carriers: Readonly<Record<string, Carrier>> = {
  'binary data of TraceLogging': {
    event: (data) => traceLogging([14], bytes().u16(data.length).raw(data)),
  },
  'counted binary data of TraceLogging': {
    event: (data) => traceLogging([25], bytes().u16(data.length).raw(data)),
  },
  'binary data shown as an IPv6 address': {
    event: (data) => traceLogging([14 | CHAIN, 9], bytes().u16(data.length).raw(data)),
  },
  'binary data shown as a socket address': {
    event: (data) => traceLogging([14 | CHAIN, 10], bytes().u16(data.length).raw(data)),
  },
  'an array of bytes with its count before it': {
    event: (data) => traceLogging([4 | COUNTED], bytes().u16(data.length).raw(data)),
  },
  'an array of bytes of a fixed count, in hexadecimal': {
    event: (data) =>
      traceLogging([4 | FIXED | CHAIN, 4, data.length & 0xff, data.length >> 8], bytes().raw(data)),
  },
  'an array of signed bytes': {
    event: (data) => traceLogging([3 | COUNTED], bytes().u16(data.length).raw(data)),
  },
  'an array of 16-bit numbers': {
    event: (data) =>
      traceLogging(
        [6 | COUNTED],
        bytes()
          .u16(data.length / 2)
          .raw(data),
      ),
    encodings: ['utf16le'],
  },
  'an array of 16-bit characters': {
    event: (data) =>
      traceLogging(
        [6 | COUNTED | CHAIN, 2],
        bytes()
          .u16(data.length / 2)
          .raw(data),
      ),
    encodings: ['utf16le'],
  },
  'binary data of a manifest event': {
    event: manifestEvent,
    decoding: (data) => manifestOf(`<data name="Fragment" inType="win:Binary" ${length(data)}/>`),
  },
  'counted binary data of a manifest event': {
    event: (data) => manifestEvent(bytes().u16(data.length).raw(data).build()),
    decoding: () => manifestOf('<data name="Fragment" inType="win:CountedBinary"/>'),
  },
  'binary data inside a structure': {
    event: (data) => manifestEvent(bytes().u32(data.length).raw(data).build()),
    decoding: () =>
      manifestOf(
        '<struct name="Parts"><data name="Size" inType="win:UInt32"/>' +
          '<data name="Fragment" inType="win:Binary" length="Size"/></struct>',
      ),
  },
  'an array of bytes of a manifest event': {
    event: manifestEvent,
    decoding: (data) =>
      manifestOf(`<data name="Fragment" inType="win:UInt8" count="${data.length}"/>`),
  },
  'a UTF-16 field for text of one byte a character': {
    event: manifestEvent,
    decoding: () => manifestOf('<data name="Fragment" inType="win:UnicodeString"/>'),
    encodings: ['latin1'],
  },
  'a one-byte field for UTF-16 text': {
    event: manifestEvent,
    decoding: (data) =>
      manifestOf(`<data name="Fragment" inType="win:AnsiString" ${length(data)}/>`),
    encodings: ['utf16le'],
  },
  'a hexadecimal dump of WPP': {
    event: (data) =>
      traceMessage({
        ...time(10),
        guid: MESSAGES,
        number: 10,
        data: bytes().u16(data.length).raw(data).build(),
      }),
    decoding: () => tmfOf('ItemHexDump'),
  },
  'counted UTF-16 of WPP for text of one byte a character': {
    event: (data) =>
      traceMessage({
        ...time(10),
        guid: MESSAGES,
        number: 10,
        data: bytes().u16(data.length).raw(data).build(),
      }),
    decoding: () => tmfOf('ItemPWString'),
    encodings: ['latin1'],
  },
}

const members = Object.entries(carriers).flatMap(([name, carrier]) =>
  (carrier.encodings ?? (['latin1', 'utf16le'] as const)).map(
    (encoding) => [name, encoding, carrier] as const,
  ),
)
const events = (observations: ReturnType<typeof read>['observations']) =>
  observations.map((observation) => (observation as TraceObservation).event)

describe.each(members)('%s in %s', (_, encoding, { event, decoding }) => {
  it('is searched for answers of EWS', () => {
    // An even number of bytes, for elements of two bytes.
    const data = encoded(`${ANSWER}${ANSWER.length % 2 ? ' ' : ''}`, encoding)
    const { observations, tally } = read(event(data), decoding?.(data))
    expect(events(observations)).toHaveLength(1)
    expect(events(observations)[0]?.message).toContain('<m:ResponseCode>ErrorServerBusy')
    expect(tally).toMatchObject({ records: 1, undecoded: 0 })
    expect(tally.program.conclude(undefined).program).toBe('client')
  })

  it('is searched for SIP messages, without their text and credentials', () => {
    const data = encoded(`${MESSAGE}${MESSAGE.length % 2 ? ' ' : ''}`, encoding)
    const { observations } = read(event(data), decoding?.(data))
    expect(observations).toMatchObject([{ kind: 'sip', message: { method: 'MESSAGE', body: '' } }])
    expect(JSON.stringify(observations)).not.toContain(PRIVATE_TEXT)
    expect(JSON.stringify(observations)).not.toContain('TOPSECRETTOKEN')
  })
})

describe.each(members.filter(([, , { decoding }]) => decoding !== undefined))(
  '%s in %s',
  (_, encoding, { event, decoding }) => {
    it('gives what the event gives when it is opaque', () => {
      const data = encoded(`${ANSWER}${ANSWER.length % 2 ? ' ' : ''}`, encoding)
      const opaque = events(read(event(data)).observations)[0]?.message ?? 'nothing'
      const decoded = events(read(event(data), decoding?.(data)).observations)[0]?.message
      expect(decoded).toContain(opaque.slice(opaque.indexOf('HTTP')))
    })
  },
)

describe('an array of integers that are not the codes of a text', () => {
  it.each([
    ['offsets with -1 and -2', 8, [0xffff_fffe, 0, 12, 23, 0xffff_ffff]],
    ['a single -1', 8, [0xffff_ffff]],
    ['numbers of 16 bits', 6, [0xffff, 0xffff, 1, 0xa0a1, 0xa2a3]],
  ])('is shown as it is: %s', (_, type, numbers) => {
    const payload = bytes().u16(numbers.length)
    if (type === 8) payload.u32(...numbers)
    else payload.u16(...numbers)
    const { observations } = readBytes(
      etlBinary,
      etlFile([buffer([traceLogging([type | COUNTED], payload)], { sequence: 1 })]),
      { markers: traceTextMarkers('Fragment', 'Packet', '[') },
    )
    expect(events(observations)[0]?.message).toContain(numbers.slice(-2).join(', '))
  })
})

describe('a schema that does not fit an event', () => {
  const data = bytes().u32(7).raw(encoded(ANSWER, 'utf16le')).build()

  it.each([
    ['has too few fields', '<data name="Number" inType="win:UInt32"/>'],
    ['has no fields', ''],
    [
      'has a field that is cut off',
      '<data name="Number" inType="win:UInt32"/><data name="Id" inType="win:GUID" count="99"/>',
    ],
    ['is of one-byte text', '<data name="A" inType="win:AnsiString"/>'],
  ])('that %s does not decode it, and hides nothing', (_, template) => {
    const { observations, tally } = read(manifestEvent(data), manifestOf(template))
    expect(tally).toMatchObject({ records: 1, undecoded: 1 })
    expect(tally.notes).toEqual([
      '1 event only partly decoded: their manifests are from another build, or the events are damaged',
    ])
    expect(events(observations)[0]?.message).toContain('ErrorServerBusy')
  })

  it('of a WPP message hides nothing', () => {
    const event = traceMessage({ ...time(10), guid: MESSAGES, number: 10, data })
    const { observations, tally } = read(event, tmfOf('ItemLong'))
    expect(tally).toMatchObject({ records: 1, undecoded: 1 })
    expect(events(observations)[0]?.message).toContain('ErrorServerBusy')
  })

  it('of an older version that fits decodes it', () => {
    const event = eventHeader({
      ...time(10),
      guid: PROVIDER,
      id: 1001,
      version: 3,
      data: bytes().u32(7).build(),
    })
    const { tally } = read(event, manifestOf('<data name="Number" inType="win:UInt32"/>'))
    expect(tally).toMatchObject({ records: 1, undecoded: 0 })
  })
})

describe('events that describe the trace', () => {
  it.each(['bf6ef1cb-89b5-490a-80ac-b180cfbcff0f', 'ed54dff8-c409-4cf6-bf83-05e1e61a09c4'])(
    'of class %s are not records',
    (guid) => {
      const data = bytes().wide('ResponseCode=ErrorServerBusy').build()
      for (const event of [
        fullEvent({ ...time(10), guid, opcode: 33, data }),
        eventHeader({ ...time(10), guid, id: 1, data }),
      ]) {
        const { observations, tally } = read(event)
        expect(observations).toEqual([])
        expect(tally).toMatchObject({ records: 0, undecoded: 0 })
      }
    },
  )
})
