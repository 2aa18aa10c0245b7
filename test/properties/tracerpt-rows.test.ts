import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  FIXED_FIELD_COUNT,
  splitFields,
  splitUserData,
} from '../../src/parsers/trace-csv/tracerpt-fields.ts'
import { RowLayout, TracerptRow } from '../../src/parsers/trace-csv/tracerpt-row.ts'
import { propertyRuns } from './property-runs.ts'

/** Text of fields, with all that a CSV may hide a delimiter or a row end in. */
const field = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('4', 'Info', 'CSession::Tick ', '0x1F', ' ', '-1') },
      fc.constantFrom('"', '""', '"a, b"', ',', ';', '\t', '\r', '\u00a0', 'ü', "'", '\\"'),
      fc.string({ maxLength: 4 }).map((text) => text.replaceAll('\n', ' ')),
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join(''))
const userData = fc
  .array(fc.oneof({ weight: 3, arbitrary: field }, fc.constantFrom('\r\n', '\n', ', ', '"')), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

/** A row whose fields before the user data are mostly as tracerpt writes them. */
const row = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    strange: fc.array(fc.tuple(fc.nat({ max: 18 }), field), { maxLength: 2 }),
    pid: fc.constantFrom('6700', '0x00001A2C', '-1', '0xFFFFFFFF', '  12 '),
    data: fc.option(userData),
    end: fc.constantFrom('', '\n', '\r\n'),
  })
  .map(({ delimiter, strange, pid, data, end }) => {
    const fields = ' Contoso-Messaging|  Info| 12| 0| 16| 4| 0| 0| 0x80|6700| 1084|0|||{0}|'
      .split('|')
      .concat('131103678000062067', ' 0', ' 0')
    fields[9] = pid
    for (const [index, text] of strange) fields[index] = text
    return {
      delimiter,
      text: [...fields, ...(data === null ? [] : [data])].join(delimiter) + end,
    }
  })

describe('a row of a tracerpt CSV', () => {
  it('has the same fields, read where they are, as split as a whole', () => {
    let plainCount = 0
    const count = 2000
    fc.assert(
      fc.property(row, ({ delimiter, text }) => {
        const bytes = Buffer.from(text)
        const reader = new TracerptRow(delimiter, new RowLayout())
        const feed = bytes.indexOf('\n')
        if (!reader.match(bytes, 0, feed < 0 ? bytes.length : feed)) return
        const plain = reader.readPlainFields(bytes)
        if (!plain) return
        plainCount += 1
        const [provider, ...fields] = splitFields(text, delimiter)
        expect(plain).toEqual({
          provider,
          level: Number(fields[4]),
          pid: Number(fields[8]),
          tid: Number(fields[9]),
        })
        expect(splitUserData(bytes.toString('utf8', reader.dataAt), delimiter)).toEqual(
          fields.slice(FIXED_FIELD_COUNT - 1),
        )
      }),
      propertyRuns(count),
    )
    expect(plainCount).toBeGreaterThan(count / 4)
  })
})
