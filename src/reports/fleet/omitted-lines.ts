import { formatCount } from '../../model/duration.ts'
import type { Others } from '../../model/fleet-summary.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'

/** `… and 12 more causes, 340 times`, where the list shows fewer than there are. */
export function omittedLines<T>(
  listed: readonly T[],
  others: Others,
  most: number,
  casesOf: (one: T) => number,
  noun: string,
  look: TextStyle,
  of = 'time',
): string[] {
  const rest = listed.slice(most)
  const values = rest.length + others.values
  if (values === 0) return []
  const cases = rest.reduce((sum, one) => sum + casesOf(one), 0) + others.cases
  const text = `… and ${formatCount(values, `more ${noun}`)}, ${formatCount(cases, of)} (--top for more, all in --format json)`
  return wrapText(text, look.width, { indent: 2 }).map((line) => paint(look, 'dim', line))
}
