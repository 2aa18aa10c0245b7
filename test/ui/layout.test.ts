import { expect, it } from 'vitest'
import { bodyHeight, COLUMN_GAP, firstVisibleIndex, layoutColumns } from '../../src/ui/layout.ts'
import { PANES } from '../../src/ui/pane.ts'

const sizes = Array.from({ length: 161 }, (_, width) => width + 40).flatMap((columns) =>
  Array.from({ length: 51 }, (_, height) => ({ columns, rows: height + 10 })),
)

it('gives away every cell, and gives each pane one place', () => {
  for (const size of sizes) {
    const columns = layoutColumns(size)
    expect(
      columns.reduce((sum, { width }) => sum + width, 0) + COLUMN_GAP * (columns.length - 1),
    ).toBe(size.columns)
    for (const { slots } of columns)
      expect(slots.reduce((sum, { height }) => sum + height, 0)).toBe(bodyHeight(size))
    expect(columns.flatMap(({ slots }) => slots.flatMap(({ panes }) => panes)).sort()).toEqual(
      [...PANES].sort(),
    )
  }
})

it('leaves each pane a heading and some lines, and enough width to read', () => {
  for (const size of sizes) {
    for (const { width, slots } of layoutColumns(size)) {
      expect(
        Math.min(...slots.map(({ height }) => height)),
        JSON.stringify(size),
      ).toBeGreaterThanOrEqual(4)
      expect(width).toBeGreaterThanOrEqual(40)
    }
  }
})

it('keeps the selected entry in the middle, but for the ends', () => {
  expect(firstVisibleIndex(100, 9, 50)).toBe(46)
  expect(firstVisibleIndex(100, 9, 2)).toBe(0)
  expect(firstVisibleIndex(100, 9, 99)).toBe(91)
  expect(firstVisibleIndex(3, 9, 2)).toBe(0)
  expect(firstVisibleIndex(0, 9, -1)).toBe(0)
})
