import { formatCount } from '../../model/duration.ts'
import type { RedactionNote } from '../../model/report.ts'
import { html, type SafeHtml } from './safe-html.ts'

/** That names were replaced, which, and what that cannot find. */
export function redactionNote({ replaced, timesShifted, notCovered }: RedactionNote): SafeHtml {
  const kinds = Object.entries(replaced).filter(([, count]) => count > 0)
  const words = kinds.map(([kind, count]) => formatCount(count, kind)).join(', ')
  return html`<aside class="redaction" aria-label="Redaction"><p><strong>Redacted.</strong> ${
    words === '' ? 'Nothing had to be replaced.' : `Replaced by tokens: ${words}.`
  } ${timesShifted && 'All times were moved by one secret offset.'}</p>${
    notCovered.length > 0 &&
    html`<details class="more"><summary>What this does not cover</summary><ul>${notCovered.map((text) => html`<li>${text}</li>`)}</ul></details>`
  }</aside>`
}
