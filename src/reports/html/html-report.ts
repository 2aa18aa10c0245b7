import { formatCount } from '../../model/duration.ts'
import type { CaseReport, Report } from '../../model/report.ts'
import { configurationText } from '../case-text.ts'
import { withCitedText } from '../cited-text.ts'
import { caseSection } from './case-section.ts'
import { page } from './page.ts'
import { pageHeader } from './page-header.ts'
import { html, type SafeHtml } from './safe-html.ts'

/**
 * Formats a report as a single HTML page. It links to `fleetPageUrl`, the page of all cases, which
 * must come from this program and never from evidence.
 */
export function htmlReport({ tool, ...report }: Report, fleetPageUrl?: string): string {
  const { configuration = [] } = report
  const cases = report.cases.map(withCitedText)
  const [first] = cases
  const onlyCase = cases.length === 1 ? first : undefined
  const name = onlyCase?.id ?? formatCount(cases.length, 'case')
  const fleetLink = fleetPageUrl !== undefined && html`<a href="${fleetPageUrl}">All cases</a>`
  const body = html`${pageHeader(tool.name, fleetLink)}
<main id="main">
${onlyCase !== undefined ? caseSection(onlyCase, 'case', 1) : allCases(cases)}
${configuration.map((use) => html`<p class="note">${configurationText(use)}</p>`)}
</main>`
  return page({ title: `${name} – ${tool.name}`, tool, kind: 'report', body })
}

function allCases(cases: readonly CaseReport[]): SafeHtml {
  const links = cases.map(
    ({ id }, index) => html`<li><a href="#case-${index + 1}-title"><bdi>${id}</bdi></a></li>`,
  )
  return html`<h1>${formatCount(cases.length, 'case')}</h1>
<nav aria-label="Cases"><ul class="case-links">${links}</ul></nav>
${cases.map((report, index) => caseSection(report, `case-${index + 1}`, 2))}`
}
