import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { traceTextMarkers } from '../../src/model/marker.ts'
import { wineventCsv } from '../../src/parsers/trace-csv/winevent-csv.ts'
import { readBytes } from '../support/read-bytes.ts'

const sample = (name: string) => readFileSync(`samples/formats/winevent-csv/${name}`)
const SAMPLES = [
  'powershell-5-us.csv',
  'german-semicolon.csv',
  'ambiguous-tabs.csv',
  'selected-columns-iso.csv',
]
const head = (text: string) => ({
  bytes: new Uint8Array(),
  text,
  isWhole: true,
  fileName: 'x',
  tail: '',
})

describe('Get-WinEvent CSV', () => {
  it('emits rows oldest first, with messages of several lines', () => {
    const { observations, tally } = readBytes(wineventCsv, sample('powershell-5-us.csv'), {
      clock: { utcOffset: 120 },
    })
    const at = Date.UTC(2016, 5, 14, 12, 23, 28)
    expect(observations.map(({ source }) => source.line)).toEqual([7, 6, 3])
    expect(observations[0]).not.toHaveProperty('event.pid')
    expect(observations[2]).toEqual({
      kind: 'trace',
      at,
      event: {
        at,
        pid: 6700,
        tid: 2420,
        level: 'error',
        provider: 'Contoso-Messaging',
        message:
          'The connection to "mail.contoso.example" was lost.\nThe client tries again,\nas it should.',
      },
      source: { path: 'input', line: 3 },
    })
    expect(tally).toMatchObject({ records: 3, disorder: 0, unreadable: 0, to: at })
  })

  it('infers the date order from dots, a leading year or a day above 12', () => {
    const orders = SAMPLES.map((name) => wineventCsv.recognise(head(sample(name).toString())))
    expect(orders).toEqual([
      { localTime: true, dateOrder: 'mdy' },
      { localTime: true, dateOrder: 'dmy' },
      { localTime: true, ambiguousDates: 'mdy' },
      { localTime: true, dateOrder: 'ymd' },
    ])
  })

  it('reads other delimiters and day-first dates', () => {
    const { observations } = readBytes(wineventCsv, sample('german-semicolon.csv'), {
      clock: { dateOrder: 'dmy' },
    })
    expect(observations).toMatchObject([
      { at: Date.UTC(2016, 5, 7, 14, 23, 28) },
      {
        at: Date.UTC(2016, 5, 14, 14, 23, 28),
        event: { level: 'warning', message: 'Verbindung; verloren' },
      },
    ])
  })

  it('reads a subset of columns without quotes, and a quote that is never closed to the end', () => {
    const { observations } = readBytes(wineventCsv, sample('selected-columns-iso.csv'), {
      clock: { dateOrder: 'ymd' },
    })
    expect(observations).toMatchObject([
      { event: { level: 'fatal', message: 'out of memory' } },
      { event: { level: 'verbose' } },
    ])
  })

  it('decodes only wanted records', () => {
    const { observations, tally } = readBytes(wineventCsv, sample('powershell-5-us.csv'), {
      markers: traceTextMarkers('tries again'),
    })
    expect(observations.map(({ source }) => source.line)).toEqual([3])
    expect(tally.records).toBe(3)
  })

  it.each(SAMPLES)('gives the same result for %s in any pieces, with CRLF and LF', (name) => {
    const whole = readBytes(wineventCsv, sample(name))
    for (const pieces of [[1], [7], [64], [300, 3, 41]])
      expect(readBytes(wineventCsv, sample(name), { pieces })).toEqual(whole)
    expect(readBytes(wineventCsv, sample(name).toString().replaceAll('\r\n', '\n'))).toEqual(whole)
  })

  it('never throws on damage', () => {
    const bytes = sample('powershell-5-us.csv')
    for (let cut = 0; cut < bytes.length; cut += 5) readBytes(wineventCsv, bytes.subarray(0, cut))
    for (let turn = 1; turn < 100; turn += 1)
      readBytes(
        wineventCsv,
        bytes.map((byte, index) =>
          (index * 31 + turn * 17) % 61 === 0 ? byte ^ (1 << (turn % 8)) : byte,
        ),
      )
  })

  it('is not recognized in a CSV with other columns', () => {
    expect(
      wineventCsv.recognise(head('"Name","Length","CreationTime","LastWriteTime"\n')),
    ).toBeUndefined()
  })
})
