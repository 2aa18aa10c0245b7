import type { Verdict } from '../../model/report.ts'
import { gapsOf } from '../gaps.ts'
import { commandsBlock } from './commands-block.ts'
import { heading, type Level } from './headed.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { severityBadge } from './severity-badge.ts'

/**
 * What could not be checked: each missing piece once, how to get it, and the rules that wait for
 * it.
 */
export const missingList = (verdicts: readonly Verdict[], level: Level): SafeHtml =>
  html`<ul class="missing">${gapsOf(verdicts).map(
    ({
      evidence,
      hows,
      rules,
    }) => html`<li data-entry><header>${severityBadge('not-checked')}${heading(level, evidence)}</header>
${[...hows].map(([how, commands]) => html`<p>${how}</p>${commandsBlock([...commands])}`)}
<p class="waits">Waits for it: ${rules.map((rule, index) => [index > 0 && ', ', html`<code>${rule}</code>`])}</p></li>
`,
  )}</ul>`
