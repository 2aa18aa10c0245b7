import { formatCount } from '../../../model/duration.ts'
import type { Top } from '../../../model/fleet/fleet-summary.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'

interface CollapsibleTableOptions<T> {
  readonly label: string
  readonly header: Content
  readonly renderRow: (entry: T) => SafeHtml
  /** Noun for an entry, in the singular: `cause`. */
  readonly noun: string
  /** Number of rows in the visible table. The others are in a collapsed one. */
  readonly visibleRows: number
}

/** Returns a table of the entries, and the number of those that are not listed at all. */
export function collapsibleTable<T>(
  { listed, others }: Top<T>,
  { label, header, renderRow, noun, visibleRows }: CollapsibleTableOptions<T>,
): SafeHtml {
  const table = (entries: readonly T[], name: string) =>
    scrollable(
      name,
      html`<table class="cards"><caption class="unseen">${name}</caption>
<thead><tr>${header}</tr></thead><tbody>${entries.map(renderRow)}</tbody></table>`,
    )
  const hidden = listed.slice(visibleRows)
  const hiddenTable =
    hidden.length > 0 &&
    html`<details class="more rest"><summary>${formatCount(hidden.length, `more ${noun}`)}</summary>
${table(hidden, `${label}: the others`)}</details>`
  const omitted = formatCount(others.values, `more ${noun}`)
  return html`${table(listed.slice(0, visibleRows), label)}${hiddenTable}${
    others.values > 0 &&
    html`<p class="note">${omitted} not listed (${formatCount(others.cases, 'case')}).</p>`
  }`
}

/** Returns a column header; numbers are aligned to the right. */
export const columnHeader = (title: string, kind: 'text' | 'number' = 'text'): SafeHtml =>
  html`<th scope="col" class="${kind === 'number' && 'number'}">${title}</th>`

/** Returns a cell. Cards of narrow screens show its label, because they have no header. */
export const cell = (label: string, content: Content, className?: string): SafeHtml =>
  html`<td class="${className}" data-label="${label}">${content}</td>`
