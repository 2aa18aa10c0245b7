import { expect, it } from 'vitest'
import { greatestOf, leastOf } from '../../src/model/numbers/extremes.ts'
import type { InputReport } from '../../src/model/report.ts'
import { inputLines } from '../../src/reports/table/input-lines.ts'
import { formatColumns } from '../../src/terminal/columns.ts'
import { cpuGrowth, MAX_LINEAR_GROWTH } from '../support/cpu-growth.ts'

it('aligns columns in time that grows with the number of rows', async () => {
  const growth = await cpuGrowth((size) => {
    const rows = Array.from({ length: size }, (_, index) => [['a', 'b'], String(index), 'c'])
    return () => formatColumns(rows, { header: ['A', 'B', 'C'], rightAligned: [1] })
  })
  expect(growth).toBeLessThan(MAX_LINEAR_GROWTH)
})

it('finds the least and the greatest of more numbers than a function takes arguments', () => {
  const numbers = Array.from({ length: 1_000_000 }, (_, index) => (index * 7919) % 1_000_000)
  expect(leastOf(numbers)).toBe(0)
  expect(greatestOf(numbers)).toBe(999_999)
  expect(leastOf([])).toBeUndefined()
  expect(greatestOf([])).toBeUndefined()
})

it('shows 200 of very many inputs, those with evidence first, and counts the others', () => {
  const input = (index: number): InputReport => ({
    path: `${index}.txt`,
    format: index === 123_456 ? 'client-log' : 'unknown',
    status: index === 123_456 ? 'read' : 'not-recognised',
    bytes: 1,
    records: 0,
    undecoded: 0,
    unreadable: 0,
    notes: [],
    damage: [],
  })
  const all = Array.from({ length: 200_000 }, (_, index) => input(index))
  const style = { color: false, unicode: true, width: 100 }
  const lines = inputLines(all, style as never)
  expect(lines).toHaveLength(202)
  expect(lines.join('\n')).toContain('123456.txt')
  expect(lines.at(-1)).toBe('  … and 199,800 more. --format json lists all of them.')
  expect(inputLines(all.slice(0, 200), style as never)).toHaveLength(201)
})
