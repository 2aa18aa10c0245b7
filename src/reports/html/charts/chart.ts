import { type Content, html, type SafeHtml } from '../safe-html.ts'

/** What is drawn in one width; the height follows from what there is to show. */
export interface ChartDrawing {
  readonly height: number
  readonly marks: Content
}

interface ChartOptions {
  readonly id: string
  readonly title: string
  /** What the picture says, in a sentence or two. */
  readonly description: string
  /** More of it, for whom cannot see it. */
  readonly details?: string
  readonly legend?: Content
  /** The same in a table. */
  readonly table?: SafeHtml
  readonly draw: (width: number, id: string) => ChartDrawing
}

const WIDTHS = { wide: 960, narrow: 340 } as const

/**
 * A picture drawn for two widths, of which the style shows one, with title, description, legend and
 * the same as a table.
 */
export function chart({
  id,
  title,
  description: says,
  details,
  legend,
  table,
  draw,
}: ChartOptions): SafeHtml {
  const drawings = Object.entries(WIDTHS).map(([name, width]) => {
    const { height, marks } = draw(width, `${id}-${name}`)
    return html`<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-${name}-title" aria-describedby="${id}-${name}-says"><title id="${id}-${name}-title">${title}</title><desc id="${id}-${name}-says">${says}${details !== undefined && ` ${details}`}</desc>${marks}</svg>
`
  })
  return html`<figure class="picture"><figcaption><strong>${title}</strong> ${says}</figcaption>
${drawings}${legend !== undefined && html`<ul class="legend">${legend}</ul>`}${
  table !== undefined &&
  html`<details class="more as-table"><summary>The same as a table<span class="unseen">: ${title}</span></summary>${table}</details>`
}</figure>
`
}

/** One kind of mark and what it means. */
export const legendItem = (mark: SafeHtml, words: string): SafeHtml =>
  html`<li><svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true">${mark}</svg>${words}</li>`
