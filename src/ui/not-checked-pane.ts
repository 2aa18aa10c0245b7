import { formatCount } from '../model/duration.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import type { UncheckedEntry } from './lists.ts'
import { blank, cell, fitLine, type Line, rightCell, span } from './span.ts'

/** What cannot be read at the moment, then the evidence that checks lack. */
export function notCheckedPane(input: PaneInput): readonly Line[] {
  const nothing =
    input.view.reading === undefined ? 'Everything could be checked.' : 'The history is being read.'
  return listLines('not-checked', input, ({ entry }, width) => uncheckedLine(entry, width), nothing)
}

function uncheckedLine(entry: UncheckedEntry, width: number): Line {
  if ('trouble' in entry) {
    const { path, problem } = entry.trouble
    return [...cell('! ', 2, 'bold', 'yellow'), span(`${problem}: `, 'yellow'), span(path)]
  }
  const { evidence, rules } = entry.gap
  return [
    ...cell('? ', 2, 'yellow'),
    ...fitLine([span(evidence)], width - 16),
    blank(2),
    ...rightCell(formatCount(rules.length, 'check'), 12, 'dim'),
  ]
}
