import { formatNumber } from '../../../model/duration.ts'
import type { FleetCases } from '../../../model/fleet/fleet-case.ts'
import type { FleetSummary } from '../../../model/fleet/fleet-summary.ts'
import { dataBlock, html, type SafeHtml } from '../safe-html.ts'
import { scrollable, sortableHeader } from '../table-parts.ts'
import type { FindCasePage } from './case-link.ts'
import { CASE_STATES, caseRows } from './case-rows.ts'

/** Returns the table of all cases. The page contains its rows as data, which its script draws. */
export function caseTable(
  cases: FleetCases,
  { causes, symptoms, alsoFlagged, affected }: FleetSummary,
  findCasePage: FindCasePage,
): SafeHtml {
  const flagged = [...causes.listed, ...symptoms.listed, ...alsoFlagged.listed]
  const rules = [...new Set(flagged.map(({ rule }) => rule))]
  const channels = affected.channels.listed.map(({ value }) => value)
  const header = [
    sortableHeader('Bundle', 'text'),
    sortableHeader('State', 'text'),
    sortableHeader('Flagged', 'number'),
    sortableHeader('User', 'text'),
    sortableHeader('Build', 'text'),
    sortableHeader('Channel', 'text'),
    sortableHeader('Stuck', 'number'),
    sortableHeader('Waiting since', 'text'),
    sortableHeader('As of', 'text'),
  ]
  const table = html`<table id="case-table" hidden><caption class="unseen">Cases</caption>
<thead><tr>${header}</tr></thead><tbody></tbody></table>`
  const omitted =
    cases.others > 0 &&
    html`<p class="note">${formatNumber(cases.others)} more bundles are not in this table.
It lists the worst ${formatNumber(cases.listed.length)}.</p>`
  return html`<noscript>
<p>This table needs JavaScript. The results list all cases, too.</p></noscript>
<div id="case-filter" class="filters" role="search" aria-label="Cases" hidden>
<div class="field"><label for="find">Find</label>
<input type="search" id="find" autocomplete="off" spellcheck="false"
 placeholder="bundle, user, build, words …"></div>
${selectField('by-sum', 'State', CASE_STATES)}
${selectField('by-cause', 'Rule', rules)}
${channels.length > 0 && selectField('by-channel', 'Channel', channels)}
<button type="button" id="all-cases">Show all</button>
</div>
<p id="case-count" role="status" class="note"></p>
${scrollable('Cases', table)}
<nav id="case-pages" class="pager" aria-label="Rows of the table" hidden>
<button type="button" data-step="-1">Previous</button>
<span id="case-place"></span>
<button type="button" data-step="1">Next</button></nav>
${omitted}
${dataBlock('case-rows', caseRows(cases.listed, findCasePage))}`
}

function selectField(id: string, label: string, values: readonly string[]): SafeHtml {
  const options = values.map((value) => html`<option value="${value}">${value}</option>`)
  return html`<div class="field"><label for="${id}">${label}</label>
<select id="${id}"><option value="">all</option>${options}</select></div>`
}
