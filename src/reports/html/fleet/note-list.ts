import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { FleetSummary } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'

/** What qualifies all the counts; empty where nothing does. */
export function noteList({ lines, ruleSets, asOf }: FleetSummary): SafeHtml {
  const notes = [
    lines.repeated > 0 &&
      `${formatCount(lines.repeated, 'line')} repeated a bundle: each counts once, judged before failed, and the latest of those.`,
    ruleSets > 1 &&
      `The cases were judged in ${formatNumber(ruleSets)} ways (version, rules, thresholds, options): counts may mix what does not compare.`,
    asOf.unknown > 0 &&
      `${formatCount(asOf.unknown, 'case')} ${asOf.unknown === 1 ? 'tells' : 'tell'} no time to be judged as of.`,
    lines.damaged > 0 &&
      `${formatCount(lines.damaged, 'line')} could not be read${lines.damage.length < lines.damaged ? ', the first of them' : ''}:`,
  ].filter((note) => note !== false)
  if (notes.length === 0) return html``
  return html`<ul class="reasons">${notes.map((note) => html`<li>${note}</li>`)}</ul>${
    lines.damage.length > 0 &&
    html`<ul class="reasons">${lines.damage.map(({ place, reason }) => html`<li><code>${place}</code>: ${reason}</li>`)}</ul>`
  }`
}
