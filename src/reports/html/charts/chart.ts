import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { svgRect } from './svg.ts'

/** The content of a chart for one width. Its height depends on the data. */
export interface ChartDrawing {
  readonly height: number
  readonly marks: Content
}

interface ChartOptions {
  readonly id: string
  readonly title: string
  /** The message of the chart in one or two sentences. */
  readonly description: string
  /** More of the data as text, for screen readers. */
  readonly details?: string
  readonly legend?: Content
  /** The data as a table. */
  readonly table?: SafeHtml
  /** True for a chart in half of the page, which is drawn smaller, with its description below. */
  readonly isBesideText?: boolean
  readonly draw: (width: number, id: string) => ChartDrawing
}

/** Pixels. */
const WIDTHS = { wide: 960, narrow: 340 } as const
const WIDTHS_BESIDE_TEXT = { wide: 600, narrow: 340 } as const

/**
 * Returns a figure with a chart in two widths, of which the style sheet shows one, and with its
 * description, legend and table.
 */
export function chart({
  id,
  title,
  description,
  details,
  legend,
  table,
  isBesideText = false,
  draw,
}: ChartOptions): SafeHtml {
  const widths = isBesideText ? WIDTHS_BESIDE_TEXT : WIDTHS
  const drawings = Object.entries(widths).map(([name, width]) => {
    const chartId = `${id}-${name}`
    const { height, marks } = draw(width, chartId)
    const longDescription = details === undefined ? description : `${description} ${details}`
    return html`<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img"
 aria-labelledby="${chartId}-title" aria-describedby="${chartId}-says">
<title id="${chartId}-title">${title}</title>
<desc id="${chartId}-says">${longDescription}</desc>${marks}</svg>
`
  })
  const legendList = legend !== undefined && html`<ul class="legend">${legend}</ul>`
  return html`<figure class="picture">
${
  isBesideText
    ? html`${drawings}${legendList}<figcaption>${description}</figcaption>`
    : html`<figcaption><strong>${title}</strong> ${description}</figcaption>
${drawings}${legendList}`
}${
  table !== undefined &&
  html`<details class="more as-table" data-screen-only>
<summary>Show as table<span class="unseen">: ${title}</span></summary>${table}</details>`
}</figure>
`
}

export const legendItem = (mark: SafeHtml, label: string): SafeHtml =>
  html`<li><svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true">${mark}</svg>${label}</li>`

/** Returns a bar of this class for a legend. */
export const legendBar = (className: string): SafeHtml =>
  svgRect(className, { x: -7, y: -5, width: 14, height: 10 })
