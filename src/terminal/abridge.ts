import stringWidth from 'string-width'
import { type WrapOptions, wrapText } from './layout.ts'

const SENTENCE_BREAK = /(?<=[.!?])\s+/

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
  const shorter = line.replace(/\s*\S+$/, '')
  return shorter.trim() === '' ? [...line].slice(0, -1).join('') : shorter
}
