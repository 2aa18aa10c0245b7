import { present } from '../../../model/defined.ts'
import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { FlaggedCount, FleetSummary, Top } from '../../../model/fleet/fleet-summary.ts'
import { certaintyText, formatDays, unexplainedCasesText } from '../../fleet/fleet-text.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { verdictBadge } from '../verdict-badge.ts'
import type { CaseLink } from './case-link.ts'
import { collapsibleTable, columnHeader } from './collapsible-table.ts'
import { shareCell } from './share-cell.ts'

export interface RuleTableOptions {
  readonly analyzedCases: number
  readonly link: CaseLink
}

/** Lists the causes: in how many cases and how certain, their users and days, and an example. */
export const causeTable = (causes: FleetSummary['causes'], options: RuleTableOptions): SafeHtml =>
  collapsibleTable(causes, {
    label: 'Causes',
    noun: 'cause',
    header: ruleHeader('Cause'),
    renderRow: (cause) => ruleRow(cause, options, certaintyText(cause)),
    visibleRows: 30,
  })

/** Lists the symptoms, each with the cases in which no cause explains it. */
export const symptomTable = (
  symptoms: FleetSummary['symptoms'],
  options: RuleTableOptions,
): SafeHtml =>
  collapsibleTable(symptoms, {
    label: 'Symptoms',
    noun: 'symptom',
    header: ruleHeader('Symptom'),
    renderRow: (symptom) => ruleRow(symptom, options, unexplainedCasesText(symptom)),
    visibleRows: 30,
  })

/** Lists flagged rules that are neither causes nor symptoms. */
export const flaggedTable = (flagged: Top<FlaggedCount>, options: RuleTableOptions): SafeHtml =>
  collapsibleTable(flagged, {
    label: 'Also flagged',
    noun: 'rule',
    header: ruleHeader('Rule'),
    renderRow: (count) => ruleRow(count, options),
    visibleRows: 10,
  })

const ruleHeader = (title: string): SafeHtml[] => [
  columnHeader('Cases', 'number'),
  columnHeader('Share'),
  columnHeader(title),
]

function ruleRow(
  count: FlaggedCount,
  { analyzedCases, link }: RuleTableOptions,
  detail?: string,
): SafeHtml {
  const { rule, title, severity, trial, cases, users, representative } = count
  const details = present([
    detail,
    users > 0 ? formatCount(users, 'user') : undefined,
    formatDays(count),
  ]).map((text) => `${text} · `)
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
