import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sipStartMarkers, traceTextMarkers } from '../../src/model/marker.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { TraceEvent } from '../../src/model/trace-event.ts'
import { eventXml } from '../../src/parsers/event-xml/event-xml.ts'
import { readBytes } from '../support/read-bytes.ts'

const sample = (name: string) => readFileSync(`samples/formats/event-xml/${name}`)
const START = Date.UTC(2016, 5, 14, 11, 10)
const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event'
const eventsOf = (observations: readonly Observation[]): TraceEvent[] =>
  observations.flatMap((observation) => (observation.kind === 'trace' ? [observation.event] : []))

const event = (time: string, inner: string) =>
  `<Event xmlns="${NAMESPACE}"><System><TimeCreated SystemTime="${time}"/></System>${inner}</Event>\n`
const data = (value: string) => `<EventData><Data>${value}</Data></EventData>`
const utf16Hex = (text: string) => Buffer.from(text, 'utf16le').toString('hex').toUpperCase()

describe('event XML', () => {
  it('of tracerpt is read completely, exact to 100 ns', () => {
    const { observations, tally } = readBytes(eventXml, sample('tracerpt.xml'))
    const common = { pid: 6700, tid: 11068, provider: 'Microsoft-Office-Lync' }
    expect(observations[1]).toEqual({
      kind: 'trace',
      at: START + 1123,
      event: {
        at: START + 1123,
        ticks: 4567,
        ...common,
        level: 'info',
        message:
          'Request=<m:CreateItem MessageDisposition="SendAndSaveCopy">; Url=https://mail.contoso.example/EWS/Exchange.asmx',
      },
      source: { path: 'input', line: 31 },
    })
    expect(eventsOf(observations).map(({ at, message }) => [at - START, message])).toEqual([
      [0, 'BufferSize=65536; EventsLost=0'],
      [1123, expect.stringContaining('SendAndSaveCopy')],
      [2500, 'The request failed: ErrorServerBusy, BackOffMilliseconds=300000'],
      [3000, 'CHistorySpooler::Process item 0001.hist, ErrorAccessDenied'],
      [5000, 'EWS request answered HTTP 503'],
      [6000, 'not sent yet, 3 items wait'],
      [7000, expect.stringContaining('No Format Information')],
      [8000, 'url=https://autodiscover.contoso.example/autodiscover/autodiscover.xml; status=401'],
    ])
    expect(eventsOf(observations)[0]).toEqual({
      at: START,
      provider: expect.stringMatching(/^\{68fdd900/),
      message: expect.any(String),
    })
    expect(eventsOf(observations)[5]).toMatchObject({
      level: 'warning',
      component: 'UccApi::CSpool::Send',
    })
    expect(tally).toMatchObject({
      records: 9,
      undecoded: 2,
      unreadable: 0,
      from: START,
      to: START + 8000,
    })
    expect(tally.notes).toEqual([
      'tracerpt wrote the offset from UTC one minute short (+01:59); +02:00 was used instead',
    ])
  })

  it('of wevtutil, with one event per line and no root, is read with its lines', () => {
    const { observations } = readBytes(eventXml, sample('wevtutil.xml'))
    expect(observations.map(({ at, source }) => [at, source.line])).toEqual([
      [Date.UTC(2016, 5, 14, 11, 20, 28, 445), 1],
      [Date.UTC(2016, 5, 14, 11, 21, 28), 2],
    ])
    expect(eventsOf(observations)[0]).toMatchObject({
      ticks: 164,
      level: 'warning',
      message:
        'EWS request to https://mail.contoso.example/EWS/Exchange.asmx failed; ErrorTimeoutExpired',
    })
  })

  it('of Event Viewer keeps the message in the language of its machine', () => {
    const { observations } = readBytes(eventXml, sample('event-viewer.xml'))
    expect(eventsOf(observations).map(({ message }) => message)).toEqual([
      'Die Anforderung ist fehlgeschlagen: ErrorAccessDenied',
      'second',
    ])
  })

  it('loses only damaged events and reports their lines', () => {
    const { observations, tally } = readBytes(eventXml, sample('damaged.xml'))
    expect(eventsOf(observations).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Text=sales & support, R&D: /),
      'Text=after it',
    ])
    expect(tally).toMatchObject({ records: 2, unreadable: 3 })
    expect(tally.damage).toEqual([
      { line: 21, reason: 'an event without its end' },
      { line: 38, reason: 'an event without a readable time' },
      { line: 76, reason: 'the last event is cut off' },
    ])
  })

  it.each([
    ['2016-06-14T13:10:00.5+01:59', 500, 0],
    ['2016-06-14T12:10:00.123456789+00:59', 123, 4567],
    ['2016-06-14T16:40:00+05:29', 0, 0],
    ['2016-06-14T13:10:00+02:00', 0, 0],
    ['2016-06-14T06:10:00-04:59', 0, 0],
    ['2016-06-14T07:10:00-04:00', 0, 0],
    ['2016-06-14T11:10:00.0000001Z', 0, 1],
    ['2016-06-14 11:10:00', 0, 0],
  ])('reads the time %s', (time, milliseconds, ticks) => {
    const [first] = eventsOf(readBytes(eventXml, event(time, data('x'))).observations)
    expect([first?.at, first?.ticks ?? 0]).toEqual([START + milliseconds, ticks])
  })

  it.each([
    '2016-13-14T11:10:00Z',
    '2016-02-30T11:10:00Z',
    '2016-06-14T25:10:00Z',
    '16-06-14T11:10:00Z',
    '',
  ])('loses an event whose time is “%s”', (time) => {
    expect(readBytes(eventXml, event(time, data('x')))).toMatchObject({
      observations: [],
      tally: { records: 0, unreadable: 1 },
    })
  })

  it('decodes only wanted records, even if their text is only in hex data', () => {
    const input = [
      event('2016-06-14T11:10:00Z', data('nothing of interest')),
      event('2016-06-14T11:10:01Z', data('ErrorServerBusy')),
      event(
        '2016-06-14T11:10:02Z',
        `<BinaryEventData>${utf16Hex('ErrorServerBusy in UTF-16')}</BinaryEventData>`,
      ),
      event(
        '2016-06-14T11:10:03Z',
        `<BinaryEventData>${utf16Hex('something else')}</BinaryEventData>`,
      ),
    ].join('')
    const { observations, tally } = readBytes(eventXml, input, {
      markers: traceTextMarkers('ErrorServerBusy'),
    })
    expect(eventsOf(observations).map(({ message }) => message)).toEqual([
      'ErrorServerBusy',
      'ErrorServerBusy in UTF-16',
    ])
    expect(tally).toMatchObject({ records: 4, undecoded: 0 })
  })

  it('searches hex data beside a message, which must not hide it', () => {
    const hex = `<BinaryEventData>${utf16Hex('ResponseCode=ErrorServerBusy')}</BinaryEventData>`
    const message = '<RenderingInfo Culture="en-US"><Message>a packet</Message></RenderingInfo>'
    const { observations } = readBytes(
      eventXml,
      `<Events>${event('2016-06-14T11:10:00Z', hex + message)}</Events>`,
      { markers: traceTextMarkers('ResponseCode') },
    )
    expect(eventsOf(observations).map((one) => one.message)).toEqual([
      'a packet\nResponseCode=ErrorServerBusy',
    ])
  })

  it('emits a SIP message in an event as SIP', () => {
    const sip =
      'REGISTER sip:contoso.example SIP/2.0&#13;&#10;From: &lt;sip:kim@contoso.example&gt;;tag=1&#13;&#10;CSeq: 1 REGISTER'
    const input = event(
      '2016-06-14T11:10:00Z',
      `<EventData><Data Name="Text">${sip}&#13;&#10;&#13;&#10;</Data></EventData>`,
    )
    const { observations } = readBytes(eventXml, input, {
      markers: sipStartMarkers('REGISTER '),
    })
    expect(observations).toMatchObject([
      { kind: 'sip', at: START, direction: 'sent', message: { method: 'REGISTER' } },
    ])
  })

  it('skips an event longer than 4 MiB, in any pieces', () => {
    const input = `${event('2016-06-14T11:10:00Z', data('x'.repeat(5 << 20)))}${event('2016-06-14T11:10:01Z', data('next'))}`
    for (const pieces of [[6 << 20], [1 << 20]]) {
      const { observations, tally } = readBytes(eventXml, input, { pieces })
      expect(eventsOf(observations).map(({ message }) => message)).toEqual(['next'])
      expect(tally.damage).toEqual([{ line: 1, reason: 'an event longer than 4 MiB' }])
    }
  })

  it('is not recognized in other XML', () => {
    const head = (text: string) => ({
      bytes: Buffer.from(text),
      text,
      isWhole: true,
      fileName: 'x.xml',
      tail: '',
    })
    expect(
      eventXml.recognise(head('<Events><Event MSec="1.5" PID="4" EventName="x"/></Events>')),
    ).toBeUndefined()
    expect(eventXml.recognise(head(`see ${event('2016-06-14T11:10:00Z', '')}`))).toBeUndefined()
    expect(eventXml.recognise(head(event('2016-06-14T11:10:00Z', '')))).toEqual({})
  })
})
