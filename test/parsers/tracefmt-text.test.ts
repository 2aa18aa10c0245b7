import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createUtf16ToUtf8 } from '../../src/inputs/encoding.ts'
import { traceTextMarkers } from '../../src/model/marker.ts'
import { tracefmtText } from '../../src/parsers/tracefmt/tracefmt-text.ts'
import { readBytes } from '../support/read-bytes.ts'

const sample = (name: string) => readFileSync(`samples/formats/tracefmt-text/${name}`)
const netsh = () =>
  Buffer.from(createUtf16ToUtf8('utf-16le')(sample('netsh-convert-utf16le.txt').subarray(2), true))
const head = (text: string, tail = '') => ({
  bytes: new Uint8Array(),
  text,
  isWhole: tail === '',
  fileName: 'x',
  tail,
})

describe('tracefmt, netsh and pktmon text', () => {
  it('counts a record that was not decoded, wherever a mail wrapped it', () => {
    const words =
      '[0]1A2C.2B3C::2016-06-14 11:10:47.100 [Unknown] ' +
      'Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found).'
    const prefixEnd = words.indexOf('Unknown(')
    for (let at = words.indexOf(' ', prefixEnd); at > 0; at = words.indexOf(' ', at + 1)) {
      const text = `${words.slice(0, at)}\n${words.slice(at + 1)}\n`
      const { tally } = readBytes(tracefmtText, Buffer.from(text), {
        clock: { utcOffset: 0, dateOrder: 'ymd' },
      })
      expect(tally, text).toMatchObject({ records: 1, undecoded: 1 })
    }
  })

  it('reads records exact to 100 ns, with continuation lines', () => {
    const { observations, tally } = readBytes(tracefmtText, netsh(), {
      clock: { utcOffset: 120, dateOrder: 'ymd' },
    })
    const at = Date.UTC(2016, 5, 14, 9, 10, 47, 100)
    expect(observations[1]).toEqual({
      kind: 'trace',
      at,
      event: {
        at,
        pid: 0x1a2c,
        tid: 0x2b3c,
        provider: 'Contoso-Messaging',
        message: 'EwsClient: CreateItem failed, ErrorServerBusy\n  BackOffMilliseconds=60000',
      },
      source: { path: 'input', line: 2 },
    })
    expect(observations[2]).toMatchObject({ at, event: { ticks: 1 } })
    expect(tally).toMatchObject({ records: 4, undecoded: 1, unreadable: 0 })
  })

  it('emits a SIP message in a record as SIP', () => {
    const { observations } = readBytes(tracefmtText, netsh())
    expect(observations[3]).toMatchObject({
      kind: 'sip',
      direction: 'sent',
      vantage: 'client',
      message: { method: 'REGISTER' },
    })
  })

  it.each([
    ['Sending packet', 'MESSAGE', 'sent'],
    ['Received packet', 'MESSAGE', 'received'],
    ['Received packet, sending it to the session', 'MESSAGE', undefined],
    ['Packet', 'MESSAGE', undefined],
    ['Received packet, sending it to the session', 'REGISTER', 'sent'],
  ])('takes the direction of “%s” before a %s as %s', (text, method, direction) => {
    const record = `[0]1A2C.2B3C::10/24/2017-13:29:14.000 [sip] ${text}\n${method} sip:lee@contoso.example SIP/2.0\nFrom: <sip:kim@contoso.example>;tag=1\nTo: <sip:lee@contoso.example>\n\n`
    const [packet] = readBytes(tracefmtText, record).observations
    expect(packet).toMatchObject({ kind: 'sip', direction: direction ?? 'received' })
    if (direction === undefined) {
      expect(packet).toMatchObject({ isDirectionAssumed: true })
      expect(packet).not.toHaveProperty('user')
    } else expect(packet).not.toHaveProperty('isDirectionAssumed')
  })

  it('infers the offset from a record that contains its time in UTC', () => {
    expect(tracefmtText.recognise(head(netsh().toString()))).toEqual({
      localTime: true,
      dateOrder: 'ymd',
      utcOffset: { minutes: 120, why: 'the UTC time 2016-06-14T09:10:46.2301234Z', line: 1 },
    })
    expect(tracefmtText.recognise(head(sample('tracefmt.txt').toString()))).toEqual({
      localTime: true,
      dateOrder: 'mdy',
    })
  })

  it('infers day first from a first number above 12, even at the end of the file', () => {
    const line = (date: string) => `[1]5FEC.0E48::${date}-23:31:07.097 [A]x\n`
    expect(tracefmtText.recognise(head(line('05/06/2016'), line('14/06/2016')))).toMatchObject({
      dateOrder: 'dmy',
    })
    expect(tracefmtText.recognise(head(line('\u200e05\u200e/\u200e06\u200e/\u200e2016')))).toEqual({
      localTime: true,
      ambiguousDates: 'mdy',
    })
    expect(tracefmtText.recognise(head(sample('localised-marks.txt').toString()))).toMatchObject({
      dateOrder: 'dmy',
    })
  })

  it('reads localized dates with direction marks', () => {
    const { observations, tally } = readBytes(tracefmtText, sample('localised-marks.txt'), {
      clock: { dateOrder: 'dmy' },
    })
    expect(observations.map(({ at }) => new Date(at ?? 0).toISOString())).toEqual([
      '2016-06-14T11:10:47.100Z',
      '2016-06-07T11:10:48.100Z',
    ])
    expect(tally.damage).toEqual([{ line: 3, reason: 'a time that does not exist' }])
  })

  it('reads pktmon dates and fractions of any length', () => {
    const { observations } = readBytes(tracefmtText, sample('pktmon-etl2txt.txt'))
    expect(observations).toMatchObject([
      {
        at: Date.UTC(2016, 5, 14, 9, 48, 55, 100),
        event: { pid: 1, message: expect.stringMatching(/^TCP: connection attempt/) },
      },
      { at: Date.UTC(2016, 5, 14, 9, 48, 55, 200) },
    ])
  })

  it.each([
    ['a blank before its date', '[1]1A2C.2B3C:: 06/14/2016-11:10:02.000 [Contoso]two'],
    ['a blank behind its bracket', '[1] 1A2C.2B3C::06/14/2016-11:10:02.000 [Contoso]two'],
    ['a no-break blank', '[1]\u00a01A2C.2B3C::06/14/2016-11:10:02.000 [Contoso]two'],
  ])('counts a line that looks like a record, with %s', (_, line) => {
    const record = (second: string) => `[1]1A2C.2B3C::06/14/2016-11:10:${second}.000 [Contoso]text`
    const text = [record('01'), '  more', line, '  more', record('03'), '["a::b",1]', ''].join('\n')
    for (const pieces of [[text.length], [7]]) {
      const { tally } = readBytes(tracefmtText, text, { pieces })
      expect(tally).toMatchObject({ records: 2, unreadable: 1 })
      expect(tally.damage).toEqual([{ line: 3, reason: expect.stringContaining('looks like') }])
    }
  })

  it('decodes only wanted records', () => {
    const { observations, tally } = readBytes(tracefmtText, netsh(), {
      markers: traceTextMarkers('errorserverbusy'),
    })
    expect(observations.map(({ source }) => source.line)).toEqual([2])
    expect(tally.records).toBe(4)
  })

  it('gives the same result in any pieces, with CRLF and LF, and never throws on damage', () => {
    const bytes = netsh()
    const whole = readBytes(tracefmtText, bytes)
    for (const pieces of [[1], [7], [64], [100, 3, 41]])
      expect(readBytes(tracefmtText, bytes, { pieces })).toEqual(whole)
    expect(readBytes(tracefmtText, bytes.toString().replaceAll('\r\n', '\n'))).toEqual(whole)
    for (let cut = 0; cut < bytes.length; cut += 3) readBytes(tracefmtText, bytes.subarray(0, cut))
    for (let turn = 1; turn < 100; turn += 1)
      readBytes(
        tracefmtText,
        bytes.map((byte, index) =>
          (index * 31 + turn * 17) % 61 === 0 ? byte ^ (1 << (turn % 8)) : byte,
        ),
      )
  })
})

describe('records of a trace that a document quotes', () => {
  const line = (second: number, text: string) =>
    `[0]08FC.2CB4::2023/06/22-18:55:0${second}.496848300 [Microsoft-Windows-TCPIP]${text}\n`
  const clock = { utcOffset: 0, dateOrder: 'ymd' } as const
  const read = (text: string, pieces?: readonly number[]) =>
    readBytes(tracefmtText, text, { clock, ...(pieces ? { pieces } : {}) })
  const messages = (text: string) =>
    read(text).observations.map((observation) =>
      observation.kind === 'trace' ? observation.event.message : observation.kind,
    )

  it('end at the prose after them, which is counted with its line', () => {
    const { observations, tally } = readBytes(
      tracefmtText,
      readFileSync('samples/evidence/netsh-runbook/notes.md'),
      { clock },
    )
    expect(observations).toHaveLength(5)
    expect(observations.at(-1)).toMatchObject({
      event: {
        message:
          'TCP: connection 0xFFFF transition from ClosedState  to SynSentState , SndNxt = 0.',
      },
    })
    expect(tally).toMatchObject({
      records: 5,
      unreadable: 2,
      damage: [{ line: 1 }, { line: 10, reason: 'text that is not a record' }],
      from: Date.UTC(2023, 5, 22, 18, 55, 6, 496),
      to: Date.UTC(2026, 8, 11, 9, 48, 55, 100),
    })
  })

  it.each([
    ['a heading', '# Traces\n', '## Next\nWith robocopy.\n'],
    ['a list', '* Start the trace\n', '* Stop the trace\n'],
    ['a fence', '```\n', '```\nThis is the drop.\n'],
    ['a mail', 'Hi Kim,\nhere are the lines you wanted to see:\n\n', '\nRegards, Lee\n'],
    ['nothing after them', 'Hi Kim,\nhere are the lines you wanted to see:\n\n', ''],
  ])('are read without the prose of %s', (_, before, after) => {
    const text = before + line(1, 'first') + line(2, 'second') + after
    expect(messages(text)).toEqual(['first', 'second'])
    expect(read(text).tally).toMatchObject({ records: 2, unreadable: after === '' ? 1 : 2 })
    expect(read(text, [7]).tally).toEqual(read(text).tally)
  })

  it('keep their indented lines, and the lines of messages and XML', () => {
    const before = '# Traces\n'
    expect(messages(`${before}${line(1, 'failed\n  BackOff=1')}`)).toEqual(['failed\n  BackOff=1'])
    const xml = 'answer\n<m:ResponseCode>\nErrorServerBusy</m:ResponseCode>'
    expect(messages(`${before}${line(1, xml)}`)).toEqual([xml])
    const sip = 'Sending\nMESSAGE sip:lee@contoso.example SIP/2.0\nCSeq: 1 MESSAGE\n'
    expect(messages(`${before}${line(1, sip)}`)).toEqual(['sip'])
  })

  it('keep all lines when the text before them is the end of a record', () => {
    for (const before of ['connection attempt to the server failed\n', 'Via: SIP/2.0/TLS a\n\n'])
      expect(messages(`${before}${line(1, 'failed\nand tried again')}`)).toEqual([
        'failed\nand tried again',
      ])
  })
})
