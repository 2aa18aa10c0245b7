import { formatCount } from '../../model/duration.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import { html, type SafeHtml } from './safe-html.ts'

/** The other sources are collapsed. */
const VISIBLE_SOURCES = 3

/** Lists sources, each place once. */
export function sourceList(sources: readonly SourceRef[]): SafeHtml {
  const places = [...new Set(sources.map(formatSource))]
  if (places.length === 0) return html``
  const visible = places.slice(0, VISIBLE_SOURCES).map(placeItem)
  const hidden = places.slice(VISIBLE_SOURCES)
  return html`<ul class="sources" aria-label="Sources">${visible}</ul>${
    hidden.length > 0 &&
    html`<details class="more"><summary>${formatCount(hidden.length, 'more place')}</summary>
<ul class="sources">${hidden.map(placeItem)}</ul></details>`
  }`
}

const placeItem = (place: string): SafeHtml => html`<li><code>${place}</code></li>`
