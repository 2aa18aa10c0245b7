import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/analysis/engine.ts'
import { rules } from '../../src/rules/index.ts'
import { wantedRecords } from '../../src/scan/matcher.ts'
import { fast, judgedApart, read } from './reading.ts'
import { logFormats } from './records/formats.ts'
import { bytesOf } from './records/log-bytes.ts'
import { logItems } from './records/log-item.ts'
import { runs } from './runs.ts'

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    it('a rule says the same whichever others are asked', () => {
      fc.assert(
        fc.property(
          bytesOf(logItems.map(print)),
          fc.subarray(
            rules.map(({ id }) => id),
            { minLength: 1 },
          ),
          (log, ids) => {
            const chosen = rules.filter(({ id }) => ids.includes(id))
            const fewer = read(
              parser,
              log,
              wantedRecords(new Engine({ rules: chosen, evidence: [] }).markers),
            )
            expect(judgedApart(read(parser, log, fast), fewer, chosen, [])).toBeUndefined()
          },
        ),
        runs(80),
      )
    })
  },
)
