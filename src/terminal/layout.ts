import { styleText } from 'node:util'
import stringWidth from 'string-width'
import * as plain from './plain-text.ts'
import {
  joinTexts,
  type TerminalText,
  type Text,
  terminalText,
  trustedText,
} from './terminal-text.ts'

/** How to write text to a stream: its width in columns, and whether to use color. */
export interface TextStyle {
  readonly width: number
  readonly color: boolean
}

export type TextAttribute =
  | 'bold'
  | 'dim'
  | 'underline'
  | 'inverse'
  | 'red'
  | 'yellow'
  | 'green'
  | 'cyan'

/** Returns the text with the escape sequences of the attributes, or unchanged without color. */
export function paint(
  style: TextStyle,
  attributes: TextAttribute | TextAttribute[],
  text: Text,
): TerminalText {
  const safe = terminalText(text)
  // `validateStream: false`: the style was detected for another stream than stdout, perhaps.
  return style.color
    ? trustedText(styleText(attributes, String(safe), { validateStream: false }))
    : safe
}

/** Paints each line on its own, so that an indent or a cut in between loses no color. */
export const paintLines = (
  style: TextStyle,
  attributes: TextAttribute | TextAttribute[],
  lines: readonly Text[],
): TerminalText[] => lines.map((line) => paint(style, attributes, line))

/** A marker is made printable, like text. */
const safeOptions = ({ indent = 0, marker = '' }: plain.WrapOptions = {}): plain.WrapOptions => ({
  indent,
  marker: String(terminalText(marker)),
})

/** Wraps text into lines of at most `width` columns, indent included. */
export const wrapText = (text: Text, width: number, options?: plain.WrapOptions): TerminalText[] =>
  plain.wrapText(String(terminalText(text)), width, safeOptions(options)).map(trustedText)

/**
 * Wraps a path into lines of at most `width` columns, after a separator where possible. Each line
 * begins with `indent` blanks, which count.
 */
export const wrapPath = (path: Text, width: number, indent?: number): TerminalText[] =>
  plain.wrapPath(String(terminalText(path)), width, indent).map(trustedText)

/**
 * Wraps a text into at most `maxLines` lines. A longer text ends with “ …” after the last sentence
 * that fits, or after the last word if not even the first sentence does.
 */
export const abridge = (
  text: Text,
  width: number,
  maxLines: number,
  options?: plain.WrapOptions,
): TerminalText[] =>
  plain.abridge(String(terminalText(text)), width, maxLines, safeOptions(options)).map(trustedText)

/** Columns that a text takes. */
export const columnsOf = (text: Text): number => stringWidth(String(text))

/** Returns the heading of a section, extended by a rule to the full width. */
export function headingLine(title: string, style: TextStyle): TerminalText {
  const rule = '─'.repeat(Math.max(style.width - stringWidth(title) - 4, 3))
  return joinTexts(
    [paint(style, 'dim', '──'), paint(style, 'bold', title), paint(style, 'dim', rule)],
    ' ',
  )
}

/** Puts a heading above the lines, after an empty line. Returns nothing for no lines. */
export const sectionLines = (
  title: string,
  lines: readonly Text[],
  style: TextStyle,
): readonly Text[] => (lines.length === 0 ? [] : ['', headingLine(title, style), ...lines])
