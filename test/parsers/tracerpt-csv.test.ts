import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sipStartMarkers, traceTextMarkers } from '../../src/model/marker.ts'
import { tracerptCsv } from '../../src/parsers/trace-csv/tracerpt-csv.ts'
import { readBytes } from '../support/read-bytes.ts'

const sample = (name: string) => readFileSync(`samples/formats/tracerpt-csv/${name}`)
const SAMPLES = [
  'windows-10.csv',
  'raw-clock.csv',
  'resaved-by-german-spreadsheet.csv',
  'undecoded.csv',
]
const START = Date.UTC(2016, 5, 14, 8, 50, 46, 230)

describe('tracerpt CSV', () => {
  it('reads rows exact to 100 ns, with decimal or hexadecimal ids', () => {
    const { observations, tally } = readBytes(tracerptCsv, sample('windows-10.csv'))
    expect(observations).toHaveLength(7)
    expect(observations[1]).toEqual({
      kind: 'trace',
      at: START + 770,
      event: {
        at: START + 770,
        ticks: 1,
        pid: 0x1a2c,
        tid: 0x974,
        level: 'error',
        provider: 'Contoso-Messaging',
        message: 'EwsClient::CreateItem, ErrorServerBusy, 60000',
      },
      source: { path: 'input', line: 3 },
    })
    expect(tally).toMatchObject({
      records: 7,
      unreadable: 0,
      undecoded: 1,
      from: START,
      to: START + 3770,
    })
    expect(tally.notes).toEqual(['Events lost while tracing: 3', 'Buffers lost while tracing: 2'])
  })

  it('keeps undoubled quotes, delimiters and line breaks of user data in their row', () => {
    const { observations } = readBytes(tracerptCsv, sample('windows-10.csv'))
    expect(observations[2]).toMatchObject({
      source: { line: 4 },
      event: { message: expect.stringMatching(/hello[\s\S]*left, 1, 2, 3/) },
    })
    expect(observations[3]).toMatchObject({
      source: { line: 7 },
      event: { provider: '{ce1dbfb4-137e-4da6-87b0-3f59aa102cbc}' },
    })
  })

  it('emits SIP in user data as SIP, as received unless the text says it was sent', () => {
    const { observations } = readBytes(tracerptCsv, sample('windows-10.csv'))
    expect(observations.filter(({ kind }) => kind === 'sip')).toMatchObject([
      {
        direction: 'sent',
        vantage: 'client',
        message: { method: 'REGISTER' },
        source: { line: 8 },
      },
      { direction: 'received', message: { method: 'MESSAGE', body: '' } },
    ])
    expect(JSON.stringify(observations)).not.toContain('secret words')
  })

  it('decodes only wanted records', () => {
    const markers = [...sipStartMarkers('REGISTER '), ...traceTextMarkers('ErrorServerBusy')]
    const { observations, tally } = readBytes(tracerptCsv, sample('windows-10.csv'), {
      markers,
    })
    expect(observations.map(({ kind, source }) => [kind, source.line])).toEqual([
      ['trace', 3],
      ['sip', 8],
    ])
    expect(tally).toMatchObject({ records: 7, undecoded: 1 })
  })

  it('keeps rows with a raw clock in order at the start of the session, without coverage', () => {
    const { observations, tally } = readBytes(tracerptCsv, sample('raw-clock.csv'))
    expect(observations.map(({ at }) => at)).toEqual([START, START])
    expect(tally).toMatchObject({ records: 2, from: Number.POSITIVE_INFINITY })
    expect(tally.notes.join()).toContain('raw counter')
  })

  it('notes that a spreadsheet rounded the clock, and claims no coverage', () => {
    const { observations, tally } = readBytes(
      tracerptCsv,
      sample('resaved-by-german-spreadsheet.csv'),
    )
    expect(observations[1]).toMatchObject({
      at: START + 770,
      event: { level: 'error', message: 'spooler busy' },
    })
    expect(tally).toMatchObject({ records: 2, unreadable: 0, from: Number.POSITIVE_INFINITY })
    expect(tally.notes.join()).toContain('rounded by a spreadsheet')
  })

  it('counts rows without a schema as undecoded', () => {
    expect(readBytes(tracerptCsv, sample('undecoded.csv')).tally).toMatchObject({
      records: 7,
      undecoded: 6,
    })
  })

  it.each(SAMPLES)('gives the same result for %s in any pieces, with CRLF and LF', (name) => {
    const whole = readBytes(tracerptCsv, sample(name))
    for (const pieces of [[1], [7], [64], [300, 3, 41]])
      expect(readBytes(tracerptCsv, sample(name), { pieces })).toEqual(whole)
    expect(readBytes(tracerptCsv, sample(name).toString().replaceAll('\r\n', '\n'))).toEqual(whole)
  })

  it('never throws on damage', () => {
    const bytes = sample('windows-10.csv')
    for (let cut = 0; cut < bytes.length; cut += 7) readBytes(tracerptCsv, bytes.subarray(0, cut))
    for (let turn = 1; turn < 100; turn += 1)
      readBytes(
        tracerptCsv,
        bytes.map((byte, index) =>
          (index * 31 + turn * 17) % 211 === 0 ? byte ^ (1 << (turn % 8)) : byte,
        ),
      )
  })

  it('is recognized by its column names with any delimiter', () => {
    const head = (text: string) => ({
      bytes: new Uint8Array(),
      text,
      isWhole: true,
      fileName: 'x',
      tail: '',
    })
    for (const name of SAMPLES)
      expect(tracerptCsv.recognise(head(sample(name).toString()))).toEqual({})
    expect(
      tracerptCsv.recognise(head(`sep=;\n${sample('resaved-by-german-spreadsheet.csv')}`)),
    ).toEqual({})
    expect(tracerptCsv.recognise(head('Event Name,Time MSec,Process Name\n'))).toBeUndefined()
  })
})
