import stringWidth from 'string-width'
import { toPrintable } from '../model/text/printable.ts'
import { paint, type TextAttribute, type TextStyle } from '../terminal/layout.ts'

declare const PRINTABLE: unique symbol

/** A piece of a line. Only `span` and `blank` create it: its text is safe to show. */
export interface Span {
  /** Only a type: an object without it, such as a literal, is not a span. */
  readonly [PRINTABLE]: true
  readonly text: string
  /** Cells. */
  readonly width: number
  readonly style: readonly TextAttribute[]
}

export type Line = readonly Span[]

/**
 * No screen shows more of one text.
 * Limit: characters of one text on the dashboard.
 * Beyond: it is cut.
 */
const MAX_TEXT_CHARS = 2000
const ASCII = /^[ -~]*$/
// ASCII and the characters that the dashboard itself draws: dashes, quotes, · … •, arrows, boxes,
// blocks, ✓ ✗. Each takes one cell.
const SINGLE_CELL_TEXT = /^[ -~·‐-„•…←-↓─-█✓✗]*$/
const EXCESS_COMBINING_MARKS = /(\p{M}{4})\p{M}+/gu
const graphemes = new Intl.Segmenter()

/**
 * Makes any text safe for a row of the screen. Nothing in it moves the cursor, starts an escape
 * sequence or changes the direction of the text after it. Long runs of combining marks are cut,
 * because they would cover the row above.
 */
export const visibleText = (text: string): string =>
  ASCII.test(text) && text.length <= MAX_TEXT_CHARS
    ? text
    : toPrintable(text.slice(0, MAX_TEXT_CHARS)).replace(EXCESS_COMBINING_MARKS, '$1')

/** Returns the number of cells that a text takes. */
export const textWidth = (text: string): number =>
  SINGLE_CELL_TEXT.test(text) ? text.length : stringWidth(text)

/** Creates a span. All text reaches the screen through this function, so all of it is safe. */
export function span(text: string, ...style: readonly TextAttribute[]): Span {
  const shown = visibleText(text)
  return { text: shown, width: textWidth(shown), style } as Partial<Span> as Span
}

export const blank = (width: number): Span => span(' '.repeat(Math.max(width, 0)))

export const lineWidth = (line: Line): number => line.reduce((sum, { width }) => sum + width, 0)

/** Returns a line of exactly `width` cells: cut with an ellipsis, or padded with blanks. */
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

/** Returns a text in exactly `width` cells, aligned to the left. */
export function cell(text: string, width: number, ...style: readonly TextAttribute[]): Line {
  return fitLine([span(text, ...style)], width)
}

/** Returns a text in exactly `width` cells, aligned to the right. */
export function rightCell(text: string, width: number, ...style: readonly TextAttribute[]): Line {
  const shown = span(text, ...style)
  return shown.width <= width ? [blank(width - shown.width), shown] : fitLine([shown], width)
}

/** Returns the longest beginning of a text that fits into `width` cells. */
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
 * Splits a text into pieces of at most `width` cells. Cuts only between characters; joined, the
 * pieces are the text again.
 */
export function splitByWidth(text: string, width: number): readonly string[] {
  const pieces: string[] = []
  if (SINGLE_CELL_TEXT.test(text)) {
    const length = Math.max(width, 1)
    for (let at = 0; at < text.length; at += length) pieces.push(text.slice(at, at + length))
    return pieces
  }
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

/** Adds style attributes to all spans of a line. */
export const addStyle = (line: Line, ...style: readonly TextAttribute[]): Line =>
  line.map((piece) => ({ ...piece, style: [...piece.style, ...style] }))

/** Renders a line as text. Neighbors with the same style share one escape sequence. */
export function paintLine(line: Line, textStyle: TextStyle): string {
  if (!textStyle.color) return line.map(({ text }) => text).join('')
  let output = ''
  let text = ''
  let style: readonly TextAttribute[] = []
  const flush = () => {
    output += style.length === 0 || text === '' ? text : paint(textStyle, [...style], text)
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
  return output
}
