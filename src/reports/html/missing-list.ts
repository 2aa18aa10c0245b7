import type { Diagnosis } from '../../model/diagnosis.ts'
import { type EvidenceGap, findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { Verdict } from '../../model/report.ts'
import { DIAGNOSIS_TITLES } from '../diagnosis-text.ts'
import { commandsBlock } from './commands-block.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading } from './section.ts'
import { verdictBadge } from './verdict-badge.ts'

/**
 * Lists the missing evidence with the rules that need it, and the way to get it unless the diagnosis
 * asks for it.
 */
export function missingList(
  verdicts: readonly Verdict[],
  diagnosis: Diagnosis | undefined,
  level: HeadingLevel,
): SafeHtml {
  const collected = new Set(diagnosis?.collectNext.map(({ evidence }) => evidence))
  const items = findEvidenceGaps(verdicts).map((gap) => {
    if (collected.has(gap.evidence))
      return missingItem(gap, level, html`<p>See ${DIAGNOSIS_TITLES.collectNext}.</p>`)
    const steps = instructionList(gap)
    // The diagnosis would ask for it if it mattered.
    return missingItem(gap, level, diagnosis === undefined ? steps : collapsed(steps))
  })
  return html`<ul class="missing">${items}</ul>`
}

const instructionList = ({ instructions }: EvidenceGap): SafeHtml =>
  html`${[...instructions].map(
    ([how, commands]) => html`<p>${how}</p>${commandsBlock([...commands])}`,
  )}`

const collapsed = (instructions: SafeHtml): SafeHtml =>
  html`<details class="more" data-screen-only><summary>How to get it</summary>
${instructions}</details>`

function missingItem(
  { evidence, rules }: EvidenceGap,
  level: HeadingLevel,
  instructions: SafeHtml,
): SafeHtml {
  return html`<li data-entry>
<header>${verdictBadge('not-checked')}${heading(level, evidence)}</header>
${instructions}
<p class="waits">Needed by: ${ruleNames(rules)}</p></li>
`
}

/** Lists the ids of rules, separated by commas. */
export const ruleNames = (rules: readonly string[]): SafeHtml =>
  html`${rules.map((rule, index) => [index > 0 && ', ', html`<code>${rule}</code>`])}`
