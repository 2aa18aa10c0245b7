import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTextDecoder, createUtf16ToUtf8, sniffEncoding } from '../../src/inputs/encoding.ts'
import type { TraceObservation } from '../../src/model/observation.ts'
import type { InputHead } from '../../src/model/parser.ts'
import { clsText } from '../../src/parsers/cls/cls-text.ts'
import { tracerptCsv } from '../../src/parsers/trace-csv/tracerpt-csv.ts'
import { wineventCsv } from '../../src/parsers/trace-csv/winevent-csv.ts'
import { tracefmtText } from '../../src/parsers/tracefmt/tracefmt-text.ts'
import { readBytes } from '../support/read-bytes.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')

/** Head of a real file, as it is passed to parsers. */
function real(name: string): { readonly bytes: Uint8Array; readonly head: InputHead } {
  const raw = readFileSync(`${corpus()}/text/${name}`)
  const { encoding, bom } = sniffEncoding(raw)
  const bytes =
    encoding === 'utf-8' ? raw.subarray(bom) : createUtf16ToUtf8(encoding)(raw.subarray(bom), true)
  return {
    bytes,
    head: {
      bytes,
      text: createTextDecoder('windows-1252')(bytes, 0, bytes.length),
      isWhole: true,
      fileName: name,
      tail: '',
    },
  }
}

describe.skipIf(skip)(`real text exports${title}`, () => {
  it('gives all 21 events of the netsh text with exact times', () => {
    const { bytes, head } = real('sonde__sonde_netsh_or_tracefmt_utf16le.txt')
    const recognition = tracefmtText.recognise(head)
    expect(recognition).toEqual({
      localTime: true,
      dateOrder: 'ymd',
      utcOffset: { minutes: -420, why: 'the UTC time 2026-03-27T03:57:01.6446356Z', line: 1 },
    })
    const { observations, tally } = readBytes(tracefmtText, bytes, {
      clock: { utcOffset: -420, dateOrder: 'ymd' },
    })
    expect(tally).toMatchObject({ records: 21, undecoded: 7, unreadable: 0 })
    const events = observations.map((observation) => (observation as TraceObservation).event)
    expect(events).toHaveLength(21)
    const stated = events.flatMap(({ at, ticks = 0, message }) => {
      const time = /"time":"([^"]+)Z"[^"]*(?="cpu")/.exec(
        message.slice(message.lastIndexOf('"meta"')),
      )?.[1]
      return time === undefined
        ? []
        : [[new Date(at).toISOString().slice(0, -1) + String(ticks).padStart(4, '0'), time]]
    })
    expect(stated.length).toBeGreaterThanOrEqual(13)
    for (const [read, expectedTime] of stated)
      expect(read?.slice(0, 27).replace(/0+$/, '')).toBe(expectedTime?.replace(/0+$/, ''))
    expect(events[4]).toMatchObject({
      at: Date.UTC(2026, 2, 27, 3, 57, 11, 785),
      ticks: 9995,
      pid: 0x81ac,
      tid: 0x1cb0,
      provider: 'sonde-gateway',
    })
    expect(events[1]).not.toHaveProperty('pid')
    expect(observations.map(({ source }) => source.line)).toEqual(
      [...Array(21).keys()].map((index) => index + 1),
    )
  })

  it('gives both events of the tracefmt text, month first', () => {
    const { bytes, head } = real('hw3d__FmtFile.txt')
    expect(tracefmtText.recognise(head)).toEqual({ localTime: true, dateOrder: 'mdy' })
    const { observations } = readBytes(tracefmtText, bytes)
    expect(observations).toMatchObject([
      {
        at: Date.UTC(2024, 0, 13, 23, 31, 7, 97),
        event: { pid: 24556, tid: 3656, provider: 'Atum-Hw3d' },
      },
      { at: Date.UTC(2024, 0, 13, 23, 32, 30, 780), event: { pid: 18252, tid: 5644 } },
    ])
  })

  it('does not recognize the wpaexporter CSV as one of these formats', () => {
    const { head } = real('etwanalyzer__wpaexporter_Disk_Usage_Utilization_by_Disk.csv')
    for (const parser of [clsText, tracefmtText, tracerptCsv, wineventCsv])
      expect(parser.recognise(head)).toBeUndefined()
  })
})
