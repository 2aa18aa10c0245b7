import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { Top } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'

interface CollapsibleTableOptions<T> {
  readonly label: string
  readonly header: SafeHtml
  readonly renderRow: (one: T) => SafeHtml
  /** What is counted: `cause`. */
  readonly noun: string
  readonly visibleRows?: number
}

/** A table of the first rows, the others to unfold, and how many are not listed at all. */
export function collapsibleTable<T>(
  { listed, others }: Top<T>,
  {
    label,
    header: head,
    renderRow: row,
    noun,
    visibleRows: first = 12,
  }: CollapsibleTableOptions<T>,
): SafeHtml {
  const table = (rows: readonly T[], name: string) =>
    scrollable(
      name,
      html`<table><caption class="unseen">${name}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map(row)}</tbody></table>`,
    )
  const rest = listed.slice(first)
  return html`${table(listed.slice(0, first), label)}${
    rest.length > 0 &&
    html`<details class="more"><summary>${formatCount(rest.length, `more ${noun}`)}</summary>${table(rest, `${label}: the others`)}</details>`
  }${others.values > 0 && html`<p class="note">${formatCount(others.values, `more ${noun}`)}, ${formatNumber(others.cases)} in all, not listed.</p>`}`
}
