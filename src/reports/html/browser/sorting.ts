import { say } from './say.ts'

type Direction = 'ascending' | 'descending'

const order = new Intl.Collator('en', { numeric: true })

/** Makes a button of the head of each column of tables that may be sorted. */
export function startSorting(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]'))
    sortButtons(table, (column, by, direction) => sortRows(table, column, by, direction))
}

/** Calls `sort` when the reader asks for it, and tells by what the table is sorted. */
export function sortButtons(
  table: HTMLTableElement,
  sort: (column: number, by: string, direction: Direction) => void,
): void {
  const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')]
  for (const [column, head] of heads.entries()) {
    const { by } = head.dataset
    if (by === undefined) continue
    const title = head.textContent ?? ''
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'sort'
    button.textContent = title
    head.replaceChildren(button)
    button.addEventListener('click', () => {
      // Numbers are looked at for the largest, texts from A.
      const usual: Direction = by === 'number' ? 'descending' : 'ascending'
      const now = head.getAttribute('aria-sort')
      const direction = now === null ? usual : now === 'ascending' ? 'descending' : 'ascending'
      for (const other of heads) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', direction)
      sort(column, by, direction)
      say(`Sorted by ${title}, ${direction}`)
    })
  }
}

function sortRows(table: HTMLTableElement, column: number, by: string, direction: Direction): void {
  const body = table.tBodies[0]
  if (!body) return
  const keyed = [...body.rows].map((row) => {
    const cell = row.cells[column]
    return { row, key: cell?.dataset.sort ?? cell?.textContent ?? '' }
  })
  const sign = direction === 'ascending' ? 1 : -1
  keyed.sort(
    (left, right) =>
      sign *
      (by === 'number' ? Number(left.key) - Number(right.key) : order.compare(left.key, right.key)),
  )
  body.append(...keyed.map(({ row }) => row))
}
