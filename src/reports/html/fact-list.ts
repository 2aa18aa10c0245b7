import type { Fact } from '../../model/fact.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { sourceList } from './source-list.ts'

/** Lists facts with their sources. */
export function factList(facts: Readonly<Record<string, Fact>>): SafeHtml {
  const items = Object.values(facts).map(
    ({ label, text, sources }) => html`<div class="fact" data-entry>
<dt>${label}</dt><dd><p>${text}</p>${sourceList(sources)}</dd></div>
`,
  )
  return html`<dl class="facts">${items}</dl>`
}
