import { formatNumber } from '../../../model/duration.ts'
import type { FleetDiff } from '../../../model/fleet/fleet-diff.ts'
import {
  CAUSE_COUNT_COLUMNS,
  FLAGGED_RULES_TITLE,
  type FleetDiffSection,
  fleetDiffCauses,
  fleetDiffDiagnosedCauses,
  fleetDiffNotes,
  fleetDiffSections,
  fleetDiffTitle,
} from '../../diff/fleet-diff-sections.ts'
import { page } from '../page.ts'
import { pageHeader } from '../page-header.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { section } from '../section.ts'
import { sortableHeader, sortableTable } from '../table-parts.ts'

/** Formats the comparison of two fleets as a single page, with `maxRows` entries of each list. */
export function fleetDiffPage(diff: FleetDiff, maxRows: number): string {
  const { tool, headline } = diff
  const body = html`${pageHeader(tool.name)}
<main id="main">
<h1>${fleetDiffTitle(diff)}</h1>
<p class="headline">${headline}</p>
${fleetDiffNotes(diff).map((note) => html`<p>${note}</p>`)}
${causeSection(diff, maxRows)}${ruleSection(diff, maxRows)}
${fleetDiffSections(diff, maxRows).map(listSection)}
</main>`
  return page({ title: `Comparison – ${tool.name}`, tool, kind: 'report', body })
}

function causeSection(diff: FleetDiff, maxRows: number): SafeHtml | false {
  const { columns, rows, omitted } = fleetDiffDiagnosedCauses(diff, maxRows)
  if (rows.length === 0) return false
  const entries = rows.map(({ rule, counts }) => ({ name: rule, cells: counts }))
  const body = html`${countTable('Causes', columns, entries)}${omittedText(omitted)}`
  return section({ id: 'causes', level: 2, title: 'Causes', body })
}

function ruleSection(diff: FleetDiff, maxRows: number): SafeHtml | false {
  const { rows, omitted } = fleetDiffCauses(diff, maxRows)
  if (rows.length === 0) return false
  const entries = rows.map(({ rule, counts, severity }) => ({
    name: rule,
    cells: counts,
    severity,
  }))
  const table = countTable(FLAGGED_RULES_TITLE, CAUSE_COUNT_COLUMNS, entries)
  const body = html`${table}${omittedText(omitted)}`
  return section({ id: 'rules', level: 2, title: FLAGGED_RULES_TITLE, body })
}

interface CountRow {
  readonly name: string
  readonly cells: readonly string[]
  readonly severity?: string
}

function countTable(
  label: string,
  columns: readonly string[],
  rows: readonly CountRow[],
): SafeHtml {
  const header = [
    sortableHeader('Rule', 'text'),
    ...columns.map((title) => sortableHeader(title, 'number')),
  ]
  const body = rows.map(({ name, cells, severity }) => {
    const note = severity !== undefined && html` <span class="note">${severity}</span>`
    const counts = cells.map((cell) => html`<td class="number">${cell}</td>`)
    return html`<tr data-entry><th scope="row"><code>${name}</code>${note}</th>${counts}</tr>
`
  })
  return sortableTable(label, header, body)
}

function listSection({ title, rows, omitted }: FleetDiffSection): SafeHtml {
  const items = rows.map(({ name, text }) => {
    const details = text !== '' && html`: ${text}`
    return html`<li data-entry><code>${name}</code>${details}</li>
`
  })
  const body = html`<ul>${items}</ul>${omittedText(omitted)}`
  return section({
    id: sectionId(title),
    level: 2,
    title,
    note: formatNumber(rows.length + omitted),
    body,
  })
}

/** `Could not be read (before)` → `could-not-be-read-before` */
const sectionId = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/-$/, '')

const omittedText = (omitted: number): SafeHtml | false =>
  omitted > 0 && html`<p>… and ${formatNumber(omitted)} more</p>`
