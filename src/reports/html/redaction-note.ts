import { formatCount } from '../../model/duration.ts'
import type { RedactionNote } from '../../model/report.ts'
import { html, type SafeHtml } from './safe-html.ts'

/** Says what redaction replaced, and what may still be in the report. */
export function redactionNote({ replaced, timesShifted, notCovered }: RedactionNote): SafeHtml {
  const counts = Object.entries(replaced)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => formatCount(count, kind))
  const replacedText =
    counts.length === 0
      ? 'Nothing had to be replaced.'
      : `Replaced by tokens: ${counts.join(', ')}.`
  const shiftedText = timesShifted && 'All times were shifted by one secret offset.'
  const limits = notCovered.map((text) => html`<li>${text}</li>`)
  return html`<aside class="redaction" aria-label="Redaction">
<p><strong>Redacted.</strong> ${replacedText} ${shiftedText}</p>${
    limits.length > 0 &&
    html`<details class="more"><summary>Not covered</summary><ul>${limits}</ul></details>`
  }</aside>`
}
