import { styleText } from 'node:util'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

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

/** A line narrower than this cannot be read, so deep indents make lines longer instead. */
const MIN_TEXT_WIDTH = 8

/** Returns the text with the escape sequences of the attributes, or unchanged without color. */
export const paint = (
  style: TextStyle,
  attributes: TextAttribute | TextAttribute[],
  text: string,
): string =>
  // `validateStream: false`: the style was detected for another stream than stdout, perhaps.
  style.color ? styleText(attributes, text, { validateStream: false }) : text

/** Paints each line on its own, so that an indent or a cut in between loses no color. */
export const paintLines = (
  style: TextStyle,
  attributes: TextAttribute | TextAttribute[],
  lines: readonly string[],
): string[] => lines.map((line) => paint(style, attributes, line))

export interface WrapOptions {
  /** Spaces before every line. */
  readonly indent?: number
  /** List marker such as `• `: placed right before the first line, inside its indent. */
  readonly marker?: string
}

/** Wraps text into lines of at most `width` columns, indent included. */
export function wrapText(
  text: string,
  width: number,
  { indent = 0, marker = '' }: WrapOptions = {},
): string[] {
  const room = Math.max(width - indent, MIN_TEXT_WIDTH)
  return wrapAnsi(text, room, { hard: true })
    .split('\n')
    .map((line, index) => (index === 0 ? marker.padStart(indent) : ' '.repeat(indent)) + line)
    .map((line) => line.trimEnd())
}

/**
 * Wraps a path into lines of at most `width` columns, after a separator where possible. Each line
 * begins with `indent` blanks, which count.
 */
export function wrapPath(path: string, width: number, indent = 0): string[] {
  const room = Math.max(width - indent, MIN_TEXT_WIDTH)
  const lines: string[] = []
  let line = ''
  // Tracing\  or  Tracing/  or the last part
  for (const part of path.match(/[^\\/]*[\\/]|[^\\/]+$/g) ?? [path]) {
    if (stringWidth(line + part) > room && line !== '') {
      lines.push(line)
      line = ''
    }
    const [first = '', ...rest] = wrapAnsi(part, room, {
      hard: true,
      trim: false,
      wordWrap: false,
    }).split('\n')
    line += first
    for (const piece of rest) {
      lines.push(line)
      line = piece
    }
  }
  return [...lines, line].map((text) => `${' '.repeat(indent)}${text}`.trimEnd())
}

/** Returns the heading of a section, extended by a rule to the full width. */
export function headingLine(title: string, style: TextStyle): string {
  const rule = '─'.repeat(Math.max(style.width - stringWidth(title) - 4, 3))
  return `${paint(style, 'dim', '──')} ${paint(style, 'bold', title)} ${paint(style, 'dim', rule)}`
}

/** Puts a heading above the lines, after an empty line. Returns nothing for no lines. */
export const sectionLines = (
  title: string,
  lines: readonly string[],
  style: TextStyle,
): readonly string[] => (lines.length === 0 ? [] : ['', headingLine(title, style), ...lines])
