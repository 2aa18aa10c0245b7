import { formatCount } from '../model/duration.ts'
import { listLines, type PaneBody, type PaneInput } from './list-lines.ts'
import type { UncheckedEntry } from './lists.ts'
import { blank, cell, fitLine, type Line, rightCell, span } from './span.ts'

/** Draws the inputs that cannot be read now, then the evidence that is missing. */
export function notCheckedPane(input: PaneInput): PaneBody {
  const placeholder =
    input.view.reading === undefined ? 'Everything was checked.' : 'Reading the history.'
  return listLines(
    'not-checked',
    input,
    ({ entry }, width) => uncheckedLine(entry, width),
    placeholder,
  )
}

function uncheckedLine(entry: UncheckedEntry, width: number): Line {
  if ('inputProblem' in entry) {
    const { path, problem } = entry.inputProblem
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
