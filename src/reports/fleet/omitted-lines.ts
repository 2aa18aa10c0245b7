import { formatCount } from '../../model/duration.ts'
import type { Top } from '../../model/fleet/fleet-summary.ts'
import { paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import type { Text } from '../../terminal/terminal-text.ts'

interface OmittedOptions<T> {
  /** Number of entries that were listed. */
  readonly maxRows: number
  /** How often an entry occurs. */
  readonly countOf: (entry: T) => number
  /** Noun for an entry, in the singular: `cause`. */
  readonly noun: string
  /** Noun for what `countOf` counts, in the singular: `case`. */
  readonly countNoun?: string
}

/** `… and 12 more causes, 340 times`; nothing where all entries were listed. */
export function omittedLines<T>(
  { listed, others }: Top<T>,
  { maxRows, countOf, noun, countNoun = 'time' }: OmittedOptions<T>,
  style: TextStyle,
): Text[] {
  const rest = listed.slice(maxRows)
  const entries = rest.length + others.values
  if (entries === 0) return []
  const count = rest.reduce((sum, entry) => sum + countOf(entry), 0) + others.cases
  const text =
    `… and ${formatCount(entries, `more ${noun}`)}, ${formatCount(count, countNoun)} ` +
    '(--top for more, all in --format json)'
  return paintLines(style, 'dim', wrapText(text, style.width, { indent: 2 }))
}
