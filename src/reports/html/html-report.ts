import { formatCount } from '../../model/duration.ts'
import type { Report } from '../../model/report.ts'
import { caseSection } from './case-section.ts'
import { page } from './page.ts'
import { html } from './safe-html.ts'

/**
 * The whole report as one page that needs nothing beside it; a case of a fleet links back to the
 * page of all, at an address of our own making.
 */
export function htmlReport({ tool, cases }: Report, allCases?: string): string {
  const [only] = cases
  const single = cases.length === 1 && only !== undefined
  const title = single
    ? `${only.id} – ${tool.name}`
    : `${formatCount(cases.length, 'case')} – ${tool.name}`
  const body = html`<header class="top"><p class="brand">${tool.name}</p>${allCases !== undefined && html`<a href="${allCases}">All cases</a>`}${filterBox}</header>
<main id="main">
${
  single
    ? caseSection(only, 'case', 1)
    : html`<h1>${formatCount(cases.length, 'case')}</h1>
<nav aria-label="Cases"><ul class="case-links">${cases.map(({ id }, index) => html`<li><a href="#case-${index + 1}-title"><bdi>${id}</bdi></a></li>`)}</ul></nav>
${cases.map((one, index) => caseSection(one, `case-${index + 1}`, 2))}`
}
</main>`
  return page({ title, tool, kind: 'report', body })
}

const filterBox = html`<div class="filter" data-filter hidden><label for="filter">Filter</label><input id="filter" type="search" autocomplete="off" spellcheck="false" aria-describedby="filter-count"><span id="filter-count" role="status"></span></div>`
