import { formatNumber } from '../../../model/duration.ts'
import type { FleetCases } from '../../../model/fleet-case.ts'
import type { FleetSummary } from '../../../model/fleet-summary.ts'
import { dataBlock, html, type SafeHtml } from '../safe-html.ts'
import { scrollable, sortableHeader } from '../table-parts.ts'
import type { FindCasePage } from './case-link.ts'
import { CASE_STATES, caseRows } from './case-rows.ts'

/**
 * The table of all cases: its rows lie in the page as values, and its script draws as many as are
 * looked at.
 */
export function caseTable(
  cases: FleetCases,
  { causes, affected }: FleetSummary,
  pageOf: FindCasePage,
): SafeHtml {
  const rules = causes.listed.map(({ rule }) => rule)
  const channels = affected.channels.listed.map(({ value }) => value)
  return html`<noscript><p>This table needs the script of the page. All cases are in the results themselves.</p></noscript>
<div id="case-filter" class="filters" role="search" aria-label="Cases" hidden>
<div class="field"><label for="find">Find</label><input type="search" id="find" autocomplete="off" spellcheck="false" placeholder="bundle, user, build, words …"></div>
${choice('by-sum', 'State', CASE_STATES)}
${choice('by-cause', 'Cause', rules)}
${channels.length > 0 && choice('by-channel', 'Channel', channels)}
<button type="button" id="all-cases">Show all</button>
</div>
<p id="case-count" role="status" class="note"></p>
${scrollable(
  'Cases',
  html`<table id="case-table" hidden><caption class="unseen">Cases</caption><thead><tr>${[
    sortableHeader('Bundle', 'text'),
    sortableHeader('State', 'text'),
    sortableHeader('Causes', 'number'),
    sortableHeader('User', 'text'),
    sortableHeader('Build', 'text'),
    sortableHeader('Channel', 'text'),
    sortableHeader('Stuck', 'number'),
    sortableHeader('Waits since', 'text'),
    sortableHeader('As of', 'text'),
  ]}</tr></thead><tbody></tbody></table>`,
)}
<nav id="case-pages" class="pager" aria-label="Rows of the table" hidden><button type="button" data-step="-1">Previous</button><span id="case-place"></span><button type="button" data-step="1">Next</button></nav>
${cases.others > 0 && html`<p class="note">${formatNumber(cases.others)} more bundles are not in this table: it holds ${formatNumber(cases.listed.length)}, the worst first.</p>`}
${dataBlock('case-rows', caseRows(cases.listed, pageOf))}`
}

const choice = (id: string, label: string, values: readonly string[]): SafeHtml =>
  html`<div class="field"><label for="${id}">${label}</label><select id="${id}"><option value="">all</option>${values.map((value) => html`<option value="${value}">${value}</option>`)}</select></div>`
