import type { Fact } from '../../model/fact.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { sourceList } from './source-list.ts'

/** What was found out, each with where it was read. */
export const factList = (facts: Readonly<Record<string, Fact>>): SafeHtml =>
  html`<dl class="facts">${Object.values(facts).map(
    ({
      label,
      text,
      sources,
    }) => html`<div class="fact" data-entry><dt>${label}</dt><dd><p>${text}</p>${sourceList(sources)}</dd></div>
`,
  )}</dl>`
