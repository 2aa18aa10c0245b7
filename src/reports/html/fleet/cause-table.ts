import { present } from '../../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../../model/duration.ts'
import type { CauseCount, FleetSummary } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { verdictBadge } from '../verdict-badge.ts'
import type { CaseLink } from './case-link.ts'
import { collapsibleTable } from './collapsible-table.ts'
import { shareBar } from './share-bar.ts'

/** Each cause: how many cases have it, what it is, whose, since when, and a case that shows it. */
export const causeTable = (
  causes: FleetSummary['causes'],
  judged: number,
  link: CaseLink,
): SafeHtml =>
  collapsibleTable(causes, {
    label: 'Causes',
    noun: 'cause',
    header: html`<th scope="col" class="number">Cases</th><th scope="col">Share</th><th scope="col">Cause</th>`,
    renderRow: (cause) => causeRow(cause, judged, link),
    visibleRows: 30,
  })

function causeRow(cause: CauseCount, judged: number, link: CaseLink): SafeHtml {
  const { rule, title, severity, trial, cases, users, first, last, representative } = cause
  const about = present([
    users > 0 ? formatCount(users, 'user') : undefined,
    ...daysText(first, last),
  ]).join(' · ')
  return html`<tr><td class="number"><strong>${formatNumber(cases)}</strong></td><td class="share">${shareBar(cases / judged)} ${formatPercent(cases / judged)}</td><th scope="row"><p class="cause">${verdictBadge(severity)} <strong>${title}</strong>${trial && html` <span class="tag">on trial</span>`}</p><p class="note"><code>${rule}</code>${about !== '' && ` · ${about}`} · <a href="#cases" data-cause="${rule}">show cases<span class="unseen"> of ${rule}</span></a></p><details class="more"><summary>A case that shows it<span class="unseen">: ${rule}</span></summary><p>${link(representative.bundle)}</p><p class="note">${representative.headline}</p></details></th></tr>
`
}

/** `2016-09-20 – 2016-10-02`, or the one day. */
function daysText(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return []
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return [from === to ? from : `${from} – ${to}`]
}
