import type { Pane } from './pane.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** A place for panes; of several in it one is shown, the others are named. */
export interface Slot {
  readonly panes: readonly Pane[]
  /** With the heading. */
  readonly height: number
}

export interface Column {
  readonly width: number
  readonly slots: readonly Slot[]
}

/** Below it nothing can be told apart. */
export const MIN_SIZE: Size = { columns: 40, rows: 10 }

export const HEADER_ROWS = 2
const FOOTER_ROWS = 1
/** Between two columns: a line with a blank at each side. */
export const COLUMN_GAP = 3

/**
 * A frame has at most so many lines: Ink, and some terminals, scroll when the last row is written.
 */
export const usableRows = ({ rows }: Size): number => rows - 1

export const bodyHeight = (size: Size): number => usableRows(size) - HEADER_ROWS - FOOTER_ROWS

export const isTooSmall = ({ columns, rows }: Size): boolean =>
  columns < MIN_SIZE.columns || rows < MIN_SIZE.rows

/**
 * Panes of each slot of each column, with their shares of the height; and the shares of the width.
 */
interface Plan {
  readonly widths: readonly number[]
  readonly columns: readonly (readonly (readonly [share: number, ...panes: Pane[]])[])[]
}

/** How the panes stand side by side and below each other; in little room several share a place. */
export function layoutColumns(size: Size): readonly Column[] {
  const height = bodyHeight(size)
  const { widths, columns } = planFor(size.columns, height)
  const room = size.columns - COLUMN_GAP * (columns.length - 1)
  const shares = divideByShares(widths, room)
  return columns.map((slots, index) => {
    const heights = divideByShares(
      slots.map(([share]) => share),
      height,
    )
    return {
      width: shares[index] ?? 0,
      slots: slots.map(([, ...panes], place) => ({ panes, height: heights[place] ?? 0 })),
    }
  })
}

function planFor(columns: number, height: number): Plan {
  if (columns >= 150 && height >= 16) return { widths: [47, 60, 50], columns: THREE_COLUMNS }
  if (columns >= 100 && height >= 26) return { widths: [1, 1], columns: TWO_TALL_COLUMNS }
  if (columns >= 100 && height >= 12) return { widths: [1, 1], columns: TWO_LOW_COLUMNS }
  return { widths: [1], columns: [ONE_COLUMN.find(([least]) => height >= least)?.[1] ?? []] }
}

const THREE_COLUMNS: Plan['columns'] = [
  [
    [5, 'spool'],
    [4, 'events'],
  ],
  [
    [5, 'verdicts'],
    [4, 'journey'],
  ],
  [
    [7, 'detail'],
    [2, 'not-checked'],
  ],
]

const TWO_TALL_COLUMNS: Plan['columns'] = [
  [
    [4, 'spool'],
    [3, 'journey'],
    [3, 'events'],
  ],
  [
    [3, 'verdicts'],
    [5, 'detail'],
    [2, 'not-checked'],
  ],
]

const TWO_LOW_COLUMNS: Plan['columns'] = [
  [
    [1, 'spool'],
    [1, 'journey', 'events', 'not-checked'],
  ],
  [
    [1, 'verdicts'],
    [1, 'detail'],
  ],
]

/** What one column holds from so many lines on. */
const ONE_COLUMN: readonly (readonly [least: number, Plan['columns'][number]])[] = [
  [
    40,
    [
      [4, 'spool'],
      [3, 'verdicts'],
      [4, 'detail'],
      [3, 'journey'],
      [3, 'events', 'not-checked'],
    ],
  ],
  [
    30,
    [
      [3, 'spool'],
      [3, 'verdicts'],
      [4, 'detail'],
      [3, 'journey', 'events', 'not-checked'],
    ],
  ],
  [
    17,
    [
      [7, 'spool'],
      [6, 'verdicts'],
      [7, 'detail', 'journey', 'events', 'not-checked'],
    ],
  ],
  [0, [[1, 'spool', 'verdicts', 'detail', 'journey', 'events', 'not-checked']]],
]

/** Lengths by shares that together are exactly the whole. */
function divideByShares(shares: readonly number[], whole: number): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0)
  let passed = 0
  let used = 0
  return shares.map((share) => {
    passed += share
    const length = Math.round((passed / sum) * whole) - used
    used += length
    return length
  })
}

/**
 * First of the entries that a list shows in so many rows, with the selected one in the middle where
 * there is any choice.
 */
export function firstVisibleIndex(count: number, height: number, selected: number): number {
  return Math.max(0, Math.min(selected - (height >> 1), count - height))
}
