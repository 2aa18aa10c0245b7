import { formatNumber } from '../../../model/duration.ts'
import type { CombinationCount, FleetSummary } from '../../../model/fleet/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseLink } from './case-link.ts'
import { cell, collapsibleTable, columnHeader } from './collapsible-table.ts'
import { shareCell } from './share-cell.ts'

/** Lists sets of causes, each with the cases that have exactly these causes and no others. */
export function combinationTable(
  combinations: FleetSummary['combinations'],
  analyzedCases: number,
  link: CaseLink,
): SafeHtml {
  const header = [
    columnHeader('Cases', 'number'),
    columnHeader('Share'),
    columnHeader('Causes'),
    columnHeader('Example'),
  ]
  return collapsibleTable(combinations, {
    label: 'Combinations',
    noun: 'combination',
    header,
    renderRow: (combination) => combinationRow(combination, analyzedCases, link),
    visibleRows: 10,
  })
}

function combinationRow(
  { rules, cases, example }: CombinationCount,
  analyzedCases: number,
  link: CaseLink,
): SafeHtml {
  const names = rules.map((rule) => html`<li><code>${rule}</code></li>`)
  return html`<tr>${cell('Cases', html`<strong>${formatNumber(cases)}</strong>`, 'number')}
${shareCell(cases / analyzedCases)}
<th scope="row"><ul class="chips">${names}</ul></th>${cell('Example', link(example), 'note')}</tr>
`
}
