import { expect, it } from 'vitest'
import { Column, ROWS_PER_COLUMN, Sequence } from '../../src/parsers/shared/columns.ts'

it.each([
  ['going on as they began', [7, 8, 9, 10]],
  ['with a gap', [7, 8, 100, 101]],
])('stores numbers %s', (_, numbers) => {
  const sequence = new Sequence(1)
  for (const [row, value] of numbers.entries()) sequence.set(row, value)
  expect(numbers.map((_, row) => sequence.get(row))).toEqual(numbers)
})

it.each([
  ['whole seconds', [0, 1_466_000_000_000, 2_000]],
  ['a part of a second among them', [1_466_000_000_000, 1_466_000_000_123, 5_000]],
  [
    'before 1970, too late and too large',
    [1_000, -62_135_596_800_000, 4_294_967_295_000, 4_294_967_296_000, 2 ** 52],
  ],
])('stores times: %s', (_, times) => {
  const column = new Column(1000)
  for (const [row, time] of times.entries()) column.set(2 * row, time)
  expect(times.map((_, row) => column.get(2 * row))).toEqual(times)
  expect(column.get(1)).toBeUndefined()
  expect(column.get(ROWS_PER_COLUMN - 1)).toBeUndefined()
})
