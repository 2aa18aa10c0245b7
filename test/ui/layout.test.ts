import { expect, it } from 'vitest'
import { bodyHeight, COLUMN_GAP, firstVisibleIndex, layoutColumns } from '../../src/ui/layout.ts'
import { PANES } from '../../src/ui/pane.ts'

const sizes = Array.from({ length: 161 }, (_, width) => width + 40).flatMap((columns) =>
  Array.from({ length: 51 }, (_, height) => ({ columns, rows: height + 10 })),
)

it('uses every cell, and puts each pane into one slot', () => {
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

it('gives each pane a heading, three lines or more, and a readable width', () => {
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

it('keeps the selected entry in the middle, except near the ends', () => {
  expect(firstVisibleIndex(100, 9, 50)).toBe(46)
  expect(firstVisibleIndex(100, 9, 2)).toBe(0)
  expect(firstVisibleIndex(100, 9, 99)).toBe(91)
  expect(firstVisibleIndex(3, 9, 2)).toBe(0)
  expect(firstVisibleIndex(0, 9, -1)).toBe(0)
})
