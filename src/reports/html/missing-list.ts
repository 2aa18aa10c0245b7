import { findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { Verdict } from '../../model/report.ts'
import { commandsBlock } from './commands-block.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading } from './section.ts'
import { verdictBadge } from './verdict-badge.ts'

/**
 * What could not be checked: each missing piece once, how to get it, and the rules that wait for
 * it.
 */
export const missingList = (verdicts: readonly Verdict[], level: HeadingLevel): SafeHtml =>
  html`<ul class="missing">${findEvidenceGaps(verdicts).map(
    ({
      evidence,
      instructions: hows,
      rules,
    }) => html`<li data-entry><header>${verdictBadge('not-checked')}${heading(level, evidence)}</header>
${[...hows].map(([how, commands]) => html`<p>${how}</p>${commandsBlock([...commands])}`)}
<p class="waits">Waits for it: ${rules.map((rule, index) => [index > 0 && ', ', html`<code>${rule}</code>`])}</p></li>
`,
  )}</ul>`
