import { type AddressChange, TableAddress } from './address.ts'
import { type CaseOrder, orderText, parseOrder, sortRows } from './case-order.ts'
import { type CaseRow, readCaseRows } from './case-rows.ts'
import { drawRow } from './draw-row.ts'
import { addSortButtons } from './sorting.ts'
import { ALL_CASES, formatState, type TableState } from './table-state.ts'

/** As many rows as a browser lays out quickly and a screen reader can navigate. */
const ROWS_PER_PAGE = 50
/**
 * About 40 pages of paper.
 * Limit: printed rows of the table of cases.
 * Beyond: the page says how many of how many are printed.
 */
const MAX_PRINTED_ROWS = 500

/** Draws the table of cases, and makes its filters, sort buttons and pager work. */
export function startCaseTable(): void {
  const parts = findParts()
  if (!parts) return
  const { filter, table, body, pager, find, state, cause, channel, order, count, place } = parts
  const allRows = readCaseRows()
  let sortedRows: readonly CaseRow[] = allRows
  let shownRows: readonly CaseRow[] = allRows
  let sortedBy = ''
  let page = 1

  const pageCount = () => Math.max(1, Math.ceil(shownRows.length / ROWS_PER_PAGE))
  const draw = () => {
    page = Math.min(page, pageCount())
    const first = (page - 1) * ROWS_PER_PAGE
    body.replaceChildren(...shownRows.slice(first, first + ROWS_PER_PAGE).map(drawRow))
    const last = Math.min(first + ROWS_PER_PAGE, shownRows.length)
    place.textContent =
      shownRows.length === 0 ? '' : `${first + 1} – ${last} of ${numberText(shownRows.length)}`
    for (const button of pager.querySelectorAll<HTMLButtonElement>('button'))
      button.disabled = Number(button.dataset.step) < 0 ? first === 0 : last === shownRows.length
    pager.hidden = shownRows.length <= ROWS_PER_PAGE
  }
  const applyFilters = () => {
    if (order.value !== sortedBy) {
      sortedBy = order.value
      sortedRows = sortRows(allRows, parseOrder(sortedBy))
      setHeaders(parseOrder(sortedBy))
    }
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    const [byState, byRule, byChannel] = [state.value, cause.value, channel?.value ?? '']
    shownRows = sortedRows.filter(
      (row) =>
        (byState === '' || row.state === byState) &&
        (byRule === '' || hasRule(row, byRule)) &&
        (byChannel === '' || row.channel === byChannel) &&
        words.every((word) => row.text.includes(word)),
    )
    count.textContent =
      shownRows.length === allRows.length
        ? `${numberText(allRows.length)} cases`
        : `${numberText(shownRows.length)} of ${numberText(allRows.length)} cases`
    draw()
  }
  const setHeaders = (sorted: CaseOrder | undefined) => {
    for (const header of table.querySelectorAll<HTMLElement>('thead th')) {
      if (sorted && header.dataset.column === sorted.column)
        header.setAttribute('aria-sort', sorted.direction)
      else header.removeAttribute('aria-sort')
    }
  }
  const shownState = (): TableState => ({
    find: find.value,
    state: state.value,
    rule: cause.value,
    channel: channel?.value ?? '',
    sort: order.value,
    page,
  })
  /** Shows a state, and returns it without values that do not exist here. */
  const show = (wanted: TableState): TableState => {
    find.value = wanted.find
    choose(state, wanted.state)
    choose(cause, wanted.rule)
    if (channel) choose(channel, wanted.channel)
    choose(order, wanted.sort)
    page = wanted.page
    applyFilters()
    return shownState()
  }
  const address = new TableAddress((wanted, isNew) => {
    const shown = show(wanted)
    if (isNew) document.getElementById('cases')?.scrollIntoView()
    return shown
  })
  const filterChanged = (change: AddressChange) => {
    page = 1
    applyFilters()
    address.write(shownState(), change)
  }

  find.addEventListener('input', () => filterChanged('typed'))
  find.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    find.value = ''
    filterChanged('typed')
  })
  for (const field of [state, cause, channel, order])
    field?.addEventListener('change', () => filterChanged('chosen'))
  document.getElementById('all-cases')?.addEventListener('click', () => {
    show({ ...ALL_CASES, sort: order.value })
    address.write(shownState(), 'chosen')
  })
  pager.addEventListener('click', ({ target }) => {
    const step = target instanceof HTMLButtonElement ? Number(target.dataset.step) : 0
    if (step === 0) return
    page = Math.max(1, page + step)
    draw()
    address.write(shownState(), 'chosen')
    table.scrollIntoView({ block: 'nearest' })
  })
  addSortButtons(table, (column, _, direction) => {
    const header = table.tHead?.rows[0]?.cells[column]
    choose(order, orderText({ column: header?.dataset.column ?? '', direction }))
    filterChanged('chosen')
  })
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-cause]')) {
    link.href = formatState({ ...ALL_CASES, rule: link.dataset.cause ?? '' })
    link.addEventListener('click', () => cause.focus({ preventScroll: true }))
  }
  startPrintingRows(body, () => shownRows, allRows.length, draw)
  filter.hidden = false
  table.hidden = false
  address.start()
}

/** Prints more than the page shows, and says how much: all rows of the filter, up to a limit. */
function startPrintingRows(
  body: HTMLTableSectionElement,
  shownRows: () => readonly CaseRow[],
  total: number,
  draw: () => void,
): void {
  const note = document.getElementById('case-printed')
  addEventListener('beforeprint', () => {
    const rows = shownRows()
    const printed = rows.slice(0, MAX_PRINTED_ROWS)
    body.replaceChildren(...printed.map(drawRow))
    if (note) note.textContent = printedText(printed.length, rows.length, total)
  })
  addEventListener('afterprint', draw)
}

function printedText(printed: number, shown: number, total: number): string {
  const filtered = shown === total ? '' : `, as filtered from ${numberText(total)}`
  return printed < shown
    ? `Printed: the first ${numberText(printed)} of ${numberText(shown)} cases${filtered}.`
    : `Printed: all ${numberText(shown)} cases${filtered}.`
}

const numberText = (count: number): string => count.toLocaleString('en')

const hasRule = ({ causes, otherRules }: CaseRow, rule: string): boolean =>
  causes.some((cause) => cause.rule === rule) || otherRules.includes(rule)

/** Chooses a value of a list; its first one, which filters nothing, where it is not in the list. */
function choose(field: HTMLSelectElement, value: string): void {
  const isKnown = [...field.options].some((option) => option.value === value)
  field.value = isKnown ? value : ''
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
  const order = byId('by-order', HTMLSelectElement)
  const count = byId('case-count', HTMLElement)
  const place = byId('case-place', HTMLElement)
  if (!filter || !table || !body || !pager || !find || !state || !cause) return undefined
  if (!order || !count || !place) return undefined
  return { filter, table, body, pager, find, state, cause, channel, order, count, place }
}
