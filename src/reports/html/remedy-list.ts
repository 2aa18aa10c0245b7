import type { RemedyStep } from '../../model/rule.ts'
import { commandsBlock } from './commands-block.ts'
import { html, type SafeHtml } from './safe-html.ts'

/**
 * Numbered steps with commands to copy and how to see that it worked; those that the reader knows
 * from above, briefly.
 */
export function remedyList(steps: readonly RemedyStep[], known: Set<string>): SafeHtml {
  const items = steps.map((step) => {
    const key = JSON.stringify(step)
    if (known.has(key))
      return html`<li><p>${step.do} <span class="note">(See above.)</span></p></li>`
    known.add(key)
    return html`<li><p>${step.do}</p>${commandsBlock(step.commands)}<p class="check"><strong>Check:</strong> ${step.verify}</p></li>`
  })
  return html`<ol class="remedy">${items}</ol>`
}
