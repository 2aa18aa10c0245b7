import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from './property-runs.ts'
import {
  fast,
  findAnalysisDifference,
  findReadDifference,
  plain,
  readLog,
  toComparable,
} from './read-log.ts'
import { logFormats } from './records/formats.ts'
import { logBytes, pieceSizes } from './records/log-bytes.ts'
import { logItems } from './records/log-item.ts'

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    const bytes = logBytes(logItems.map(print))

    it('gives the same read fast as read plainly, except for unwanted records', () => {
      fc.assert(
        fc.property(bytes, (log) => {
          const [plainResult, fastResult] = [
            readLog(parser, log, plain),
            readLog(parser, log, fast),
          ]
          expect(findReadDifference(plainResult, fastResult)).toBeUndefined()
          expect(findAnalysisDifference(plainResult, fastResult)).toBeUndefined()
        }),
        propertyRuns(200),
      )
    })

    it('gives the same in any pieces, fast or plain', () => {
      fc.assert(
        fc.property(bytes, pieceSizes, (log, pieces) => {
          for (const wanted of [plain, fast])
            expect(toComparable(readLog(parser, log, wanted, pieces))).toBe(
              toComparable(readLog(parser, log, wanted)),
            )
        }),
        propertyRuns(80),
      )
    })
  },
)
