import stringWidth from 'string-width'
import { toPrintable } from '../model/printable.ts'
import { paint, type TextAttribute, type TextStyle } from '../terminal/layout.ts'

/**
 * A piece of a line: text that is safe to show, the cells it takes, how it looks. Only `span` makes
 * one.
 */
export interface Span {
  readonly text: string
  readonly width: number
  readonly style: readonly TextAttribute[]
}

export type Line = readonly Span[]

/** More than any screen shows of one text. */
const MAX_TEXT_CHARS = 2000
const ASCII = /^[ -~]*$/
// ASCII, and what the dashboard itself draws with: dashes, quotes, · … •, arrows, box drawing,
// blocks, ✓ ✗. One cell each.
const SINGLE_CELL_TEXT = /^[ -~·‐-„•…←-↓─-█✓✗]*$/
const EXCESS_COMBINING_MARKS = /(\p{M}{4})\p{M}+/gu
const graphemes = new Intl.Segmenter()

/**
 * Any text as it may stand in a row of the screen: nothing in it moves the cursor, starts a
 * sequence, or turns the direction of what stands behind it; marks do not pile up over the row
 * above.
 */
export const visibleText = (text: string): string =>
  ASCII.test(text) && text.length <= MAX_TEXT_CHARS
    ? text
    : toPrintable(text.slice(0, MAX_TEXT_CHARS)).replace(EXCESS_COMBINING_MARKS, '$1')

export const textWidth = (text: string): number =>
  SINGLE_CELL_TEXT.test(text) ? text.length : stringWidth(text)

/** The one way for text to the screen. */
export function span(text: string, ...style: readonly TextAttribute[]): Span {
  const shown = visibleText(text)
  return { text: shown, width: textWidth(shown), style }
}

export const blank = (width: number): Span => ({
  text: ' '.repeat(Math.max(width, 0)),
  width: Math.max(width, 0),
  style: [],
})

export const lineWidth = (line: Line): number => line.reduce((sum, { width }) => sum + width, 0)

/** The line in exactly so many cells: cut with an ellipsis, or filled with blanks. */
export function fitLine(line: Line, width: number): Line {
  const missing = width - lineWidth(line)
  if (missing === 0) return line
  if (missing > 0) return [...line, blank(missing)]
  if (width <= 0) return []
  const kept: Span[] = []
  let room = width - 1
  for (const piece of line) {
    if (piece.width > room) {
      const text = `${prefixOfWidth(piece.text, room)}…`
      const last = { ...piece, text, width: textWidth(text) }
      return [...kept, last, blank(room + 1 - last.width)]
    }
    kept.push(piece)
    room -= piece.width
  }
  return kept
}

/** One text in exactly so many cells; `right`: at their end. */
export function cell(text: string, width: number, ...style: readonly TextAttribute[]): Line {
  return fitLine([span(text, ...style)], width)
}

export function rightCell(text: string, width: number, ...style: readonly TextAttribute[]): Line {
  const shown = span(text, ...style)
  return shown.width <= width ? [blank(width - shown.width), shown] : fitLine([shown], width)
}

/** As much of the beginning as fits into so many cells. */
function prefixOfWidth(text: string, width: number): string {
  if (SINGLE_CELL_TEXT.test(text)) return text.slice(0, width)
  let room = width
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    room -= textWidth(segment)
    if (room < 0) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/**
 * The text in pieces that take at most so many cells each, cut between characters and nowhere
 * changed.
 */
export function splitByWidth(text: string, width: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let room = width
  for (const { segment } of graphemes.segment(text)) {
    const cells = textWidth(segment)
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
export const addStyle = (line: Line, ...style: readonly TextAttribute[]): Line =>
  line.map((piece) => ({ ...piece, style: [...piece.style, ...style] }))

/** Neighbours of the same look are painted at once. */
export function paintLine(line: Line, look: TextStyle): string {
  if (!look.color) return line.map(({ text }) => text).join('')
  let out = ''
  let text = ''
  let style: readonly TextAttribute[] = []
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
