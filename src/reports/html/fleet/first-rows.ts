import { numberText, plural } from '../../../model/duration.ts'
import type { Top } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrolled } from '../sortable.ts'

interface Rows<T> {
  readonly label: string
  readonly head: SafeHtml
  readonly row: (one: T) => SafeHtml
  /** What is counted: `cause`. */
  readonly noun: string
  readonly first?: number
}

/** A table of the first rows, the others to unfold, and how many are not listed at all. */
export function firstRows<T>(
  { listed, others }: Top<T>,
  { label, head, row, noun, first = 12 }: Rows<T>,
): SafeHtml {
  const table = (rows: readonly T[], name: string) =>
    scrolled(
      name,
      html`<table><caption class="unseen">${name}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map(row)}</tbody></table>`,
    )
  const rest = listed.slice(first)
  return html`${table(listed.slice(0, first), label)}${
    rest.length > 0 &&
    html`<details class="more"><summary>${plural(rest.length, `more ${noun}`)}</summary>${table(rest, `${label}: the others`)}</details>`
  }${others.values > 0 && html`<p class="note">${plural(others.values, `more ${noun}`)}, ${numberText(others.cases)} in all, not listed.</p>`}`
}
