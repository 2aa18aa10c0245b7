import { formatCount } from '../../model/duration.ts'
import { type CitedPlaceText, distinctPlaces, type ShownSource } from '../cited-text.ts'
import { html, type SafeHtml } from './safe-html.ts'

/** The other sources are collapsed. */
const VISIBLE_SOURCES = 3

/** Lists sources, each place once, with the line that each cites. */
export function sourceList(sources: readonly ShownSource[]): SafeHtml {
  const places = distinctPlaces(sources)
  if (places.length === 0) return html``
  const visible = places.slice(0, VISIBLE_SOURCES).map(placeItem)
  const hidden = places.slice(VISIBLE_SOURCES)
  return html`<ul class="sources" aria-label="Sources">${visible}</ul>${
    hidden.length > 0 &&
    html`<details class="more"><summary>${formatCount(hidden.length, 'more place')}</summary>
<ul class="sources">${hidden.map(placeItem)}</ul></details>`
  }`
}

const placeItem = ({ place, citedText }: CitedPlaceText): SafeHtml =>
  html`<li><code>${place}</code>${citedLine(citedText)}</li>`

/** Returns a cited line as it is in the file; nothing where the report does not have it. */
const citedLine = (text: string | undefined): SafeHtml =>
  text === undefined ? html`` : html`<code class="cited">${text}</code>`
