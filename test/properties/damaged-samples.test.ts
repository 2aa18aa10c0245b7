import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Parser } from '../../src/model/parser.ts'
import { propertyRuns } from './property-runs.ts'
import {
  fast,
  findAnalysisDifference,
  findReadDifference,
  plain,
  readKnownLog,
  readWithScanner,
  toComparable,
} from './read-log.ts'
import { damagedSamples } from './records/damaged-samples.ts'
import { logFormats } from './records/formats.ts'

/** Compares the fast readings of a log, with and without the scanner, with the plain one. */
function expectSame(parser: Parser, log: Buffer, pieces?: readonly number[]): void {
  const read = readKnownLog(parser, log, plain)
  const readFast = readKnownLog(parser, log, fast)
  expect(findReadDifference(read, readFast)).toBeUndefined()
  expect(findAnalysisDifference(read, readFast)).toBeUndefined()
  for (const sizes of [undefined, pieces])
    expect(toComparable(readWithScanner(parser, log, fast, sizes))).toBe(toComparable(readFast))
}

describe.each(logFormats.map(({ parser }) => [parser.format, parser] as const))(
  'a damaged sample of %s',
  (format, parser) => {
    it('is read fast, with the scanner and in pieces as it is read plainly', () => {
      const pieces = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 })
      fc.assert(
        fc.property(damagedSamples(format), pieces, (log, sizes) => expectSame(parser, log, sizes)),
        propertyRuns(600),
      )
    })
  },
)

describe('a client log', () => {
  const clientLog = logFormats.find(({ parser }) => parser.format === 'client-log')?.parser
  const noise = '09/20/2016|08:02:01.000 C:2 N ::text\n'.repeat(20)

  it.each([
    [
      'with another byte between date and time',
      `09/20/2016|08:02:00.000 C:2 N ::End of Sending Packet\n09/20/2016308:02:00.140 C:2 N ::\n${noise}`,
    ],
    [
      'with a CSeq header without its colon before the true one',
      `09/20/2016|08:02:00.000 C:C O ::SIP/2.0 200\nCSeq\nCSeq:2 REGISTER\n09/20/2016|08:02:00.000 C:C I ::End of Data Received\n${noise}`,
    ],
    [
      'with a CSeq header behind 20 KiB of others',
      `09/20/2016|08:02:00.000 C:C O ::SIP/2.0 200 OK\n${'Via: a\n'.repeat(3000)}CSeq: 2 REGISTER\n\n09/20/2016|08:02:00.000 C:C I ::End of Data Received\n${noise}`,
    ],
    ['with a date over two lines', `09/\n0/2016|08:01:58.800 C:2 N ::text\n${noise}`],
  ])('%s is read fast as it is read plainly', (_, text) => {
    if (!clientLog) throw new Error('No client log among the formats')
    // The first piece ends inside the second line.
    expectSame(clientLog, Buffer.from(text, 'latin1'), [13, 4996])
  })
})
