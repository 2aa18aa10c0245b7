import { type Content, html, type SafeHtml } from './safe-html.ts'

/**
 * Headings of a page that may hold one case or several: `level` counts from the title of the case.
 */
export type HeadingLevel = 1 | 2 | 3 | 4 | 5

export function heading(level: HeadingLevel, text: Content, id?: string): SafeHtml {
  const named = id !== undefined && html` id="${id}"`
  switch (level) {
    case 1:
      return html`<h1${named}>${text}</h1>`
    case 2:
      return html`<h2${named}>${text}</h2>`
    case 3:
      return html`<h3${named}>${text}</h3>`
    case 4:
      return html`<h4${named}>${text}</h4>`
    case 5:
      return html`<h5${named}>${text}</h5>`
  }
}

export const nextLevel = (level: HeadingLevel): HeadingLevel =>
  level === 5 ? 5 : ((level + 1) as HeadingLevel)

interface Section {
  readonly id: string
  readonly level: HeadingLevel
  readonly title: string
  /** Beside the title, smaller. */
  readonly note?: string
  readonly body: Content
}

/** A part of the page with its heading, which names it for screen readers. */
export const section = ({ id, level, title, note, body }: Section): SafeHtml =>
  html`<section class="part" id="${id}" aria-labelledby="${id}-title">
${heading(level, [title, note !== undefined && html` <span class="note">${note}</span>`], `${id}-title`)}
${body}
</section>
`
