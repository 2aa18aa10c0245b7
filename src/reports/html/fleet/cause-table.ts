import { present } from '../../../model/defined.ts'
import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { CauseCount, FleetSummary } from '../../../model/fleet/fleet-summary.ts'
import { formatDays } from '../../fleet/fleet-text.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { verdictBadge } from '../verdict-badge.ts'
import type { CaseLink } from './case-link.ts'
import { collapsibleTable, columnHeader } from './collapsible-table.ts'
import { shareCell } from './share-cell.ts'

/**
 * Lists the causes: the number of cases and their share of the analyzed ones, the rule, its users
 * and days, and an example case.
 */
export const causeTable = (
  causes: FleetSummary['causes'],
  analyzedCases: number,
  link: CaseLink,
): SafeHtml =>
  collapsibleTable(causes, {
    label: 'Causes',
    noun: 'cause',
    header: [columnHeader('Cases', 'number'), columnHeader('Share'), columnHeader('Cause')],
    renderRow: (cause) => causeRow(cause, analyzedCases, link),
    visibleRows: 30,
  })

function causeRow(cause: CauseCount, analyzedCases: number, link: CaseLink): SafeHtml {
  const { rule, title, severity, trial, cases, users, representative } = cause
  const details = present([
    users > 0 ? formatCount(users, 'user') : undefined,
    formatDays(cause),
  ]).map((detail) => `${detail} · `)
  const tag = trial && html` <span class="tag">experimental</span>`
  const ofRule = html`<span class="unseen"> of ${rule}</span>`
  const casesLink = html`<a href="#cases" data-cause="${rule}">show cases${ofRule}</a>`
  return html`<tr><td class="number"><strong>${formatNumber(cases)}</strong></td>
${shareCell(cases / analyzedCases)}
<th scope="row"><p class="cause">${verdictBadge(severity)} <strong>${title}</strong>${tag}</p>
<p class="note"><code>${rule}</code> · ${details}${casesLink}</p>
<details class="more"><summary>Example case<span class="unseen">: ${rule}</span></summary>
<p>${link(representative.bundle)}</p>
<p class="note">${representative.headline}</p></details></th></tr>
`
}
