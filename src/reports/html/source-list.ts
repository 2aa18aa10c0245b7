import { formatCount } from '../../model/duration.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import { html, type SafeHtml } from './safe-html.ts'

const VISIBLE_SOURCES = 3

/** Where something was read: the first places, the others to unfold. */
export function sourceList(sources: readonly SourceRef[]): SafeHtml {
  const places = [...new Set(sources.map(formatSource))]
  if (places.length === 0) return html``
  const rest = places.slice(VISIBLE_SOURCES)
  return html`<ul class="sources" aria-label="Where it was read">${places.slice(0, VISIBLE_SOURCES).map(placeItem)}</ul>${
    rest.length > 0 &&
    html`<details class="more"><summary>${formatCount(rest.length, 'more place')}</summary><ul class="sources">${rest.map(placeItem)}</ul></details>`
  }`
}

const placeItem = (place: string): SafeHtml => html`<li><code>${place}</code></li>`
