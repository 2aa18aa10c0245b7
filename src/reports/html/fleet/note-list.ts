import type { FleetSummary } from '../../../model/fleet/fleet-summary.ts'
import { fleetNotes } from '../../fleet/fleet-text.ts'
import { html, type SafeHtml } from '../safe-html.ts'

/** Lists what limits the meaning of the counts; empty when nothing does. */
export function noteList(summary: FleetSummary): SafeHtml {
  const notes = fleetNotes(summary).map((note) => html`<li>${note}</li>`)
  const damage = summary.lines.damage.map(
    ({ place, reason }) => html`<li><code>${place}</code>: ${reason}</li>`,
  )
  if (notes.length === 0) return html``
  return html`<ul class="reasons">${notes}</ul>${
    damage.length > 0 && html`<ul class="reasons">${damage}</ul>`
  }`
}
