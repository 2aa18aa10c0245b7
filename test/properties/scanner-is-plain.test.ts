import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from './property-runs.ts'
import {
  fast,
  findAnalysisDifference,
  findReadDifference,
  plain,
  readLog,
  readWithScanner,
  scanner,
  toComparable,
} from './read-log.ts'
import { logFormats } from './records/formats.ts'
import { logBytes, pieceSizes } from './records/log-bytes.ts'
import { manyLogItems } from './records/log-item.ts'

/** Formats of which the kernel passes over records by itself; in the others it only searches. */
const PASSED = ['client-log', 'cls-text', 'tracefmt-text']

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (name, { parser, print }) => {
    const bytes = logBytes(manyLogItems.map(print))

    it('read with the kernel, gives what it gives read plainly, but for records that nobody asks for', () => {
      scanner.records = 0
      fc.assert(
        fc.property(bytes, (log) => {
          const [whole, quick] = [readLog(parser, log, plain), readWithScanner(parser, log, fast)]
          expect(findReadDifference(whole, quick)).toBeUndefined()
          expect(findAnalysisDifference(whole, quick)).toBeUndefined()
        }),
        propertyRuns(250),
      )
      // Else nothing was proven.
      if (PASSED.includes(name)) expect(scanner.records).toBeGreaterThan(500)
      else expect(scanner.records).toBe(0)
    })

    it('gives with the kernel what it gives without, in any pieces', () => {
      fc.assert(
        fc.property(bytes, pieceSizes, (log, pieces) => {
          expect(toComparable(readWithScanner(parser, log, fast, pieces))).toBe(
            toComparable(readLog(parser, log, fast)),
          )
        }),
        propertyRuns(100),
      )
    })
  },
)
