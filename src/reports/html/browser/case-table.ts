import { BUNDLE, CHANNEL, type Row, readRows, SUM } from './case-rows.ts'
import { drawRow } from './draw-row.ts'
import { sortButtons } from './sorting.ts'

/**
 * So many rows stand in the page at a time: what a browser lays out in a blink, and a screen reader
 * can walk.
 */
const PER_PAGE = 50

/** The table of cases: finds, chooses, sorts and turns pages. */
export function startCaseTable(): void {
  const parts = partsOf()
  if (!parts) return
  const { filter, table, body, pager, find, sum, cause, channel, count, place } = parts
  const all = readRows()
  let ordered: readonly Row[] = all
  let fitting: readonly Row[] = all
  let first = 0

  const draw = () => {
    body.replaceChildren(...fitting.slice(first, first + PER_PAGE).map(drawRow))
    const last = Math.min(first + PER_PAGE, fitting.length)
    place.textContent =
      fitting.length === 0 ? '' : `${first + 1} – ${last} of ${fitting.length.toLocaleString('en')}`
    for (const button of pager.querySelectorAll<HTMLButtonElement>('button'))
      button.disabled = Number(button.dataset.step) < 0 ? first === 0 : last === fitting.length
    pager.hidden = fitting.length <= PER_PAGE
  }
  const choose = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    const [bySum, byCause, byChannel] = [sum.value, cause.value, channel?.value ?? '']
    fitting = ordered.filter(
      ({ cells, causes, text }) =>
        (bySum === '' || cells[SUM] === bySum) &&
        (byCause === '' || causes.includes(byCause)) &&
        (byChannel === '' || cells[CHANNEL] === byChannel) &&
        words.every((word) => text.includes(word)),
    )
    first = 0
    count.textContent =
      fitting.length === all.length
        ? `${all.length.toLocaleString('en')} cases`
        : `${fitting.length.toLocaleString('en')} of ${all.length.toLocaleString('en')} cases`
    draw()
  }
  const showAll = () => {
    for (const field of [find, sum, cause, ...(channel ? [channel] : [])]) field.value = ''
    choose()
  }

  find.addEventListener('input', choose)
  find.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    find.value = ''
    choose()
  })
  for (const field of [sum, cause, channel]) field?.addEventListener('change', choose)
  document.getElementById('all-cases')?.addEventListener('click', showAll)
  pager.addEventListener('click', ({ target }) => {
    const step = target instanceof HTMLButtonElement ? Number(target.dataset.step) : 0
    if (step === 0) return
    first = Math.max(0, first + step * PER_PAGE)
    draw()
    table.scrollIntoView({ block: 'nearest' })
  })
  sortButtons(table, (column, by, direction) => {
    ordered = sorted(all, column, by === 'number', direction === 'ascending' ? 1 : -1)
    choose()
  })
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-cause]'))
    link.addEventListener('click', () => {
      showAll()
      cause.value = link.dataset.cause ?? ''
      choose()
      cause.focus({ preventScroll: true })
    })
  filter.hidden = false
  table.hidden = false
  choose()
}

/** Numbers inside of texts count as numbers; rows that are equal stay by bundle. */
function sorted(rows: readonly Row[], column: number, numbers: boolean, sign: 1 | -1): Row[] {
  const keyed = rows.map((row) => {
    const cell = row.cells[column] ?? ''
    const key = numbers
      ? Number(cell)
      : String(cell)
          .toLowerCase()
          .replace(/\d+/g, (digits) => digits.padStart(12, '0'))
    return { row, key }
  })
  const bundleOf = ({ row }: (typeof keyed)[number]) => row.cells[BUNDLE] ?? ''
  const order = (left: string | number, right: string | number) =>
    left < right ? -1 : left > right ? 1 : 0
  keyed.sort(
    (left, right) => sign * order(left.key, right.key) || order(bundleOf(left), bundleOf(right)),
  )
  return keyed.map(({ row }) => row)
}

function partsOf() {
  const byId = <T extends HTMLElement>(id: string, kind: new () => T): T | undefined => {
    const found = document.getElementById(id)
    return found instanceof kind ? found : undefined
  }
  const filter = byId('case-filter', HTMLElement)
  const table = byId('case-table', HTMLTableElement)
  const body = table?.tBodies[0]
  const pager = byId('case-pages', HTMLElement)
  const find = byId('find', HTMLInputElement)
  const sum = byId('by-sum', HTMLSelectElement)
  const cause = byId('by-cause', HTMLSelectElement)
  const channel = byId('by-channel', HTMLSelectElement)
  const count = byId('case-count', HTMLElement)
  const place = byId('case-place', HTMLElement)
  if (!filter || !table || !body || !pager || !find || !sum || !cause || !count || !place)
    return undefined
  return { filter, table, body, pager, find, sum, cause, channel, count, place }
}
