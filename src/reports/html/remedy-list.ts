import type { RemedyStep } from '../../model/rule.ts'
import { remedyStepKey } from '../case-text.ts'
import { commandsBlock } from './commands-block.ts'
import { html, type SafeHtml } from './safe-html.ts'

/**
 * Lists numbered steps, each with its commands and how to verify it. A step whose key is in
 * `printedSteps` only refers to where it is above. Adds the keys of the others to the set.
 */
export function remedyList(steps: readonly RemedyStep[], printedSteps: Set<string>): SafeHtml {
  const items = steps.map((step) => {
    const { do: action, commands, verify } = step
    const key = remedyStepKey(step)
    if (printedSteps.has(key))
      return html`<li><p>${action} <span class="note">(See above.)</span></p></li>`
    printedSteps.add(key)
    return html`<li><p>${action}</p>${commandsBlock(commands)}
<p class="check"><strong>Check:</strong> ${verify}</p></li>`
  })
  return html`<ol class="remedy">${items}</ol>`
}
