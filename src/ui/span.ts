import stringWidth from 'string-width'
import { printable } from '../model/printable.ts'
import { type Look, paint, type Style } from '../terminal/layout.ts'

/**
 * A piece of a line: text that is safe to show, the cells it takes, how it looks. Only `span` makes
 * one.
 */
export interface Span {
  readonly text: string
  readonly width: number
  readonly style: readonly Style[]
}

export type Line = readonly Span[]

/** More than any screen shows of one text. */
const LONGEST = 2000
const ASCII = /^[ -~]*$/
// ASCII, and what the dashboard itself draws with: dashes, quotes, · … •, arrows, box drawing,
// blocks, ✓ ✗. One cell each.
const NARROW = /^[ -~·‐-„•…←-↓─-█✓✗]*$/
const MARKS = /(\p{M}{4})\p{M}+/gu
const graphemes = new Intl.Segmenter()

/**
 * Any text as it may stand in a row of the screen: nothing in it moves the cursor, starts a
 * sequence, or turns the direction of what stands behind it; marks do not pile up over the row
 * above.
 */
export const safe = (text: string): string =>
  ASCII.test(text) && text.length <= LONGEST
    ? text
    : printable(text.slice(0, LONGEST)).replace(MARKS, '$1')

export const widthOf = (text: string): number =>
  NARROW.test(text) ? text.length : stringWidth(text)

/** The one way for text to the screen. */
export function span(text: string, ...style: readonly Style[]): Span {
  const shown = safe(text)
  return { text: shown, width: widthOf(shown), style }
}

export const blank = (width: number): Span => ({
  text: ' '.repeat(Math.max(width, 0)),
  width: Math.max(width, 0),
  style: [],
})

export const lineWidth = (line: Line): number => line.reduce((sum, { width }) => sum + width, 0)

/** The line in exactly so many cells: cut with an ellipsis, or filled with blanks. */
export function fitted(line: Line, width: number): Line {
  const missing = width - lineWidth(line)
  if (missing === 0) return line
  if (missing > 0) return [...line, blank(missing)]
  if (width <= 0) return []
  const kept: Span[] = []
  let room = width - 1
  for (const piece of line) {
    if (piece.width > room) {
      const text = `${start(piece.text, room)}…`
      const last = { ...piece, text, width: widthOf(text) }
      return [...kept, last, blank(room + 1 - last.width)]
    }
    kept.push(piece)
    room -= piece.width
  }
  return kept
}

/** One text in exactly so many cells; `right`: at their end. */
export function cell(text: string, width: number, ...style: readonly Style[]): Line {
  return fitted([span(text, ...style)], width)
}

export function rightCell(text: string, width: number, ...style: readonly Style[]): Line {
  const shown = span(text, ...style)
  return shown.width <= width ? [blank(width - shown.width), shown] : fitted([shown], width)
}

/** As much of the beginning as fits into so many cells. */
function start(text: string, width: number): string {
  if (NARROW.test(text)) return text.slice(0, width)
  let room = width
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    room -= widthOf(segment)
    if (room < 0) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/**
 * The text in pieces that take at most so many cells each, cut between characters and nowhere
 * changed.
 */
export function piecesOf(text: string, width: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let room = width
  for (const { segment } of graphemes.segment(text)) {
    const cells = widthOf(segment)
    if (cells > room && piece !== '') {
      pieces.push(piece)
      piece = ''
      room = width
    }
    piece += segment
    room -= cells
  }
  return piece === '' ? pieces : [...pieces, piece]
}

/** The line with one style more on all of it. */
export const styled = (line: Line, ...style: readonly Style[]): Line =>
  line.map((piece) => ({ ...piece, style: [...piece.style, ...style] }))

/** Neighbours of the same look are painted at once. */
export function painted(line: Line, look: Look): string {
  if (!look.color) return line.map(({ text }) => text).join('')
  let out = ''
  let text = ''
  let style: readonly Style[] = []
  const flush = () => {
    out += style.length === 0 || text === '' ? text : paint(look, [...style], text)
    text = ''
  }
  for (const piece of line) {
    if (piece.style.join() !== style.join()) {
      flush()
      style = piece.style
    }
    text += piece.text
  }
  flush()
  return out
}
