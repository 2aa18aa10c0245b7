import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
import { logFormats } from './records/formats.ts'
import { logBytes, pieceSizes } from './records/log-bytes.ts'
import { manyLogItems } from './records/log-item.ts'

/** Formats whose records the scanner skips. In other formats it only searches. */
const SKIPPED_FORMATS = ['client-log', 'cls-text', 'tracefmt-text']

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
