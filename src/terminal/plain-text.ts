import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

const SENTENCE_BREAK = /(?<=[.!?])\s+/

/** A line narrower than this cannot be read, so deep indents make lines longer instead. */
const MIN_TEXT_WIDTH = 8

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

/**
 * Wraps a text into at most `maxLines` lines. A longer text ends with “ …” after the last sentence
 * that fits, or after the last word if not even the first sentence does.
 */
export function abridge(
  text: string,
  width: number,
  maxLines: number,
  options: WrapOptions = {},
): string[] {
  const lines = wrapText(text, width, options)
  if (lines.length <= maxLines) return lines
  const shorter = firstSentences(text, width, maxLines, options)
  if (shorter) return shorter
  const kept = lines.slice(0, maxLines)
  let last = kept.pop() ?? ''
  while (last !== '' && stringWidth(`${last} …`) > width) last = withoutLastWord(last)
  return [...kept, `${last} …`]
}

/**
 * Wraps as many sentences as fit into the lines; undefined when not even the first one does. Each
 * attempt takes time for all of its text, so their number is found by bisection.
 */
function firstSentences(
  text: string,
  width: number,
  maxLines: number,
  options: WrapOptions,
): string[] | undefined {
  const sentences = text.split(SENTENCE_BREAK)
  let fitting = 0
  let tooMany = sentences.length
  let fittingLines: string[] | undefined
  while (tooMany - fitting > 1) {
    const count = (fitting + tooMany) >> 1
    const lines = wrapText(`${sentences.slice(0, count).join(' ')} …`, width, options)
    if (lines.length <= maxLines) {
      fitting = count
      fittingLines = lines
    } else tooMany = count
  }
  return fittingLines
}

/** Removes a character instead if the line is a single word. */
function withoutLastWord(line: string): string {
  let end = line.length
  while (end > 0 && line.charAt(end - 1).trim() !== '') end -= 1
  const shorter = line.slice(0, end).trimEnd()
  return shorter.trim() === '' ? [...line].slice(0, -1).join('') : shorter
}
