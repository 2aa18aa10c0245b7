import { type Content, html, type SafeHtml } from './safe-html.ts'

/** Level of a heading. The title of a case has 1 or 2, depending on how many cases a page shows. */
export type HeadingLevel = 1 | 2 | 3 | 4 | 5

export function heading(level: HeadingLevel, text: Content, id?: string): SafeHtml {
  const idAttribute = id !== undefined && html` id="${id}"`
  switch (level) {
    case 1:
      return html`<h1${idAttribute}>${text}</h1>`
    case 2:
      return html`<h2${idAttribute}>${text}</h2>`
    case 3:
      return html`<h3${idAttribute}>${text}</h3>`
    case 4:
      return html`<h4${idAttribute}>${text}</h4>`
    case 5:
      return html`<h5${idAttribute}>${text}</h5>`
  }
}

export const nextLevel = (level: HeadingLevel): HeadingLevel =>
  level === 5 ? 5 : ((level + 1) as HeadingLevel)

interface SectionOptions {
  readonly id: string
  readonly level: HeadingLevel
  readonly title: string
  /** Shown smaller, beside the title. */
  readonly note?: string | undefined
  readonly body: Content
  /** Whether it is left out in print, because other sections contain what matters of it. */
  readonly isScreenOnly?: boolean
}

/** Returns a section of a page. Its heading is its name for screen readers. */
export function section(options: SectionOptions): SafeHtml {
  const { id, body } = options
  return html`<section class="part" id="${id}" aria-labelledby="${id}-title">
${sectionHeading(options)}
${body}
</section>
`
}

/** Returns a section that is collapsed to its heading, and opened for print. */
export function foldedSection(options: SectionOptions): SafeHtml {
  const { id, body, isScreenOnly } = options
  const screenOnly = isScreenOnly && html` data-screen-only`
  return html`<details class="part fold" id="${id}"${screenOnly}><summary>${sectionHeading(options)}</summary>
${body}
</details>
`
}

function sectionHeading({ id, level, title, note }: SectionOptions): SafeHtml {
  const noteElement = note !== undefined && html` <span class="note">${note}</span>`
  return heading(level, [title, noteElement], `${id}-title`)
}
