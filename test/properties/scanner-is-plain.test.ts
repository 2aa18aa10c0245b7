import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientLog } from '../../src/parsers/client-log/client-log.ts'
import { packetLog } from '../support/packet-log.ts'
import { propertyRuns } from './property-runs.ts'
import {
  fast,
  findAnalysisDifference,
  findReadDifference,
  plain,
  readKnownLog,
  readWithScanner,
  scanner,
  toComparable,
} from './read-log.ts'
import { clientLogOf } from './records/client-log.ts'
import { logFormats } from './records/formats.ts'
import { logBytes, pieceSizes } from './records/log-bytes.ts'
import { manyLogItems } from './records/log-item.ts'

/** Just before the generated items. */
const START = Date.UTC(2016, 5, 14, 10, 59)
/** Formats whose records the scanner skips. In other formats it only searches. */
const SKIPPED_FORMATS = ['client-log', 'cls-text', 'tracefmt-text', 'tracerpt-csv']

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (name, { parser, print }) => {
    const bytes = logBytes(manyLogItems.map(print))

    it('gives the same with the scanner as read plainly, except for unwanted records', () => {
      const count = 250
      scanner.records = 0
      fc.assert(
        fc.property(bytes, (log) => {
          const [plainResult, fastResult] = [
            readKnownLog(parser, log, plain),
            readWithScanner(parser, log, fast),
          ]
          expect(findReadDifference(plainResult, fastResult)).toBeUndefined()
          expect(findAnalysisDifference(plainResult, fastResult)).toBeUndefined()
        }),
        propertyRuns(count),
      )
      // Otherwise the scanner skipped nothing and the comparison proves nothing.
      if (SKIPPED_FORMATS.includes(name)) expect(scanner.records).toBeGreaterThan(2 * count)
      else expect(scanner.records).toBe(0)
    })

    it('gives the same with and without the scanner, in any pieces', () => {
      fc.assert(
        fc.property(bytes, pieceSizes, (log, pieces) => {
          expect(toComparable(readWithScanner(parser, log, fast, pieces))).toBe(
            toComparable(readKnownLog(parser, log, fast)),
          )
        }),
        propertyRuns(100),
      )
    })
  },
)

describe('client-log, after the packets that are marked as the first', () => {
  const log = packetLog('kim@contoso.example', START)
  for (let packet = 0; packet < 40; packet += 1)
    log.sent('INFO sip:lee@contoso.example SIP/2.0', 'INFO', 'lee@contoso.example')
  const first = Buffer.from(log.text())
  const bytes = logBytes(manyLogItems.map(clientLogOf)).map((rest) => Buffer.concat([first, rest]))

  it('gives the same with the scanner, which reads the usual packets, in any pieces', () => {
    const count = 400
    scanner.packets = 0
    fc.assert(
      fc.property(bytes, pieceSizes, (text, pieces) => {
        const plainResult = readKnownLog(clientLog, text, plain)
        const fastResult = readWithScanner(clientLog, text, fast)
        expect(findReadDifference(plainResult, fastResult)).toBeUndefined()
        expect(findAnalysisDifference(plainResult, fastResult)).toBeUndefined()
        const large = pieces.map((size) => 1000 + size)
        expect(toComparable(readWithScanner(clientLog, text, fast, large))).toBe(
          toComparable(fastResult),
        )
      }),
      propertyRuns(count),
    )
    // Otherwise the parser read them all and the comparison proves nothing.
    expect(scanner.packets).toBeGreaterThan(count / 2)
  })
})
