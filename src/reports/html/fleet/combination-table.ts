import { formatNumber, formatPercent } from '../../../model/duration.ts'
import type { FleetSummary } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseLink } from './case-link.ts'
import { collapsibleTable } from './collapsible-table.ts'
import { shareBar } from './share-bar.ts'

/** Causes that were found together. */
export const combinationTable = (
  combinations: FleetSummary['combinations'],
  judged: number,
  link: CaseLink,
): SafeHtml =>
  collapsibleTable(combinations, {
    label: 'Causes together',
    noun: 'combination',
    header: html`<th scope="col" class="number">Cases</th><th scope="col">Share</th><th scope="col">Causes</th><th scope="col">Such as</th>`,
    renderRow: ({ rules, cases, example }) =>
      html`<tr><td class="number"><strong>${formatNumber(cases)}</strong></td><td class="share">${shareBar(cases / judged)} ${formatPercent(cases / judged)}</td><th scope="row"><ul class="chips">${rules.map((rule) => html`<li><code>${rule}</code></li>`)}</ul></th><td class="note">${link(example)}</td></tr>
`,
    visibleRows: 10,
  })
