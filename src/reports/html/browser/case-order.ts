import type { CaseRow } from './case-rows.ts'

export type Direction = 'ascending' | 'descending'

/** The order of rows: a column by its name in the address. Without one, the worst come first. */
export interface CaseOrder {
  readonly column: string
  readonly direction: Direction
}

type SortKey = string | number

/** The keys by which each column is sorted. */
const SORT_KEYS: Readonly<Record<string, (row: CaseRow) => SortKey>> = {
  case: ({ bundle }) => textKey(bundle),
  cause: ({ causes, otherRules }) =>
    textKey([...causes.map(({ rule }) => rule), ...otherRules].join(' ')),
  state: ({ state }) => textKey(state),
  user: ({ users }) => textKey(users.join(' ')),
  build: ({ build }) => textKey(build),
  stuck: ({ stuck }) => stuck,
  waiting: ({ waiting }) => textKey(waiting),
  collected: ({ collected }) => textKey(collected),
}

/** `user` or `-user`; empty for no order. */
export const orderText = (order: CaseOrder | undefined): string =>
  order === undefined ? '' : `${order.direction === 'descending' ? '-' : ''}${order.column}`

/** Parses `user` or `-user`. Undefined for a column that does not exist. */
export function parseOrder(text: string): CaseOrder | undefined {
  const column = text.replace(/^-/, '')
  if (!Object.hasOwn(SORT_KEYS, column)) return undefined
  return { column, direction: column === text ? 'ascending' : 'descending' }
}

/** Sorts by a column, then by bundle. Rows without a value come last. */
export function sortRows(rows: readonly CaseRow[], order: CaseOrder | undefined): CaseRow[] {
  const keyOf = order && SORT_KEYS[order.column]
  if (keyOf === undefined) return [...rows]
  const sign = order?.direction === 'descending' ? -1 : 1
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }))
  keyed.sort(
    (left, right) =>
      Number(left.key === '') - Number(right.key === '') ||
      sign * compare(left.key, right.key) ||
      compare(left.row.bundle, right.row.bundle),
  )
  return keyed.map(({ row }) => row)
}

const compare = (left: SortKey, right: SortKey): number =>
  left < right ? -1 : left > right ? 1 : 0

/** Digits in a text are compared as numbers. */
const textKey = (text: string): string =>
  text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'))
