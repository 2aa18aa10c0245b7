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
const generateBytes = (generate: Generate, seed = 1): Buffer =>
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

describe.each(GENERATORS)('the generated file of format %s', (format, generate) => {
  it('is recognized as that format', () =>
    expect(formatOf(generateBytes(generate).toString())).toBe(format))

  it('depends only on the seed, and has the requested size', () => {
    expect(generateBytes(generate).equals(generateBytes(generate))).toBe(true)
    expect(generateBytes(generate).equals(generateBytes(generate, 2))).toBe(false)
    expect(generateBytes(generate).length).toBeGreaterThanOrEqual(BYTES)
    expect(generateBytes(generate).length).toBeLessThan(BYTES + 10_000)
  })
})

it('the UTF-16LE log has the same text in the requested size', () => {
  const text = generateBytes(utf16le(clientLog)).toString('utf16le')
  expect(text.slice(1)).toBe(
    Buffer.concat([...clientLog({ bytes: BYTES / 2, seed: 1 })]).toString(),
  )
  expect(text.charCodeAt(0)).toBe(0xfeff)
})
