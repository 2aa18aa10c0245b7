import {
  AFTER_OTHERS,
  CUSTOMER_TITLE,
  type CustomerStep,
  type CustomerSummary,
  STEPS_TITLE,
} from '../customer/customer-summary.ts'
import { commandsBlock } from './commands-block.ts'
import { page } from './page.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { section } from './section.ts'

/** The summary for a customer as a single page. */
export function customerPage(
  { sentences, steps }: CustomerSummary,
  tool: { readonly name: string; readonly version: string },
): string {
  const [first = '', ...others] = sentences
  const body = html`<header class="top"><p class="brand">${tool.name}</p></header>
<main id="main" class="plain">
<h1>${CUSTOMER_TITLE}</h1>
<section class="part answer">
<p class="headline"><strong>${first}</strong></p>
${others.map((sentence) => html`<p>${sentence}</p>\n`)}
</section>
${
  steps.length > 0 &&
  section({
    id: 'steps',
    level: 2,
    title: STEPS_TITLE,
    body: html`<ol class="steps">${steps.map(stepItem)}</ol>`,
  })
}
</main>`
  return page({ title: CUSTOMER_TITLE, tool, kind: 'report', body })
}

function stepItem({ text, commands, check, isAfterOthers }: CustomerStep, index: number): SafeHtml {
  const wait = isAfterOthers && html`<p class="note">${AFTER_OTHERS}</p>`
  return html`<li value="${index + 1}">
<span class="step-number">${index + 1}</span><div class="step">${wait}<p>${text}</p>
${commandsBlock(commands)}
<p class="check"><strong>Check:</strong> ${check}</p></div></li>
`
}
