import { expect, it } from 'vitest'
import { bar, sparkline } from '../../src/ui/charts.ts'
import { paintLine } from '../../src/ui/span.ts'

const plain = { width: 80, color: false }
const drawSparkline = (counts: readonly number[], width: number, maxCount: number) =>
  paintLine(sparkline(counts, width, maxCount, 'yellow'), plain)

it('a sparkline shows the latest counts, and makes every count above 0 visible', () => {
  expect(drawSparkline([9, 0, 1, 7, 14], 4, 14)).toBe('▁▂▅█')
  expect(drawSparkline([1, 10_000], 2, 10_000)).toBe('▂█')
  expect(drawSparkline([0, 0], 5, 0)).toBe('▁▁')
  expect(drawSparkline([1], 0, 1)).toBe('')
})

it('a bar is full at the limit and above it, not below', () => {
  const text = (share: number) => paintLine(bar(share, 4, ['red']), plain)
  expect([0, 0.24, 0.25, 0.999, 1, 70].map(text)).toEqual([
    '▁▁▁▁',
    '▁▁▁▁',
    '▆▁▁▁',
    '▆▆▆▁',
    '▆▆▆▆',
    '▆▆▆▆',
  ])
})
