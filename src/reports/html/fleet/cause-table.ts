import { CERTAINTIES } from '../../../model/diagnosis.ts'
import { formatNumber } from '../../../model/duration.ts'
import type {
  CauseCount,
  CertaintyCounts,
  FlaggedCount,
  FleetSummary,
  Top,
} from '../../../model/fleet/fleet-summary.ts'
import { formatDays, otherOutcomesText } from '../../fleet/fleet-text.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { verdictBadge } from '../verdict-badge.ts'
import type { CaseLink } from './case-link.ts'
import { cell, collapsibleTable, columnHeader } from './collapsible-table.ts'
import { shareCell } from './share-cell.ts'

export interface RuleTableOptions {
  readonly analyzedCases: number
  readonly link: CaseLink
}

/**
 * Lists the causes: in how many cases and how certain, their users and days, and an example. Then
 * says what came of the cases without a cause.
 */
export function causeTable(
  { causes, outcomes }: Pick<FleetSummary, 'causes' | 'outcomes'>,
  options: RuleTableOptions,
): SafeHtml {
  const others = otherOutcomesText(outcomes)
  const table = collapsibleTable(causes, {
    label: 'Causes',
    noun: 'cause',
    header: ruleHeader('Cause', columnHeader('Certainty')),
    renderRow: (cause) => ruleRow(cause, options, certaintyCell(cause)),
    visibleRows: 30,
  })
  return html`${causes.listed.length > 0 && table}${
    others !== undefined && html`<p class="note">${others}</p>`
  }`
}

/** Lists the symptoms, each with the cases in which no cause explains it. */
export const symptomTable = (
  symptoms: FleetSummary['symptoms'],
  options: RuleTableOptions,
): SafeHtml =>
  collapsibleTable(symptoms, {
    label: 'Symptoms',
    noun: 'symptom',
    header: ruleHeader('Symptom', columnHeader('Unexplained', 'number')),
    renderRow: (symptom) =>
      ruleRow(symptom, options, cell('Unexplained', formatNumber(symptom.unexplained), 'number')),
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

const ruleHeader = (title: string, more?: SafeHtml): Content => [
  columnHeader('Cases', 'number'),
  columnHeader('Share'),
  more,
  columnHeader('Users', 'number'),
  html`<th scope="col" class="wide">${title}</th>`,
]

/** Lists the cases by certainty: `12 proven, 3 likely`. */
function certaintyCell({ certainty }: CauseCount): SafeHtml {
  const known = CERTAINTIES.filter((level) => certainty[level] > 0)
  const levels: readonly (keyof CertaintyCounts)[] =
    certainty.unknown > 0 ? [...known, 'unknown'] : known
  const items = levels.map(
    (level) =>
      html`<li class="certainty is-${level}"><strong>${formatNumber(certainty[level])}</strong>
${level}</li>`,
  )
  return cell('Certainty', html`<ul class="certainties">${items}</ul>`)
}

function ruleRow(
  count: FlaggedCount,
  { analyzedCases, link }: RuleTableOptions,
  more?: SafeHtml,
): SafeHtml {
  const { rule, title, severity, trial, cases, users, representative } = count
  const days = formatDays(count)
  const tag = trial && html` <span class="tag">experimental</span>`
  const ofRule = html`<span class="unseen"> of ${rule}</span>`
  const casesLink = html`<span class="cases-link"> ·
<a href="#cases" data-cause="${rule}">show cases${ofRule}</a></span>`
  return html`<tr>${cell('Cases', html`<strong>${formatNumber(cases)}</strong>`, 'number')}
${shareCell(cases / analyzedCases)}
${more}${cell('Users', formatNumber(users), 'number')}
<th scope="row"><p class="cause">${verdictBadge(severity)} <strong>${title}</strong>${tag}</p>
<p class="note"><code>${rule}</code>${days !== undefined && ` · ${days}`}${casesLink}</p>
<details class="more"><summary>Example case<span class="unseen">: ${rule}</span></summary>
<p>${link(representative.bundle)}</p>
<p class="note">${representative.headline}</p></details></th></tr>
`
}
