import type { Pane } from './pane.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** A part of a column. If several panes share it, one is visible and the others are named. */
export interface Slot {
  readonly panes: readonly Pane[]
  /** Lines, with the heading. */
  readonly height: number
}

export interface Column {
  readonly width: number
  readonly slots: readonly Slot[]
}

/** The smallest usable terminal: below it, panes cannot be told apart. */
export const MIN_SIZE: Size = { columns: 40, rows: 10 }

export const HEADER_ROWS = 2
const FOOTER_ROWS = 1
/** Cells between two columns: a line with a blank on each side. */
export const COLUMN_GAP = 3

/**
 * How many rows a frame may have: one is left free, because Ink and some terminals scroll when the
 * last row is written.
 */
export const usableRows = ({ rows }: Size): number => rows - 1

export const bodyHeight = (size: Size): number => usableRows(size) - HEADER_ROWS - FOOTER_ROWS

export const isTooSmall = ({ columns, rows }: Size): boolean =>
  columns < MIN_SIZE.columns || rows < MIN_SIZE.rows

/**
 * A layout before the size is known: the width share of each column; and for each of its slots the
 * height share, followed by the panes in it.
 */
interface Plan {
  readonly widths: readonly number[]
  readonly columns: readonly (readonly (readonly [share: number, ...panes: Pane[]])[])[]
}

/** Arranges the panes in columns. On a small terminal, several panes share a slot. */
export function layoutColumns(size: Size): readonly Column[] {
  const height = bodyHeight(size)
  const { widths, columns } = planFor(size.columns, height)
  const columnWidths = divideByShares(widths, size.columns - COLUMN_GAP * (columns.length - 1))
  return columns.map((slots, index) => {
    const heights = divideByShares(
      slots.map(([share]) => share),
      height,
    )
    return {
      width: columnWidths[index] ?? 0,
      slots: slots.map(([, ...panes], row) => ({ panes, height: heights[row] ?? 0 })),
    }
  })
}

function planFor(columns: number, height: number): Plan {
  if (columns >= 190 && height >= 24) return { widths: [48, 59, 42, 42], columns: FOUR_COLUMNS }
  if (columns >= 150 && height >= 16) return { widths: [50, 58, 49], columns: THREE_COLUMNS }
  if (columns >= 100 && height >= 26) return { widths: [1, 1], columns: TWO_TALL_COLUMNS }
  if (columns >= 100 && height >= 12) return { widths: [1, 1], columns: TWO_LOW_COLUMNS }
  return {
    widths: [1],
    columns: [ONE_COLUMN.find(([minHeight]) => height >= minHeight)?.[1] ?? []],
  }
}

const FOUR_COLUMNS: Plan['columns'] = [
  [[1, 'diagnosis']],
  [
    [4, 'spool'],
    [4, 'journey'],
  ],
  [
    [5, 'verdicts'],
    [5, 'events'],
    [3, 'not-checked'],
  ],
  [[1, 'detail']],
]

const THREE_COLUMNS: Plan['columns'] = [
  [
    [6, 'diagnosis'],
    [3, 'verdicts'],
  ],
  [
    [1, 'spool'],
    [1, 'journey'],
    [1, 'events'],
  ],
  [
    [7, 'detail'],
    [3, 'not-checked'],
  ],
]

const TWO_TALL_COLUMNS: Plan['columns'] = [
  [
    [6, 'diagnosis'],
    [4, 'spool'],
    [3, 'journey'],
  ],
  [
    [3, 'verdicts'],
    [5, 'detail'],
    [3, 'events'],
    [2, 'not-checked'],
  ],
]

const TWO_LOW_COLUMNS: Plan['columns'] = [
  [
    [1, 'diagnosis'],
    [1, 'spool', 'journey', 'events', 'not-checked'],
  ],
  [
    [1, 'verdicts'],
    [1, 'detail'],
  ],
]

/** Slots of a single column, for each minimum height in lines. */
const ONE_COLUMN: readonly (readonly [minHeight: number, Plan['columns'][number]])[] = [
  [
    40,
    [
      [5, 'diagnosis'],
      [4, 'spool'],
      [4, 'detail'],
      [3, 'verdicts', 'journey'],
      [3, 'events', 'not-checked'],
    ],
  ],
  [
    30,
    [
      [4, 'diagnosis'],
      [3, 'spool'],
      [4, 'detail'],
      [3, 'verdicts', 'journey', 'events', 'not-checked'],
    ],
  ],
  [
    17,
    [
      [9, 'diagnosis'],
      [6, 'spool'],
      [5, 'verdicts', 'detail', 'journey', 'events', 'not-checked'],
    ],
  ],
  [0, [[1, 'diagnosis', 'spool', 'verdicts', 'detail', 'journey', 'events', 'not-checked']]],
]

/** Divides a length by shares into whole numbers whose sum is exactly that length. */
function divideByShares(shares: readonly number[], length: number): readonly number[] {
  const shareSum = shares.reduce((sum, share) => sum + share, 0)
  let passedShares = 0
  let used = 0
  return shares.map((share) => {
    passedShares += share
    const part = Math.round((passedShares / shareSum) * length) - used
    used += part
    return part
  })
}

/**
 * Returns the index of the first visible entry of a list with `height` rows. Keeps the selected
 * entry in the middle, except near both ends of the list.
 */
export function firstVisibleIndex(count: number, height: number, selected: number): number {
  return Math.max(0, Math.min(selected - (height >> 1), count - height))
}
