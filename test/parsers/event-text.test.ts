import { describe, expect, it } from 'vitest'
import { eventText } from '../../src/parsers/event-text/event-text.ts'
import { readSample, readText } from '../support/read-text.ts'

const event = (date: string, source = 'Lync', log = 'Application') =>
  `Log Name:      ${log}\nSource:        ${source}\nDate:          ${date}\nEvent ID:      11\nTask Category: None\nLevel:         Error\nKeywords:      Classic\nUser:          N/A\nComputer:      PC-0142\nDescription:\nResponseCode: ErrorServerBusy\nSecond: line\n`

/** Times of the first and the last event. */
const span = (text: string) => {
  const { tally } = readText(eventText, text)
  return [tally.from, tally.to]
}

describe('events as text', () => {
  it('of wevtutil have their times', () => {
    const { recognition, tally } = readSample(eventText, 'wevtutil.txt')
    expect(recognition).toEqual({ localTime: true, dateOrder: 'ymd' })
    expect(tally).toMatchObject({
      records: 2,
      from: Date.UTC(2026, 8, 16, 4, 52, 28, 123),
      to: Date.UTC(2026, 8, 16, 4, 53, 28, 123),
      unreadable: 0,
      unreadLineCount: 0,
    })
    expect(tally.notes).toEqual(['2 events of servers and other programs counted, but not used'])
  })

  it('may state their time in UTC', () => {
    const text = `Event[0]\n${event('2016-06-14T12:10:02.1230000Z')}`
    expect(readText(eventText, text).recognition).toEqual({})
    expect(span(text)[0]).toBe(Date.UTC(2016, 5, 14, 12, 10, 2, 123))
  })

  it.each([
    ['6/14/2016 2:10:02 PM', 'mdy'],
    ['14/06/2016 14:10:02', 'dmy'],
    ['14.06.2016 14:10:02', 'dmy'],
    ['2016-06-14 14:10:02', 'ymd'],
    ['6/14/2016 2:10:02\u202fPM', 'mdy'],
  ])('of Event Viewer may have the date %s', (date, dateOrder) => {
    expect(readText(eventText, event(date)).recognition).toEqual({ localTime: true, dateOrder })
    expect(span(event(date))[0]).toBe(Date.UTC(2016, 5, 14, 14, 10, 2))
  })

  it('may be in any language; their XML proves the offset', () => {
    const { recognition, observations, tally } = readSample(eventText, 'event-viewer-german.txt')
    expect(recognition).toEqual({
      localTime: true,
      dateOrder: 'dmy',
      utcOffset: { minutes: 120, why: 'the difference between the date of an event and its XML' },
    })
    expect(tally).toMatchObject({ records: 2, to: Date.UTC(2016, 5, 14, 12, 12) })
    expect(observations).toMatchObject([
      {
        kind: 'trace',
        at: Date.UTC(2016, 5, 14, 12, 10, 2, 123),
        event: { provider: 'Lync', message: expect.stringContaining('ErrorServerBusy') },
        source: { line: 1 },
      },
    ])
  })

  it('of a server say nothing about the client', () => {
    const { observations, tally } = readSample(eventText, 'event-viewer-server.txt')
    expect(observations).toEqual([])
    expect(tally.records).toBe(1)
    for (const text of [
      event('2016-06-14 14:10:02', 'LS Storage Service', 'Lync Server'),
      event('2016-06-14 14:10:02', 'MSExchange Web Services'),
      event('2016-06-14 14:10:02', 'Lync', 'Lync Server'),
    ])
      expect(readText(eventText, text).observations).toEqual([])
  })

  it('keep a description of several lines', () => {
    expect(readText(eventText, event('2016-06-14 14:10:02')).observations).toMatchObject([
      { event: { level: 'error', message: 'ResponseCode: ErrorServerBusy\nSecond: line' } },
    ])
  })

  it('report text around them, and events without a time', () => {
    const text = `Look at this\n\n${event('14.06.2016 14:10:02')}Event[1]:\n  Log Name: x\nEvent[2]:\n`
    expect(readText(eventText, text).tally).toMatchObject({
      records: 1,
      unreadLines: [1],
      damage: [{ line: 15 }, { line: 17 }],
    })
  })

  it('are not a list of a cmdlet', () => {
    const text =
      'TimeCreated  : 6/14/2016 2:10:02 PM\nProviderName : Lync\nId           : 11\nMessage      : x\n'
    expect(readText(eventText, text).recognition).toBeUndefined()
  })
})
