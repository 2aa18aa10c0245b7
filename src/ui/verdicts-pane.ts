import { present } from '../model/defined.ts'
import { formatDuration } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import type { Row } from './lists.ts'
import { blank, cell, fitLine, type Line, span } from './span.ts'
import {
  GRADE_MARKS,
  GRADE_STYLES,
  GRADES,
  gradeOf,
  recentChangeAge,
  verdictText,
} from './verdict-grade.ts'

const WIDE_COLUMNS = 60

/** What the rules say, the worst first; what changed a moment ago is marked. */
export function verdictsPane(input: PaneInput): readonly Line[] {
  const nothing =
    input.view.reading === undefined
      ? 'No rule has judged yet.'
      : 'The history is being read; then the rules judge.'
  return listLines('verdicts', input, (row, width) => verdictLine(row, input.view, width), nothing)
}

function verdictLine({ entry }: Row<'verdicts'>, view: LiveView, width: number): Line {
  const grade = gradeOf(entry)
  const ago = recentChangeAge(entry.rule, view)
  const changed =
    ago === undefined
      ? []
      : [
          span(
            width >= WIDE_COLUMNS ? `  * changed ${formatDuration(ago)} ago` : ' *',
            'bold',
            'cyan',
          ),
        ]
  const room = width - 14 - changed.reduce((sum, { width: cells }) => sum + cells, 0)
  const quiet = grade === 'clear' || grade === 'not checked'
  const text = span(
    verdictText(entry),
    ...(ago !== undefined ? (['bold'] as const) : quiet ? (['dim'] as const) : []),
  )
  return [
    ...cell(`${GRADE_MARKS[grade]} ${grade}`, 13, ...GRADE_STYLES[grade]),
    blank(1),
    ...fitLine([text], room),
    ...changed,
  ]
}

/** `2 error · 1 crashed · 3 clear`, or with marks for words; what there is none of is left out. */
export function verdictCounts(view: LiveView, brief: boolean): Line {
  const counts = new Map(GRADES.map((grade) => [grade, 0]))
  for (const verdict of view.report.verdicts)
    counts.set(gradeOf(verdict), (counts.get(gradeOf(verdict)) ?? 0) + 1)
  return GRADES.filter((grade) => (counts.get(grade) ?? 0) > 0).flatMap((grade, index) =>
    present([
      index === 0 ? undefined : span(' · ', 'dim'),
      span(
        `${counts.get(grade)} ${brief && grade !== 'crashed' ? GRADE_MARKS[grade] : grade}`,
        ...GRADE_STYLES[grade],
      ),
    ]),
  )
}
