import { type EvidenceGap, findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { Verdict } from '../../model/report.ts'
import { commandsBlock } from './commands-block.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading } from './section.ts'
import { verdictBadge } from './verdict-badge.ts'

/** Lists the missing evidence, with the way to get it and the rules that need it. */
export const missingList = (verdicts: readonly Verdict[], level: HeadingLevel): SafeHtml =>
  html`<ul class="missing">${findEvidenceGaps(verdicts).map((gap) => missingItem(gap, level))}</ul>`

function missingItem(
  { evidence, instructions, rules }: EvidenceGap,
  level: HeadingLevel,
): SafeHtml {
  const steps = [...instructions].map(
    ([how, commands]) => html`<p>${how}</p>${commandsBlock([...commands])}`,
  )
  return html`<li data-entry>
<header>${verdictBadge('not-checked')}${heading(level, evidence)}</header>
${steps}
<p class="waits">Needed by: ${ruleNames(rules)}</p></li>
`
}

/** Lists the ids of rules, separated by commas. */
export const ruleNames = (rules: readonly string[]): SafeHtml =>
  html`${rules.map((rule, index) => [index > 0 && ', ', html`<code>${rule}</code>`])}`
