import { formatCount, formatNumber, formatPercent } from '../../../model/duration.ts'
import type {
  FleetSummary,
  GapCount,
  ReasonCount,
  Top,
} from '../../../model/fleet/fleet-summary.ts'
import { commandsBlock } from '../commands-block.ts'
import { ruleNames } from '../missing-list.ts'
import { html, type SafeHtml } from '../safe-html.ts'

/** Lists the missing evidence of a fleet: in how many cases, how to get it, and for which rules. */
export function missingEvidenceList(
  { listed, others }: FleetSummary['notChecked'],
  analyzedCases: number,
): SafeHtml {
  const omitted = others.values > 0 && `${formatCount(others.values, 'more piece')} not listed.`
  return html`<ul class="gaps">${listed.map((gap) => gapItem(gap, analyzedCases))}</ul>${
    omitted && html`<p class="note">${omitted}</p>`
  }`
}

function gapItem({ evidence, cases, rules, ways }: GapCount, analyzedCases: number): SafeHtml {
  const share = `${formatCount(cases, 'case')} (${formatPercent(cases / analyzedCases)})`
  const steps = ways.map(({ how, commands }) => html`<p>${how}</p>${commandsBlock(commands)}`)
  return html`<li><details>
<summary><strong>${evidence}</strong> <span class="note">missing in ${share}</span></summary>
${steps}<p class="note">Needed by: ${ruleNames(rules)}</p></details></li>
`
}

/** Lists the checks that crashed, each with an example. */
export function crashList({ listed }: FleetSummary['crashed']): SafeHtml {
  const items = listed.map(
    ({ rule, cases, example }) =>
      html`<li><strong><code>${rule}</code> in ${formatCount(cases, 'case')}</strong>
(a bug in spoolscope, please report it)<p class="note">${example}</p></li>`,
  )
  return html`<ul class="reasons">${items}</ul>`
}

/** Lists why bundles could not be analyzed, each reason with an example. */
export function reasonList({ listed, others }: Top<ReasonCount>): SafeHtml {
  const omitted = formatCount(others.values, 'more reason')
  return html`<ul class="reasons">${listed.map(reasonItem)}</ul>${
    others.values > 0 &&
    html`<p class="note">${omitted} not listed (${formatCount(others.cases, 'bundle')}).</p>`
  }`
}

function reasonItem({ reason, bundles, example }: ReasonCount): SafeHtml {
  // For one bundle the full reason replaces the general one, which leaves out names and numbers.
  const text = bundles === 1 ? example.reason : reason
  const fullReason = bundles > 1 && example.reason !== reason && `: ${example.reason}`
  return html`<li><strong>${formatNumber(bundles)}</strong> ${text}
<p class="note">Example: <code>${example.bundle}</code>${fullReason}</p></li>
`
}
