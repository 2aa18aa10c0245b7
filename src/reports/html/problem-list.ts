import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding } from '../../model/rule.ts'
import { EXPERIMENTAL, findingText } from '../case-text.ts'
import { type RuleDiagnosisView, viewRuleDiagnosis } from '../rule-diagnosis.ts'
import { remedyList } from './remedy-list.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading, nextLevel } from './section.ts'
import { sourceList } from './source-list.ts'
import { verdictBadge } from './verdict-badge.ts'

/** The other findings of a verdict are collapsed. */
const VISIBLE_FINDINGS = 10

/**
 * Lists the flagged verdicts with their findings, and with their remedies unless the plan has their
 * steps. `id` begins the ids of headings.
 */
export function problemList(
  verdicts: readonly Verdict[],
  diagnosis: Diagnosis | undefined,
  level: HeadingLevel,
  id: string,
): SafeHtml {
  const printedSteps = new Set<string>()
  const problems = verdicts
    .filter(({ status }) => status === 'flagged')
    .map((verdict, index) => {
      const view = viewRuleDiagnosis(diagnosis, verdict.rule)
      return problem(verdict, view, level, `${id}-${index + 1}`, printedSteps)
    })
  return html`${problems}`
}

function problem(
  verdict: Verdict,
  { isPlanned, supersededBy }: RuleDiagnosisView,
  level: HeadingLevel,
  id: string,
  printedSteps: Set<string>,
): SafeHtml {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const tag = trial && html` <span class="tag">${EXPERIMENTAL}</span>`
  const remedyHeading = heading(nextLevel(level), 'What to do')
  const omittedText = `… and ${formatNumber(omitted)} more, which the report does not list.`
  const repeatsMessage = findings.some((finding) => finding.message === message)
  return html`<article class="verdict is-${severity}" aria-labelledby="${id}" data-entry>
<header>${verdictBadge(severity)}${heading(level, title, id)}
<p class="rule"><code>${rule}</code>${tag}</p></header>
${!repeatsMessage && html`<p class="message">${message}</p>`}
${findingList(findings, isPlanned)}
${omitted > 0 && html`<p class="note">${omittedText}</p>`}
${supersededBy.length > 0 && html`<p class="note">Superseded by ${supersededBy.join(', ')}.</p>`}
${remedy.length > 0 && !isPlanned && [remedyHeading, remedyList(remedy, printedSteps)]}
</article>
`
}

/** Lists findings. Their remedies are left out when the plan has them, with known values filled in. */
function findingList(findings: readonly Finding[], isPlanned: boolean): SafeHtml {
  if (findings.length === 0) return html``
  const item = (finding: Finding) => findingItem(finding, isPlanned)
  const visible = findings.slice(0, VISIBLE_FINDINGS).map(item)
  const hidden = findings.slice(VISIBLE_FINDINGS)
  return html`<ul class="findings" aria-label="Evidence">${visible}</ul>
${
  hidden.length > 0 &&
  html`<details class="more"><summary>${formatCount(hidden.length, 'more finding')}</summary>
<ul class="findings">${hidden.map(item)}</ul></details>`
}`
}

function findingItem(finding: Finding, isPlanned: boolean): SafeHtml {
  const { sources, remedy } = finding
  const remedyText = remedy !== undefined && !isPlanned && html`<p class="check">→ ${remedy}</p>`
  return html`<li><p>${findingText(finding)}</p>${sourceList(sources)}${remedyText}</li>`
}

/** Lists the checks that crashed. The problems they look for are not ruled out. */
export function crashedList(verdicts: readonly Verdict[]): SafeHtml {
  const crashed = verdicts.filter(({ status }) => status === 'crashed')
  const articles = crashed.map(
    ({ rule, message }) => html`<article class="verdict is-error" data-entry>
<header>${verdictBadge('crashed')}<p class="rule"><code>${rule}</code></p></header>
<p class="message">${message}</p></article>`,
  )
  return html`${articles}<p class="note">A crash is a bug in spoolscope. Please report it.</p>`
}

/** Lists the clear verdicts by what is in order, with the places that the rules looked at. */
export function clearList(verdicts: readonly Verdict[]): SafeHtml {
  const clear = verdicts.filter(({ status }) => status === 'clear')
  const items = clear.map(
    ({ rule, clearTitle, message, sources }) => html`<li data-entry>
<p><span class="mark" aria-hidden="true">✓</span> <strong>${clearTitle ?? rule}</strong>
<code class="rule">${rule}</code></p><p class="message">${message}</p>${sourceList(sources)}</li>
`,
  )
  return html`<ul class="clear">${items}</ul>`
}
