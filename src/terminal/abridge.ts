import stringWidth from 'string-width'
import { type WrapOptions, wrapText } from './layout.ts'

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
  const sentences = text.split(/(?<=[.!?])\s+/)
  for (let count = sentences.length - 1; count > 0; count--) {
    const shorter = wrapText(`${sentences.slice(0, count).join(' ')} …`, width, options)
    if (shorter.length <= maxLines) return shorter
  }
  const kept = lines.slice(0, maxLines)
  let last = kept.pop() ?? ''
  while (last !== '' && stringWidth(`${last} …`) > width) last = withoutLastWord(last)
  return [...kept, `${last} …`]
}

/** Removes a character instead if the line is a single word. */
function withoutLastWord(line: string): string {
  const shorter = line.replace(/\s*\S+$/, '')
  return shorter.trim() === '' ? [...line].slice(0, -1).join('') : shorter
}
