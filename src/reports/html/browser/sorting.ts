import { announce } from './announce.ts'

type Direction = 'ascending' | 'descending'

const collator = new Intl.Collator('en', { numeric: true })

/** Adds sort buttons to all tables that are sorted in the page. */
export function startSorting(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]'))
    addSortButtons(table, (column, by, direction) => sortRows(table, column, by, direction))
}

/** Adds a button to each column header with `data-by`. `sort` is called when one is clicked. */
export function addSortButtons(
  table: HTMLTableElement,
  sort: (column: number, by: string, direction: Direction) => void,
): void {
  const headers = [...table.querySelectorAll<HTMLTableCellElement>('thead th')]
  for (const [column, header] of headers.entries()) {
    const { by } = header.dataset
    if (by === undefined) continue
    const title = header.textContent ?? ''
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'sort'
    button.textContent = title
    header.replaceChildren(button)
    button.addEventListener('click', () => {
      // The largest number and the first text are the most interesting ones.
      const firstDirection: Direction = by === 'number' ? 'descending' : 'ascending'
      const current = header.getAttribute('aria-sort')
      const opposite = current === 'ascending' ? 'descending' : 'ascending'
      const direction = current === null ? firstDirection : opposite
      for (const other of headers) other.removeAttribute('aria-sort')
      header.setAttribute('aria-sort', direction)
      sort(column, by, direction)
      announce(`Sorted by ${title}, ${direction}`)
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
      (by === 'number'
        ? Number(left.key) - Number(right.key)
        : collator.compare(left.key, right.key)),
  )
  body.append(...keyed.map(({ row }) => row))
}
