import { describe, expect, it } from 'vitest'
import { sipTextMarkers, traceTextMarkers } from '../../src/model/marker.ts'
import { wineventCsv } from '../../src/parsers/trace-csv/winevent-csv.ts'
import { tracefmtText } from '../../src/parsers/tracefmt/tracefmt-text.ts'
import { readBytes } from '../support/read-bytes.ts'

const MIB = 1 << 20
const stamp = (second: number) => `[1]1A2C.2B3C::06/14/2016-11:10:${second}.000 [Contoso-Messaging]`

describe('a line that does not end', () => {
  const endless = `${stamp(10)}first\r\n${stamp(11)}ErrorServerBusy ${'x'.repeat(6 * MIB)}\r\ngoes on\r\n${stamp(12)}last\r\n`

  it('is read only in its first 4 MiB, and the next records in full', () => {
    const { observations, tally } = readBytes(tracefmtText, endless)
    expect(observations.map(({ source }) => source.line)).toEqual([1, 2, 4])
    expect(tally).toMatchObject({ records: 3, unreadable: 0 })
    expect(tally.notes).toEqual(['A record is longer than 4 MiB: only its beginning was read'])
  })

  it('gives the same result in pieces of a mebibyte, and only wanted records', () => {
    const { observations } = readBytes(tracefmtText, endless, { pieces: [MIB] })
    expect(observations).toEqual(readBytes(tracefmtText, endless).observations)
    const wanted = readBytes(tracefmtText, endless, {
      pieces: [MIB + 13],
      markers: traceTextMarkers('ErrorServerBusy'),
    })
    expect(wanted.observations).toEqual([observations[1]])
  })

  it('is not buffered before the first record', () => {
    const { observations, tally } = readBytes(
      tracefmtText,
      `${'x'.repeat(3 * MIB)}\n${stamp(12)}last\n`,
      {
        pieces: [MIB],
      },
    )
    expect(observations).toMatchObject([{ source: { line: 2 } }])
    expect(tally.damage).toEqual([
      { line: 1, reason: 'part of a record whose beginning is missing' },
    ])
  })

  it('does not delay rows of a CSV', () => {
    const rows = `"TimeCreated","ProviderName","Message"\n"6/14/2016 11:10:46 AM","a","${'x'.repeat(3 * MIB)}"\n"6/14/2016 11:10:47 AM","b","last"\n`
    const { observations } = readBytes(wineventCsv, rows, { pieces: [MIB] })
    expect(observations).toMatchObject([
      { source: { line: 2 } },
      { source: { line: 3 }, event: { message: 'last' } },
    ])
    expect(observations).toEqual(readBytes(wineventCsv, rows).observations)
  })
})

describe('a SIP message in a record', () => {
  const register =
    'REGISTER sip:contoso.example SIP/2.0\nFrom: <sip:kim@contoso.example>;tag=1\nCSeq: 1 REGISTER\nCall-ID: 1\n\n'
  const starts = [{ recordKind: 'sip', place: 'start', text: 'REGISTER ' }] as const

  it('is found by its start line, even after blanks or a quote', () => {
    for (const before of ['', 'Sending packet\n', 'Sending packet\n  ', 'Sending "']) {
      const { observations } = readBytes(tracefmtText, `${stamp(10)}${before}${register}`, {
        markers: starts,
      })
      expect(observations).toMatchObject([{ kind: 'sip', message: { method: 'REGISTER' } }])
    }
  })

  it('is not found by its version alone', () => {
    const via = `${stamp(10)}CSeq: 1 REGISTER\nREGISTER \nVia: SIP/2.0/TLS 192.0.2.10\n`
    expect(readBytes(tracefmtText, via, { markers: starts }).observations).toEqual([])
    expect(
      readBytes(tracefmtText, via, { markers: sipTextMarkers('192.0.2.10') }).observations,
    ).toHaveLength(1)
  })
})
