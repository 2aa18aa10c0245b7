import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from './property-runs.ts'
import { fast, readKnownLog, readWithScanner, scanner, toComparable } from './read-log.ts'
import { logFormats } from './records/formats.ts'
import { logBytes } from './records/log-bytes.ts'
import { type LogItem, manyLogItems } from './records/log-item.ts'
import { sipPacket } from './records/sip-packet.ts'

/** Just before the generated items. */
const START = Date.UTC(2016, 5, 14, 10, 59)
const SKIPPED_FORMATS = ['client-log', 'cls-text', 'tracefmt-text']
const TEXTS = [
  'timer fired, nothing to be done',
  'state changed',
  'notifying the listeners\n    listener 1: presence\n    listener 2: contact card',
  'No statistics available for the channel, because the stream is not active at this time of the day',
]

/** So many plain records that the scanner searches several blocks, one of them with a long text. */
const plainItems = fc
  .record({
    count: fc.nat(1500),
    longAt: fc.nat(1500),
    longChars: fc.nat(150_000),
    packet: sipPacket,
  })
  .map(({ count, longAt, longChars, packet }) =>
    Array.from({ length: count }, (_, index): LogItem => {
      const usual = TEXTS[(index * 7) % TEXTS.length] ?? ''
      const text = index === longAt ? 'x'.repeat(longChars) : usual
      return { kind: 'trace', text, packet, at: START + 20 * index, sent: false, variant: 0 }
    }),
  )

describe.each(
  logFormats
    .filter(({ parser }) => SKIPPED_FORMATS.includes(parser.format))
    .map((format) => [format.parser.format, format] as const),
)('%s of several blocks', (_, { parser, print }) => {
  it('gives the same with and without the scanner, in pieces of any size', () => {
    const count = 60
    scanner.records = 0
    fc.assert(
      fc.property(
        plainItems.map(print),
        logBytes(manyLogItems.map(print)),
        fc.boolean(),
        fc.array(fc.integer({ min: 5000, max: 200_000 }), { minLength: 1, maxLength: 4 }),
        (before, rest, crlf, pieces) => {
          const first = Buffer.from(crlf ? before.replaceAll('\n', '\r\n') : before)
          const log = Buffer.concat([first, rest])
          const expected = toComparable(readKnownLog(parser, log, fast))
          expect(toComparable(readWithScanner(parser, log, fast))).toBe(expected)
          expect(toComparable(readWithScanner(parser, log, fast, pieces))).toBe(expected)
        },
      ),
      propertyRuns(count),
    )
    // Otherwise the scanner skipped little and the comparison proves little.
    expect(scanner.records).toBeGreaterThan(300 * count)
  })
})
