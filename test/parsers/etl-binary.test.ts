import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EtlTrace, u32, wide } from '../../samples/make/etl-trace.mjs'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { traceTextMarkers } from '../../src/model/marker.ts'
import type { Observation, TraceObservation } from '../../src/model/observation.ts'
import type { DecodingFiles } from '../../src/model/parser.ts'
import { etlBinary } from '../../src/parsers/etl/etl-binary.ts'
import { isTextWanted } from '../../src/parsers/shared/is-text-wanted.ts'
import { rules } from '../../src/rules/index.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { buffer, etlFile } from '../support/etl/etl-builder.ts'
import { eventHeader } from '../support/etl/etl-events.ts'
import { EtlBytes, providerTraits, traceLoggingSchema } from '../support/etl/etl-payload.ts'
import { type ReadOptions, readBytes } from '../support/read-bytes.ts'
import { headOf } from '../support/read-text.ts'

const START = Date.UTC(2016, 8, 20, 6)
const PROVIDER = '7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90'
const GUID = '11111111-2222-3333-4444-555555555555'
const trace = (session: Partial<ConstructorParameters<typeof EtlTrace>[0]> = {}) =>
  new EtlTrace({ start: START, end: START + 60_000, ...session })
const sample = (kind: string) => readFileSync(`samples/formats/etl-binary/client-${kind}.etl`)
const decoding: DecodingFiles = {
  tmf: [{ name: 'client.tmf', text: readFileSync('samples/tmf/client.tmf', 'utf8') }],
  manifests: [],
}
const read = (bytes: Uint8Array, reads: ReadOptions = {}) => readBytes(etlBinary, bytes, reads)
const messages = (observations: readonly Observation[]) =>
  observations.map((observation) => (observation as TraceObservation).event.message)

describe('a binary trace', () => {
  it('is recognized by its first buffer', () => {
    const bytes = trace().build()
    expect(etlBinary.recognise(headOf(bytes))).toEqual({})
    bytes.writeUInt8(1, 0x4a)
    expect(etlBinary.recognise(headOf(bytes))).toEqual({})
  })

  it.each<readonly [string, (bytes: Buffer) => void]>([
    ['has no size', (bytes) => bytes.writeUInt32LE(0, 0)],
    ['is too large', (bytes) => bytes.writeUInt32LE(0x1000001, 0)],
    ['is not a header buffer', (bytes) => bytes.writeUInt16LE(0, 0x36)],
    ['begins with another event', (bytes) => bytes.writeUInt8(0x90, 0x4b)],
    ['begins with an event of another type', (bytes) => bytes.writeUInt8(19, 0x4a)],
  ])('is not recognized when the buffer %s', (_, change) => {
    const bytes = trace().build()
    change(bytes)
    expect(etlBinary.recognise(headOf(bytes))).toBeUndefined()
  })

  it('is not recognized in text or in a few bytes', () => {
    expect(etlBinary.recognise(headOf('text named .etl '.repeat(20)))).toBeUndefined()
    expect(etlBinary.recognise(headOf(trace().build().subarray(0, 0x4c)))).toBeUndefined()
  })
})

describe('an event of a binary trace', () => {
  it('has time, process, thread, level, provider and offset', () => {
    const bytes = trace()
      .text(START + 1234.5, { provider: PROVIDER, level: 2, text: 'something failed\r\n' })
      .build()
    expect(read(bytes, { path: 'Lync.etl' }).observations).toEqual([
      {
        kind: 'trace',
        at: START + 1234,
        source: { path: 'Lync.etl', offset: 8192 + 0x48 },
        event: {
          at: START + 1234,
          ticks: 5000,
          pid: 0x1a2c,
          tid: 0x9f4,
          level: 'error',
          provider: PROVIDER,
          message: 'something failed',
        },
      },
    ])
  })

  it('is emitted in order of time, whichever processor wrote it', () => {
    const etl = trace({ bufferBytes: 512, processors: 4, seed: 7 })
    for (let turn = 0; turn < 200; turn += 1)
      etl.text(START + turn * 1000, { provider: PROVIDER, text: `event ${turn}` })
    const { observations, tally } = read(etl.build())
    expect(messages(observations)).toEqual(
      Array.from({ length: 200 }, (_, turn) => `event ${turn}`),
    )
    expect(tally).toMatchObject({
      records: 200,
      undecoded: 0,
      disorder: 0,
      gaps: [],
      from: START,
      to: START + 199_000,
    })
  })

  it('gives exact gaps although the buffers are not sorted', () => {
    const etl = trace({ bufferBytes: 512, processors: 3, seed: 3 })
    for (const minute of [0, 1, 2, 30, 31, 32, 33])
      etl.text(START + minute * 60_000, { provider: PROVIDER, text: 'alive' })
    expect(read(etl.build()).tally.gaps).toEqual([{ from: START + 120_000, to: START + 1_800_000 }])
  })

  it('is emitted only if it contains a marker', () => {
    const bytes = trace()
      .text(START, { provider: PROVIDER, text: 'of no interest' })
      .text(START + 1, { provider: PROVIDER, text: 'answered ResponseCode=NoError' })
      .event(START + 2, {
        provider: PROVIDER,
        id: 7,
        payload: Buffer.concat([u32(1), wide('ResponseCode=ErrorServerBusy')]),
      })
      .build()
    const { observations, tally } = read(bytes, { markers: traceTextMarkers('ResponseCode') })
    expect(messages(observations)).toEqual([
      'answered ResponseCode=NoError',
      'ResponseCode=ErrorServerBusy',
    ])
    expect(tally.records).toBe(3)
  })

  it('without a schema yields its texts and is counted', () => {
    const payload = Buffer.concat([
      u32(0x7ff0_0001),
      wide('EWS answered'),
      Buffer.from([1, 2]),
      Buffer.from('in ANSI\0'),
    ])
    const { observations, tally } = read(
      trace().event(START, { provider: PROVIDER, id: 7, payload }).build(),
    )
    expect(messages(observations)).toEqual(['EWS answered\nin ANSI'])
    expect(tally).toMatchObject({ records: 1, undecoded: 1 })
    expect(tally.notes).toEqual([
      `1 event not decoded: pass the manifests of their providers (--manifest): ${PROVIDER} 1`,
    ])
  })

  it('with only text in its payload needs no schema', () => {
    expect(
      read(
        trace()
          .event(START, { provider: PROVIDER, id: 7, payload: wide('all of it') })
          .build(),
      ).tally.undecoded,
    ).toBe(0)
  })

  it('of WPP needs a TMF, and reports one that does not fit', () => {
    const bytes = trace()
      .message(START, { guid: GUID, number: 1, payload: wide('first') })
      .message(START + 1, { guid: GUID, number: 2, payload: u32(0x0101_0101) })
      .build()
    const without = read(bytes)
    expect(without.tally).toMatchObject({ records: 2, undecoded: 2 })
    expect(without.tally.notes).toEqual([
      '2 WPP messages of 1 source file not decoded: pass their trace message format files (--tmf)',
    ])
    const text = [
      `${GUID} Client`,
      '#typev a 1 "%0 said %10!s!" // LEVEL=TL_WARN FLAGS=F FUNC=Say',
      '{\nx, ItemWString -- 10\n}',
      '#typev b 2 "%10!s!"',
      '{\nx, ItemString -- 10\n}',
    ].join('\n')
    const { observations, tally } = read(bytes, {
      decoding: { tmf: [{ name: 'a.tmf', text }], manifests: [] },
    })
    expect(observations).toMatchObject([
      { event: { provider: 'Client', component: 'Say', level: 'warning', message: 'said first' } },
      { event: { message: '<?> <?> [4 bytes]' } },
    ])
    expect(tally).toMatchObject({ records: 2, undecoded: 1 })
    expect(tally.notes).toEqual([
      '1 WPP message only partly decoded: the trace message format files are from another build',
    ])
  })
})

describe('the client’s binary trace', () => {
  it.each(['strings', 'opaque', 'wpp'])(
    'of kind %s holds the same SIP messages and EWS responses',
    (kind) => {
      const { observations } = read(sample(kind), { decoding })
      const sip = observations.filter((observation) => observation.kind === 'sip')
      expect(sip.length).toBeGreaterThan(30)
      expect(
        sip.map(({ direction, message }) => [direction, message.startLine]).slice(0, 3),
      ).toEqual([
        ['sent', 'REGISTER sip:contoso.example SIP/2.0'],
        ['received', 'SIP/2.0 401 Unauthorized'],
        ['sent', 'REGISTER sip:contoso.example SIP/2.0'],
      ])
      expect(sip.find(({ message }) => message.status === 480)).toMatchObject({
        user: 'kim@contoso.example',
      })
      expect(
        observations.filter((observation) => observation.kind === 'provisioning').length,
      ).toBeGreaterThan(0)
      const responses = observations.filter(
        (observation) =>
          observation.kind === 'trace' && observation.event.message.includes('ResponseCode='),
      ) as TraceObservation[]
      expect(responses.map(({ event }) => /ResponseCode=\w+/.exec(event.message)?.[0])).toEqual([
        'ResponseCode=ErrorServerBusy',
        'ResponseCode=ErrorServerBusy',
        'ResponseCode=ErrorMailboxStoreUnavailable',
      ])
    },
  )

  it('is read as far as possible when it is cut or damaged', () => {
    const whole = read(sample('strings')).observations.length
    const cut = read(sample('strings').subarray(0, 30_000))
    expect(cut.observations.length).toBeGreaterThan(whole / 4)
    expect(cut.tally.damage.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('the file ends inside a buffer'),
    ])
    const lost = trace({ eventsLost: 3 }).text(START, { provider: PROVIDER, text: 'one' })
    expect(read(lost.build()).tally.notes).toEqual(['Events lost while tracing: 3'])
  })

  it('with only Windows kernel events says nothing about the client', () => {
    const { observations, tally } = read(trace().build())
    expect(observations).toEqual([])
    expect(tally.notes).toEqual(['No events of a program: only 1 event of the Windows kernel'])
    expect(etlBinary.inputStatus?.(tally)).toBe('binary-trace')
  })
})

it('shows the client after any number of other providers', () => {
  const events = Array.from({ length: 1500 }, (_, at) => {
    const isClient = at >= 1200
    const name = isClient ? 'Microsoft-Office-Lync' : `Contoso-${at}`
    return eventHeader({
      guid: `${GUID.slice(0, -4)}${isClient ? 'aaaa' : at + 1000}`,
      items: [
        [11, traceLoggingSchema('Event', new EtlBytes())],
        [12, providerTraits(name)],
      ],
    })
  })
  const { tally } = read(etlFile([buffer(events, { sequence: 1, bytes: 1 << 18 })]))
  expect(tally.program.conclude(undefined)).toEqual({
    program: 'client',
    sign: 'provider “Microsoft-Office-Lync”',
  })
})

describe('the wanted observations of the client’s binary trace', () => {
  const { markers } = new Engine({ rules, evidence: reportedEvidence })
  const wanted = createWantedRecords(markers)
  const text = (observation: Observation) =>
    JSON.stringify(observation, (_, value) => (value instanceof Map ? [...value] : value))

  it.each(['strings', 'opaque', 'wpp'])(
    'are complete, in the same order, and nothing else is emitted: %s',
    (kind) => {
      const all = read(sample(kind), { decoding })
      const wantedOnly = read(sample(kind), { decoding, markers })
      const emitted = new Set(wantedOnly.observations.map(text))
      expect(all.observations.map(text).filter((line) => emitted.has(line))).toEqual(
        wantedOnly.observations.map(text),
      )
      expect(wantedOnly.tally).toEqual(all.tally)
      const left = all.observations.filter(
        (observation) => observation.kind === 'trace' && !emitted.has(text(observation)),
      ) as TraceObservation[]
      expect(left.length).toBeGreaterThan(50)
      for (const { event } of left) {
        const bytes = new TextEncoder().encode(event.message)
        expect(isTextWanted(wanted, bytes, bytes.length)).toBe(false)
      }
    },
  )
})
