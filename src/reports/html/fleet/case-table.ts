import { formatNumber } from '../../../model/duration.ts'
import type { FleetCases } from '../../../model/fleet/fleet-case.ts'
import type { FleetSummary } from '../../../model/fleet/fleet-summary.ts'
import { FLEET_SECTION_TITLES } from '../../fleet/fleet-text.ts'
import { dataBlock, html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'
import type { FindCasePage } from './case-link.ts'
import { CASE_STATES, caseRows } from './case-rows.ts'

/** The columns by which the table is sorted. `name` is their name in the address of the page. */
const COLUMNS = [
  { name: 'case', title: 'Case', by: 'text' },
  { name: 'cause', title: 'Cause', by: 'text' },
  { name: 'state', title: 'State', by: 'text' },
  { name: 'user', title: 'User', by: 'text' },
  { name: 'build', title: 'Client', by: 'text' },
  { name: 'stuck', title: 'Stuck', by: 'number' },
  { name: 'waiting', title: 'Waiting since', by: 'text' },
  { name: 'collected', title: 'Collected', by: 'text' },
] as const

/** Returns the table of all cases. The page contains its rows as data, which its script draws. */
export function caseTable(
  cases: FleetCases,
  summary: FleetSummary,
  findCasePage: FindCasePage,
): SafeHtml {
  const channels = summary.affected.channels.listed.map(({ value }) => value)
  const header = COLUMNS.map(
    ({ name, title, by }) =>
      html`<th scope="col" class="${by === 'number' && 'number'}" data-by="${by}"
 data-column="${name}">${title}</th>`,
  )
  const orders = COLUMNS.map(
    ({ name, title }) =>
      html`<option value="${name}">${title}, ascending</option>
<option value="-${name}">${title}, descending</option>`,
  )
  const table = html`<table id="case-table" class="cards" hidden>
<caption class="unseen">Cases</caption>
<thead><tr>${header}</tr></thead><tbody></tbody></table>`
  const omitted =
    cases.others > 0 &&
    html`<p class="note">${formatNumber(cases.others)} more bundles are not in this table.
It lists the worst ${formatNumber(cases.listed.length)}.</p>`
  return html`<noscript>
<p>This table needs JavaScript. The results list all cases, too.</p></noscript>
<div id="case-filter" class="filters" role="search" aria-label="Cases" hidden>
<div class="field"><label for="find">Find</label>
<input type="search" id="find" autocomplete="off" spellcheck="false" maxlength="200"
 placeholder="case, user, build, words …"></div>
${selectField('by-sum', 'State', CASE_STATES.map(option))}
${selectField('by-cause', 'Rule', ruleOptions(summary))}
${channels.length > 0 && selectField('by-channel', 'Channel', channels.map(option))}
<div class="field order"><label for="by-order">Sort</label>
<select id="by-order"><option value="">worst first</option>${orders}</select></div>
<button type="button" id="all-cases">Show all</button>
</div>
<p id="case-count" role="status" class="note"></p>
<p id="case-printed" class="printed note"></p>
${scrollable('Cases', table)}
<nav id="case-pages" class="pager" aria-label="Rows of the table" hidden>
<button type="button" data-step="-1">Previous</button>
<span id="case-place"></span>
<button type="button" data-step="1">Next</button></nav>
${omitted}
${dataBlock('case-rows', caseRows(cases.listed, findCasePage))}`
}

/** Returns an option for each rule, under the title of the section that lists it first. */
function ruleOptions({ causes, symptoms, alsoFlagged }: FleetSummary): readonly SafeHtml[] {
  const known = new Set<string>()
  return Object.entries({ causes, symptoms, alsoFlagged }).flatMap(([key, { listed }]) => {
    const rules = listed.map(({ rule }) => rule).filter((rule) => !known.has(rule))
    for (const rule of rules) known.add(rule)
    const title = FLEET_SECTION_TITLES[key as 'causes' | 'symptoms' | 'alsoFlagged']
    return rules.length === 0
      ? []
      : [html`<optgroup label="${title}">${rules.map(option)}</optgroup>`]
  })
}

const option = (value: string): SafeHtml => html`<option value="${value}">${value}</option>`

const selectField = (id: string, label: string, options: readonly SafeHtml[]): SafeHtml =>
  html`<div class="field"><label for="${id}">${label}</label>
<select id="${id}"><option value="">all</option>${options}</select></div>`
