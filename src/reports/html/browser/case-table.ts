import { type CaseRow, COLUMNS, readCaseRows } from './case-rows.ts'
import { drawRow } from './draw-row.ts'
import { addSortButtons } from './sorting.ts'

/** As many rows as a browser lays out quickly and a screen reader can navigate. */
const ROWS_PER_PAGE = 50

/** Draws the table of cases, and makes its filters, sort buttons and pager work. */
export function startCaseTable(): void {
  const parts = findParts()
  if (!parts) return
  const { filter, table, body, pager, find, state, cause, channel, count, place } = parts
  const allRows = readCaseRows()
  let sortedRows: readonly CaseRow[] = allRows
  let shownRows: readonly CaseRow[] = allRows
  let first = 0

  const draw = () => {
    body.replaceChildren(...shownRows.slice(first, first + ROWS_PER_PAGE).map(drawRow))
    const last = Math.min(first + ROWS_PER_PAGE, shownRows.length)
    place.textContent =
      shownRows.length === 0
        ? ''
        : `${first + 1} – ${last} of ${shownRows.length.toLocaleString('en')}`
    for (const button of pager.querySelectorAll<HTMLButtonElement>('button'))
      button.disabled = Number(button.dataset.step) < 0 ? first === 0 : last === shownRows.length
    pager.hidden = shownRows.length <= ROWS_PER_PAGE
  }
  const applyFilters = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    const [byState, byCause, byChannel] = [state.value, cause.value, channel?.value ?? '']
    shownRows = sortedRows.filter(
      ({ cells, causes, text }) =>
        (byState === '' || cells[COLUMNS.state] === byState) &&
        (byCause === '' || causes.includes(byCause)) &&
        (byChannel === '' || cells[COLUMNS.channel] === byChannel) &&
        words.every((word) => text.includes(word)),
    )
    first = 0
    count.textContent =
      shownRows.length === allRows.length
        ? `${allRows.length.toLocaleString('en')} cases`
        : `${shownRows.length.toLocaleString('en')} of ${allRows.length.toLocaleString('en')} cases`
    draw()
  }
  const showAll = () => {
    for (const field of [find, state, cause, channel]) if (field) field.value = ''
    applyFilters()
  }

  find.addEventListener('input', applyFilters)
  find.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    find.value = ''
    applyFilters()
  })
  for (const field of [state, cause, channel]) field?.addEventListener('change', applyFilters)
  document.getElementById('all-cases')?.addEventListener('click', showAll)
  pager.addEventListener('click', ({ target }) => {
    const step = target instanceof HTMLButtonElement ? Number(target.dataset.step) : 0
    if (step === 0) return
    first = Math.max(0, first + step * ROWS_PER_PAGE)
    draw()
    table.scrollIntoView({ block: 'nearest' })
  })
  addSortButtons(table, (column, by, direction) => {
    sortedRows = sortRows(allRows, column, by === 'number', direction === 'ascending' ? 1 : -1)
    applyFilters()
  })
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-cause]'))
    link.addEventListener('click', () => {
      showAll()
      cause.value = link.dataset.cause ?? ''
      applyFilters()
      cause.focus({ preventScroll: true })
    })
  filter.hidden = false
  table.hidden = false
  applyFilters()
}

/** Sorts by a column, then by bundle. Digits in a text are compared as numbers. */
function sortRows(
  rows: readonly CaseRow[],
  column: number,
  isNumeric: boolean,
  sign: 1 | -1,
): CaseRow[] {
  const keyed = rows.map((row) => {
    const cell = row.cells[column] ?? ''
    const key = isNumeric
      ? Number(cell)
      : String(cell)
          .toLowerCase()
          .replace(/\d+/g, (digits) => digits.padStart(12, '0'))
    return { row, key }
  })
  const bundleName = ({ row }: (typeof keyed)[number]) => row.cells[COLUMNS.bundle] ?? ''
  const compare = (left: string | number, right: string | number) =>
    left < right ? -1 : left > right ? 1 : 0
  keyed.sort(
    (left, right) =>
      sign * compare(left.key, right.key) || compare(bundleName(left), bundleName(right)),
  )
  return keyed.map(({ row }) => row)
}

/** Returns undefined when the page has no table of cases. */
function findParts() {
  const byId = <T extends HTMLElement>(id: string, kind: new () => T): T | undefined => {
    const found = document.getElementById(id)
    return found instanceof kind ? found : undefined
  }
  const filter = byId('case-filter', HTMLElement)
  const table = byId('case-table', HTMLTableElement)
  const body = table?.tBodies[0]
  const pager = byId('case-pages', HTMLElement)
  const find = byId('find', HTMLInputElement)
  const state = byId('by-sum', HTMLSelectElement)
  const cause = byId('by-cause', HTMLSelectElement)
  const channel = byId('by-channel', HTMLSelectElement)
  const count = byId('case-count', HTMLElement)
  const place = byId('case-place', HTMLElement)
  if (!filter || !table || !body || !pager || !find || !state || !cause || !count || !place)
    return undefined
  return { filter, table, body, pager, find, state, cause, channel, count, place }
}
