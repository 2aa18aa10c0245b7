import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fast, fault, judgedApart, plain, read, told } from './reading.ts'
import { logFormats } from './records/formats.ts'
import { bytesOf, pieceSizes } from './records/log-bytes.ts'
import { logItems } from './records/log-item.ts'
import { runs } from './runs.ts'

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    const bytes = bytesOf(logItems.map(print))

    it('read fast, gives what it gives read plainly, but for records that nobody asks for', () => {
      fc.assert(
        fc.property(bytes, (log) => {
          const [whole, quick] = [read(parser, log, plain), read(parser, log, fast)]
          expect(fault(whole, quick)).toBeUndefined()
          expect(judgedApart(whole, quick)).toBeUndefined()
        }),
        runs(200),
      )
    })

    it('gives the same in any pieces, fast or plain', () => {
      fc.assert(
        fc.property(bytes, pieceSizes, (log, pieces) => {
          for (const wanted of [plain, fast])
            expect(told(read(parser, log, wanted, pieces))).toBe(told(read(parser, log, wanted)))
        }),
        runs(80),
      )
    })
  },
)
