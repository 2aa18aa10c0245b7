import { formatCount, formatNumber, formatPercent } from '../../../model/duration.ts'
import type { FleetSummary, ReasonCount, Top } from '../../../model/fleet-summary.ts'
import { commandsBlock } from '../commands-block.ts'
import { html, type SafeHtml } from '../safe-html.ts'

/** What was missing, in how many cases, how to get it, and the rules that waited for it. */
export const missingEvidenceList = (
  { listed, others }: FleetSummary['notChecked'],
  judged: number,
): SafeHtml =>
  html`<ul class="gaps">${listed.map(
    ({
      evidence,
      cases,
      rules,
      ways,
    }) => html`<li><details><summary><strong>${evidence}</strong> <span class="note">missing in ${formatCount(cases, 'case')} (${formatPercent(cases / judged)})</span></summary>
${ways.map(({ how, commands }) => html`<p>${how}</p>${commandsBlock(commands)}`)}<p class="note">Waits for it: ${rules.map((rule, index) => [index > 0 && ', ', html`<code>${rule}</code>`])}</p></details></li>
`,
  )}</ul>${others.values > 0 && html`<p class="note">${formatCount(others.values, 'more piece')} not listed.</p>`}`

/** Checks that failed inside spoolscope. */
export const crashList = ({ listed }: FleetSummary['crashed']): SafeHtml =>
  html`<ul class="reasons">${listed.map(
    ({ rule, cases, example }) =>
      html`<li><strong><code>${rule}</code> in ${formatCount(cases, 'case')}</strong> (a bug in spoolscope, please report it)<p class="note">${example}</p></li>`,
  )}</ul>`

/** Why bundles were not judged, each reason with one of them. */
export const reasonList = ({ listed, others }: Top<ReasonCount>): SafeHtml =>
  html`<ul class="reasons">${listed.map(
    ({
      reason,
      bundles,
      example,
    }) => html`<li><strong>${formatNumber(bundles)}</strong> ${bundles === 1 ? example.reason : reason}<p class="note">such as <code>${example.bundle}</code>${bundles > 1 && example.reason !== reason && html`: ${example.reason}`}</p></li>
`,
  )}</ul>${others.values > 0 && html`<p class="note">${formatCount(others.values, 'more reason')}, ${formatCount(others.cases, 'bundle')}, not listed.</p>`}`
