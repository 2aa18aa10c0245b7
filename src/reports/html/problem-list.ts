import { formatCount, formatNumber } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding } from '../../model/rule.ts'
import { remedyList } from './remedy-list.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading, nextLevel } from './section.ts'
import { sourceList } from './source-list.ts'
import { verdictBadge } from './verdict-badge.ts'

const VISIBLE_FINDINGS = 10

/** What was flagged: found, where, and what to do. */
export function problemList(
  verdicts: readonly Verdict[],
  level: HeadingLevel,
  id: string,
): SafeHtml {
  const known = new Set<string>()
  return html`${verdicts.filter(({ status }) => status === 'flagged').map((verdict, index) => problem(verdict, level, `${id}-${index + 1}`, known))}`
}

function problem(verdict: Verdict, level: HeadingLevel, id: string, known: Set<string>): SafeHtml {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const said = findings.some((one) => one.message === message)
  const rest = findings.slice(VISIBLE_FINDINGS)
  return html`<article class="verdict is-${severity}" aria-labelledby="${id}" data-entry>
<header>${verdictBadge(severity)}${heading(level, title, id)}<p class="rule"><code>${rule}</code>${trial && html` <span class="tag">on trial: rests on inferred facts, check it</span>`}</p></header>
${!said && html`<p class="message">${message}</p>`}
${findings.length > 0 && html`<ul class="findings" aria-label="Evidence">${findings.slice(0, VISIBLE_FINDINGS).map(findingItem)}</ul>`}
${rest.length > 0 && html`<details class="more"><summary>${formatCount(rest.length, 'more finding')}</summary><ul class="findings">${rest.map(findingItem)}</ul></details>`}
${omitted > 0 && html`<p class="note">… and ${formatNumber(omitted)} more, which the report does not list.</p>`}
${remedy.length > 0 && html`${heading(nextLevel(level), 'What to do')}${remedyList(remedy, known)}`}
</article>
`
}

function findingItem({ subject, message, sources, remedy }: Finding): SafeHtml {
  const text = message.includes(subject) ? message : `${subject}: ${message}`
  return html`<li><p>${text}</p>${sourceList(sources)}${remedy !== undefined && html`<p class="check">→ ${remedy}</p>`}</li>`
}

/** Checks that crashed: what they look for may be there. */
export const crashedList = (verdicts: readonly Verdict[]): SafeHtml =>
  html`${verdicts
    .filter(({ status }) => status === 'crashed')
    .map(
      ({ rule, message }) =>
        html`<article class="verdict is-error" data-entry><header>${verdictBadge('crashed')}<p class="rule"><code>${rule}</code></p></header><p class="message">${message}</p></article>`,
    )}<p class="note">A check that could not be finished is a bug in spoolscope. Please report it.</p>`

/** What was looked at and found in order. */
export const clearList = (verdicts: readonly Verdict[]): SafeHtml =>
  html`<ul class="clear">${verdicts
    .filter(({ status }) => status === 'clear')
    .map(
      ({ rule, message, sources }) =>
        html`<li data-entry>${verdictBadge('clear')}<div><p class="rule"><code>${rule}</code></p><p>${message}</p>${sourceList(sources)}</div></li>
`,
    )}</ul>`
