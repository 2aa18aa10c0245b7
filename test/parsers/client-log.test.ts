import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { firstSentMarker, type Marker } from '../../src/model/marker.ts'
import type { SipObservation } from '../../src/model/observation.ts'
import type { InputHead } from '../../src/model/parser.ts'
import { clientLog } from '../../src/parsers/client-log/client-log.ts'
import { packetLog } from '../support/packet-log.ts'
import { type ReadOptions, readBytes } from '../support/read-bytes.ts'
import { headOf } from '../support/read-text.ts'

const FOLDER = new URL('../../samples/formats/client-log/', import.meta.url)
const sample = (name: string) => readFileSync(new URL(name, FOLDER), 'latin1')
const read = (text: string, reads?: ReadOptions) => readBytes(clientLog, text, reads)
const packets = (text: string) =>
  read(text).observations.filter(
    (observation): observation is SipObservation => observation.kind === 'sip',
  )
const observationsOf = (text: string, reads?: ReadOptions) => read(text, reads).observations
const recognise = (text: string, tail = '') =>
  clientLog.recognise({ ...headOf(text, 'x'), isWhole: tail === '', tail } satisfies InputHead)
const linesOf = (...lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('')

const at = '02/03/2016|10:11:12.123 1A2C:9f4'
const NAMES = ['sign-in', 'day-first', 'cut-in-a-packet', 'begins-in-a-packet', 'look-alikes']
const SAMPLES = NAMES.map((name) => sample(`${name}.UccApilog`))
const SIGN_IN = SAMPLES[0] ?? ''

test('reads a sign-in packet by packet', () => {
  const { tally } = read(SIGN_IN)
  expect(tally).toMatchObject({ unreadable: 0, notes: [], disorder: 0 })
  expect(
    packets(SIGN_IN).map(
      ({ direction, message, user }) => `${direction} ${message.startLine.slice(0, 14)} ${user}`,
    ),
  ).toEqual([
    'sent REGISTER sip:c kim@contoso.example',
    'received SIP/2.0 401 Un kim@contoso.example',
    'sent REGISTER sip:c kim@contoso.example',
    'received SIP/2.0 200 OK kim@contoso.example',
    'sent SUBSCRIBE sip: kim@contoso.example',
    'received SIP/2.0 200 OK kim@contoso.example',
    'received SIP/2.0 200 OK kim@contoso.example',
    ...Array(3).fill('received BENOTIFY sip:1 kim@contoso.example'),
    'sent INVITE sip:lee kim@contoso.example',
    'received SIP/2.0 480 Te kim@contoso.example',
    'sent ACK sip:lee@co kim@contoso.example',
  ])
  expect(packets(SIGN_IN).every(({ message }) => message.damage === undefined)).toBe(true)
  const line = SIGN_IN.split('\r\n').findIndex((text) => text.includes('SIP/2.0 480')) + 1
  expect(packets(SIGN_IN)[11]).toMatchObject({
    at: Date.UTC(2016, 1, 3, 10, 14, 40, 130),
    vantage: 'client',
    source: { path: 'input', line },
  })
  const provisioned = observationsOf(SIGN_IN).flatMap((observation) =>
    observation.kind === 'provisioning' ? [`${observation.property} ${observation.value}`] : [],
  )
  expect(provisioned).toEqual([
    'EnableTracing true',
    'TracingLevel FULL',
    'EnableIMAutoArchiving True',
    'EnableOfflineIm 1',
    'imAutoArchiving true',
  ])
})

test('drops credentials, message text and notes', () => {
  const output = JSON.stringify(SAMPLES.flatMap((text) => observationsOf(text)))
  for (const secret of [
    'gssapi',
    'TlRMTVNT',
    'AABBCCDD',
    'rspauth',
    'cXdl',
    'Out for lunch',
    'look what',
    'a length that',
  ])
    expect(output).not.toContain(secret)
})

test('reads ids, level, ticks and continuation lines of a trace record', () => {
  const text = linesOf(
    `${at} WARN  :: first`,
    '  second',
    '',
    'third',
    `${at.replace('.123', '.1234567')} TRACE :: next`,
  )
  expect(observationsOf(text)).toEqual([
    {
      kind: 'trace',
      at: Date.UTC(2016, 1, 3, 10, 11, 12, 123),
      source: { path: 'input', line: 1 },
      event: {
        at: Date.UTC(2016, 1, 3, 10, 11, 12, 123),
        ticks: 0,
        pid: 0x1a2c,
        tid: 0x9f4,
        level: 'warning',
        message: 'first\n  second\n\nthird',
      },
    },
    expect.objectContaining({
      source: { path: 'input', line: 5 },
      event: expect.objectContaining({ ticks: 4567, level: 'verbose', message: 'next' }),
    }),
  ])
})

test.each([
  ['02/03/2016', 'mdy', 120, Date.UTC(2016, 1, 3, 8, 11, 12)],
  ['02/03/2016', 'dmy', -330, Date.UTC(2016, 2, 2, 15, 41, 12)],
  ['2016/02/03', 'mdy', 0, Date.UTC(2016, 1, 3, 10, 11, 12)],
  ['03.02.2016', 'dmy', 0, Date.UTC(2016, 1, 3, 10, 11, 12)],
] as const)('%s is read as %s at an offset of %i minutes', (date, dateOrder, utcOffset, moment) => {
  const [observation] = observationsOf(`${date}|10:11:12.000 1:2 INFO  :: x\n`, {
    clock: { dateOrder, utcOffset },
  })
  expect(observation?.at).toBe(moment)
})

test('reports a record with an impossible date as damage', () => {
  const { tally, observations } = read(
    linesOf(
      `${at} INFO  :: a`,
      '02/30/2016|10:11:12.123 1:2 INFO  :: b',
      'more',
      `${at} INFO  :: c`,
    ),
  )
  expect(tally).toMatchObject({ records: 2, unreadable: 1 })
  expect(tally.damage).toEqual([{ line: 2, reason: 'a record with an impossible date or time' }])
  expect(observations).toHaveLength(2)
})

test('does not end a body at look-alikes that Content-Length covers', () => {
  const text = sample('look-alikes.UccApilog')
  const [first, second] = packets(text)
  expect(packets(text)).toHaveLength(2)
  expect(first?.message).not.toHaveProperty('damage')
  expect(second?.message.damage).toBe(
    'Content-Length is 9999 bytes, but the End of line follows after 22',
  )
  const traces = observationsOf(text).flatMap((observation) =>
    observation.kind === 'trace' ? [observation.event.message] : [],
  )
  expect(traces).toEqual([
    'CUccSession::SendMessage',
    'CUccSession::SendMessage done',
    'still here',
  ])
  expect(read(text).tally).toMatchObject({ records: 9, unreadable: 0 })
})

test('reads a log that starts in a packet from its first record', () => {
  const { tally } = read(sample('begins-in-a-packet.UccApilog'))
  expect(tally.unreadable).toBe(0)
  expect(tally.notes).toEqual([
    'Starts in the middle of a record: its first 3 lines cannot be read',
  ])
})

test('reads the available part of a packet that is cut at the end', () => {
  const text = sample('cut-in-a-packet.UccApilog')
  expect(packets(text).at(-1)?.message.damage).toBe('cut at the end of the log')
  expect(observationsOf(text).at(-1)).toMatchObject({
    kind: 'provisioning',
    property: 'EnableIMAutoArchiving',
    value: 'True',
  })
})

const MESSAGE = ['SIP/2.0 200 OK', 'From: <sip:kim@contoso.example>', 'CSeq: 1 REGISTER']
const begin = `${at} INFO  :: Data Received -192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 1 bytes:`
const end = `${at} INFO  :: End of Data Received -192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 1 bytes`
const packet = (...lines: readonly string[]) =>
  linesOf(begin, `${at} INFO  :: ${MESSAGE.join('\r\n')}`, ...lines)
const damageOf = (text: string) => packets(text).map(({ message }) => message.damage)

test('ends a packet without an End of line by its Content-Length, otherwise at the next record', () => {
  const next = `${at} INFO  :: next`
  expect(damageOf(packet('l: 3', '', 'abc', next))).toEqual(['no End of line'])
  expect(damageOf(packet('l: 3', '', 'abc'))).toEqual(['no End of line'])
  expect(damageOf(packet('l: 30', '', 'abc', next) + packet('l: 0', '', end))).toEqual([
    'no End of line, ends at the next record',
    undefined,
  ])
  expect(
    observationsOf(packet('l: 30', '', 'abc', next) + packet('l: 0', '', end)).map(
      ({ kind }) => kind,
    ),
  ).toEqual(['sip', 'trace', 'sip'])
})

test('accepts a Content-Length that counts one or two bytes per line break, or is folded', () => {
  for (const length of ['3', '4', '5', '\r\n 3', ' \t3'])
    expect(damageOf(packet(`Content-Length:${length}`, '', 'abc', end))).toEqual([undefined])
  expect(damageOf(packet('l: 6', '', 'a', 'b', '', end))).toEqual([undefined])
  expect(damageOf(packet('l: 0', end))).toEqual([undefined])
  expect(damageOf(packet('', 'abc', end))).toEqual([undefined])
})

test('takes the direction of an unannounced SIP message from its End of line, otherwise drops it', () => {
  const unannounced = linesOf(`${at} INFO  :: ${MESSAGE.join('\r\n')}`, 'l: 0', '')
  expect(packets(unannounced + linesOf(end))).toMatchObject([{ direction: 'received' }])
  expect(read(unannounced).tally.unreadable).toBe(1)
  expect(read(unannounced).observations).toEqual([])
})

test('gives up a packet without an end after 4 MiB', () => {
  const text =
    packet('', 'x'.repeat(99)) +
    'filler filler filler filler filler\r\n'.repeat(140_000) +
    linesOf(`${at} INFO  :: alive`)
  const { observations, tally } = read(text)
  expect(tally.damage).toEqual([{ line: 2, reason: 'a packet without an end within 4 MiB' }])
  expect(observations).toMatchObject([
    { kind: 'trace', event: { message: 'alive' }, source: { line: 140_007 } },
  ])
})

test('reads only the beginning of a line of many megabytes, in pieces of any size', () => {
  const text = linesOf(
    `${at} INFO  :: before`,
    `${at} WARN  :: ${'x'.repeat(5 << 20)} needle far behind`,
    `${at} INFO  :: after`,
  )
  const whole = read(text)
  expect(whole.tally).toMatchObject({
    records: 3,
    unreadable: 0,
    notes: ['A record is longer than 4 MiB: only its beginning was read'],
  })
  expect(whole.observations).toMatchObject([
    { source: { line: 1 } },
    { source: { line: 2 } },
    { source: { line: 3 }, event: { message: 'after' } },
  ])
  const markers: Marker[] = [{ recordKind: 'trace', place: 'anywhere', text: 'needle far' }]
  for (const pieces of [[1 << 20], [300_000], [6 << 20]]) {
    expect(read(text, { pieces })).toEqual(whole)
    expect(read(text, { pieces, markers }).observations).toEqual([])
  }
})

test('gives the same result for pieces of any size and for LF and CRLF', () => {
  for (const text of SAMPLES) {
    const whole = read(text)
    for (const pieces of [[text.length < 3000 ? 1 : 13], [64], [3, 1000, 1, 500, 77]])
      expect(read(text, { pieces })).toEqual(whole)
    expect(read(text.replaceAll('\r\n', '\n'))).toEqual(whole)
  }
})

test('emits only wanted records and counts all', () => {
  const markers: Marker[] = [
    { recordKind: 'sip', place: 'start', text: 'REGISTER ' },
    { recordKind: 'sip', place: 'anywhere', text: 'ms-diagnostics' },
    { recordKind: 'trace', place: 'anywhere', text: 'onchallenge' },
  ]
  const wanted = read(SIGN_IN, { markers })
  expect(
    wanted.observations.map((observation) =>
      observation.kind === 'sip' ? observation.message.startLine.slice(0, 11) : observation.kind,
    ),
  ).toEqual(['REGISTER si', 'trace', 'REGISTER si', 'SIP/2.0 480'])
  expect(wanted.tally).toEqual(read(SIGN_IN).tally)
})

const SENT_STARTS = [
  ['SUBSCRIBE sip:kim@contoso.example SIP/2.0', 'SUBSCRIBE'],
  ['SIP/2.0 200 OK', 'INFO'],
  ['BYE sip:lee@contoso.example SIP/2.0', 'BYE'],
  ['SERVICE sip:kim@contoso.example SIP/2.0', 'SERVICE'],
] as const

test('emits the first packets that the client sent, whatever they contain', () => {
  const log = packetLog('kim@contoso.example', Date.UTC(2016, 1, 3))
  for (let round = 0; round < 25; round += 1)
    for (const [startLine, method] of SENT_STARTS) {
      log.received('BENOTIFY sip:192.0.2.10 SIP/2.0', 'BENOTIFY', 'kim@contoso.example')
      log.sent(startLine, method, 'lee@contoso.example')
    }
  const sips = (markers: Marker[]) =>
    read(log.text(), { markers }).observations.flatMap((observation) =>
      observation.kind === 'sip' ? [observation] : [],
    )
  expect(sips([])).toEqual([])
  const first = sips([firstSentMarker])
  expect(first).toHaveLength(32)
  expect(first.every(({ direction, isFirstSent }) => direction === 'sent' && isFirstSent)).toBe(
    true,
  )
  expect(first.slice(0, 4).map(({ message }) => message.method)).toEqual([
    'SUBSCRIBE',
    'INFO',
    'BYE',
    'SERVICE',
  ])
  const all = packets(log.text())
  expect(all).toHaveLength(200)
  expect(all.filter(({ isFirstSent }) => isFirstSent)).toEqual(first)
})

test('survives damage anywhere', () => {
  let state = 7
  for (let round = 0; round < 200; round += 1) {
    const bytes = new TextEncoder().encode(SAMPLES[round % SAMPLES.length])
    for (let flips = 0; flips < 20; flips += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      bytes[state % bytes.length] = state >>> 16
    }
    const cut = bytes.subarray(0, state % bytes.length)
    expect(read(new TextDecoder('latin1').decode(cut)).tally.records).toBeGreaterThanOrEqual(0)
  }
})

test('recognizes the log by its records and infers date order and zone', () => {
  expect(recognise('hello\n')).toBeUndefined()
  expect(recognise(`${at} INFO  :: x`)).toEqual({ localTime: true, ambiguousDates: 'mdy' })
  expect(
    recognise(`${at} INFO  :: x\n`, `x\n${at.replace('02/03', '02/13')} INFO  :: y`),
  ).toMatchObject({ dateOrder: 'mdy' })
  expect(recognise(`rest of a record\n${at.replace('02/03', '13/02')} INFO  :: x`)).toMatchObject({
    dateOrder: 'dmy',
  })
  const why = (line: number) => ({
    minutes: 60,
    why: 'the Date header of a received packet',
    line,
  })
  const line = SIGN_IN.split('\r\n').findIndex((text) => text.startsWith('Date: ')) + 1
  expect(recognise(SIGN_IN)).toEqual({ localTime: true, dateOrder: 'mdy', utcOffset: why(line) })
  expect(recognise(sample('day-first.UccApilog'))).toEqual({
    localTime: true,
    dateOrder: 'dmy',
    utcOffset: why(line),
  })
})

test('infers a zone from a Date header only within two minutes of a quarter hour', () => {
  const dated = (time: string) =>
    recognise(packet(`Date: Wed, 03 Feb 2016 ${time} GMT`, 'l: 0', '', end))?.utcOffset?.minutes
  expect(dated('09:13:12')).toBe(60)
  expect(dated('09:13:13')).toBeUndefined()
  expect(dated('09:09:12')).toBe(60)
  expect(dated('04:41:10')).toBe(330)
  expect(dated('19:11:10')).toBe(-540)
  expect(dated('25:11:10')).toBeUndefined()
})

const second = (number: string, rest: string) => `06/14/2016|10:00:${number}.000 1A2C:9F4 ${rest}`

test.each([
  ['a blank of another kind', 'INFO\u00a0 :: Sending Packet'],
  ['no colons', 'INFO  Sending Packet'],
  ['other words before the colons', 'INFO of x  :: text'],
])('counts a line that looks like a record, with %s', (_, rest) => {
  const { tally } = read(
    linesOf(second('01', 'TRACE :: one'), second('02', rest), second('03', 'TRACE :: two')),
  )
  expect(tally).toMatchObject({ records: 2, unreadable: 1 })
  expect(tally.damage[0]?.line).toBe(2)
})

test('counts lines that look like records before the first one, and not a cut last line', () => {
  const text = linesOf(second('01', 'INFO\u00a0 :: x'), second('02', 'TRACE :: one'))
  const { tally } = read(text + second('03', ''))
  expect(tally).toMatchObject({ records: 1, unreadable: 1 })
})

const SENDING = `${at} INFO  :: Sending Packet - 192.0.2.20:443 1 bytes:`
const SENT = `${at} INFO  :: End of Sending Packet - 192.0.2.20:443 1 bytes`
const REGISTER = `${at} INFO  :: REGISTER sip:contoso.example SIP/2.0`
const NO_SIP = 'a packet that is not a SIP message'

test.each<readonly [string, readonly string[], number, string]>([
  ['no version', [SENDING, REGISTER.slice(0, -8), 'Call-ID: 1', '', SENT], 2, NO_SIP],
  ['a cut start line', [SENDING, REGISTER.slice(0, -2), 'Call-ID: 1', '', SENT], 2, NO_SIP],
  ['a spoiled method', [SENDING, REGISTER.replace('REG', 'R?G'), 'Call-ID: 1', SENT], 2, NO_SIP],
  ['no headers', [SENDING, REGISTER, '', SENT], 2, 'a SIP message without headers'],
  ['only its start line', [SENDING, REGISTER, SENT], 2, 'a SIP message without headers'],
  [
    'a body that breaks off',
    [SENDING, REGISTER, 'Content-Length: 99', '', 'x', `${at} TRACE :: next`],
    2,
    'a packet that is cut off: only its beginning was read',
  ],
])('counts a packet with %s', (_, lines, line, reason) => {
  const text = linesOf(...lines, `${at} TRACE :: last`)
  const { tally } = read(text)
  expect(tally.damage).toEqual([{ line, reason }])
  expect(tally.unreadable).toBe(1)
  expect(read(text, { markers: [], pieces: [9] }).tally.damage).toEqual(tally.damage)
})

test('counts a packet that is cut at the end of the log', () => {
  const { tally } = read(sample('cut-in-a-packet.UccApilog'))
  expect(tally.damage.map(({ reason }) => reason)).toEqual([
    'a packet that is cut off: only its beginning was read',
  ])
})

test.each<readonly [string, readonly string[]]>([
  ['keeps the connection open', [SENDING, `${at} INFO  :: `, '', SENT]],
  ['another thread writes into', [SENDING, `${at} TRACE :: x`, REGISTER, 'Call-ID: 1', '', SENT]],
  ['is complete without an End line', [SENDING, REGISTER, 'Call-ID: 1', '', `${at} TRACE :: x`]],
])('does not count a packet that %s', (_, lines) => {
  expect(read(linesOf(...lines, `${at} TRACE :: last`)).tally.damage).toEqual([])
})
