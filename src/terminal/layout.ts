import { styleText } from 'node:util'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** How a text stream shows things: columns, and whether colour is wanted. */
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

/**
 * Whether colour is wanted has been decided by whoever knows the stream: `styleText` must not ask
 * stdout again.
 */
export const paint = (
  look: TextStyle,
  style: TextAttribute | TextAttribute[],
  text: string,
): string => (look.color ? styleText(style, text, { validateStream: false }) : text)

export interface WrapOptions {
  readonly indent?: number
  /** Stands before the first line, at the end of its indentation. */
  readonly marker?: string
}

/** Text in lines of at most `width` columns, all indented, the first one marked. */
export function wrapText(
  text: string,
  width: number,
  { indent = 0, marker: mark = '' }: WrapOptions = {},
): string[] {
  const room = Math.max(width - indent, 8)
  return wrapAnsi(text, room, { hard: true })
    .split('\n')
    .map((line, index) => (index === 0 ? mark.padStart(indent) : ' '.repeat(indent)) + line)
    .map((line) => line.trimEnd())
}

/** A path in lines of at most `width` columns, broken behind separators where possible. */
export function wrapPath(path: string, width: number, indent = 0): string[] {
  const room = Math.max(width - indent, 8)
  const lines: string[] = []
  let line = ''
  // Tracing\  or  Tracing/  or the last part
  for (const part of path.match(/[^\\/]*[\\/]|[^\\/]+$/g) ?? [path]) {
    if (stringWidth(line + part) > room && line !== '') {
      lines.push(line)
      line = ''
    }
    const [first = '', ...more] = wrapAnsi(part, room, {
      hard: true,
      trim: false,
      wordWrap: false,
    }).split('\n')
    line += first
    for (const piece of more) {
      lines.push(line)
      line = piece
    }
  }
  return [...lines, line].map((text) => `${' '.repeat(indent)}${text}`.trimEnd())
}

/** A line with a title that parts one section from the one before. */
export function headingLine(title: string, look: TextStyle): string {
  const rest = Math.max(look.width - stringWidth(title) - 4, 3)
  return `${paint(look, 'dim', '──')} ${paint(look, 'bold', title)} ${paint(look, 'dim', '─'.repeat(rest))}`
}
