import { describe, expect, it } from 'vitest'
import { clientLog, denseClientLog } from '../../bench/generate/client-log.ts'
import { clsText } from '../../bench/generate/cls-text.ts'
import { eventXml } from '../../bench/generate/event-xml.ts'
import type { Generate } from '../../bench/generate/records.ts'
import { singleLine } from '../../bench/generate/single-line.ts'
import { spoolListing } from '../../bench/generate/spool-listing.ts'
import { tracefmtText } from '../../bench/generate/tracefmt-text.ts'
import { tracerptCsv } from '../../bench/generate/tracerpt-csv.ts'
import { utf16le } from '../../bench/generate/utf16le.ts'
import { parsers } from '../../src/parsers/index.ts'

const BYTES = 100_000
const made = (generate: Generate, seed = 1): Buffer =>
  Buffer.concat([...generate({ bytes: BYTES, seed })])
const formatOf = (text: string): string | undefined =>
  parsers.find((parser) =>
    parser.recognise({ bytes: Buffer.from(text), text, isWhole: true, fileName: 'made', tail: '' }),
  )?.format

const GENERATORS: readonly (readonly [format: string, generate: Generate])[] = [
  ['client-log', clientLog],
  ['client-log', denseClientLog],
  ['client-log', singleLine],
  ['cls-text', clsText],
  ['tracefmt-text', tracefmtText],
  ['tracerpt-csv', tracerptCsv],
  ['event-xml', eventXml],
  ['dir-listing', spoolListing],
]

describe.each(GENERATORS)('what the benchmark generates as %s', (format, generate) => {
  it('is recognised as that', () => expect(formatOf(made(generate).toString())).toBe(format))

  it('is the same for the same seed, of the size asked for, and another for another', () => {
    expect(made(generate).equals(made(generate))).toBe(true)
    expect(made(generate).equals(made(generate, 2))).toBe(false)
    expect(made(generate).length).toBeGreaterThanOrEqual(BYTES)
    expect(made(generate).length).toBeLessThan(BYTES + 10_000)
  })
})

it('the UTF-16LE log is the same text in as many bytes', () => {
  const text = made(utf16le(clientLog)).toString('utf16le')
  expect(text.slice(1)).toBe(
    Buffer.concat([...clientLog({ bytes: BYTES / 2, seed: 1 })]).toString(),
  )
  expect(text.charCodeAt(0)).toBe(0xfeff)
})
