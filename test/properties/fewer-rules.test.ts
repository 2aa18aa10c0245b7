import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/analysis/engine.ts'
import { rules } from '../../src/rules/index.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { propertyRuns } from './property-runs.ts'
import { fast, findAnalysisDifference, readLog } from './read-log.ts'
import { logFormats } from './records/formats.ts'
import { logBytes } from './records/log-bytes.ts'
import { logItems } from './records/log-item.ts'

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    it('gives a rule the same verdict whichever other rules run', () => {
      fc.assert(
        fc.property(
          logBytes(logItems.map(print)),
          fc.subarray(
            rules.map(({ id }) => id),
            { minLength: 1 },
          ),
          (log, ids) => {
            const chosen = rules.filter(({ id }) => ids.includes(id))
            const fewer = readLog(
              parser,
              log,
              createWantedRecords(new Engine({ rules: chosen, evidence: [] }).markers),
            )
            expect(
              findAnalysisDifference(readLog(parser, log, fast), fewer, chosen, []),
            ).toBeUndefined()
          },
        ),
        propertyRuns(80),
      )
    })
  },
)
