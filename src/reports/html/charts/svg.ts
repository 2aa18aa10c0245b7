import { type Content, html, type SafeHtml } from '../safe-html.ts'

interface Point {
  readonly x: number
  readonly y: number
}

interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Rounds to a tenth of a pixel. More digits only make the file larger. */
export const roundCoordinate = (value: number): number => Math.round(value * 10) / 10

/** Returns a `rect` element, with its coordinates rounded. `content` is usually its title. */
export function svgRect(
  className: string,
  { x, y, width, height }: Box,
  content?: Content,
): SafeHtml {
  const [left, top, w, h] = [x, y, width, height].map(roundCoordinate)
  const position = html`x="${left}" y="${top}" width="${w}" height="${h}"`
  return html`<rect class="${className}" ${position}>${content}</rect>`
}

/** Returns a `text` element, with its coordinates rounded. `anchor` says which end is at `x`. */
export function svgText(
  className: string,
  { x, y }: Point,
  text: Content,
  anchor: 'start' | 'middle' | 'end' = 'start',
): SafeHtml {
  const [left, baseline] = [x, y].map(roundCoordinate)
  const position = html`x="${left}" y="${baseline}" text-anchor="${anchor}"`
  return html`<text class="${className}" ${position}>${text}</text>`
}
