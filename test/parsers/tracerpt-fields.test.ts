import { parse } from 'csv-parse/sync'
import { array, assert, constantFrom, property } from 'fast-check'
import { expect, it } from 'vitest'
import { splitFields, splitPlainFields } from '../../src/parsers/trace-csv/tracerpt-fields.ts'

const OPTIONS = {
  relax_quotes: true,
  relax_column_count: true,
  trim: true,
  record_delimiter: '\u0000\u0000',
}
const piece = constantFrom(
  '"',
  '""',
  ',',
  ';',
  '\t',
  ' ',
  '  ',
  'a',
  'Ewć',
  '12',
  '\n',
  ',  "',
  '" ,',
  '\u00a0',
  '\u000b',
  '\ufeff',
  '{0}',
)

it('splits plain rows like the CSV library', () => {
  assert(
    property(
      array(piece, { minLength: 1, maxLength: 30 }),
      constantFrom(',', ';', '\t'),
      (pieces, delimiter) => {
        const row = pieces.join('').trimEnd()
        const plain = row === '' ? undefined : splitPlainFields(row, delimiter.charCodeAt(0))
        if (plain) expect(plain).toEqual((parse(row, { ...OPTIONS, delimiter }) as string[][])[0])
      },
    ),
    { numRuns: 5000 },
  )
})

it('accepts numbers, strings and surrounding blanks', () => {
  expect(splitPlainFields(' EventTrace, 0x10 , "a, b ""'.slice(0, -1), 44)).toEqual([
    'EventTrace',
    '0x10',
    'a, b ',
  ])
  expect(splitPlainFields('1, "a ""b"""', 44)).toBeUndefined()
  expect(splitFields('1, "a ""b""" \r\n', ',')).toEqual(['1', 'a "b"'])
})
