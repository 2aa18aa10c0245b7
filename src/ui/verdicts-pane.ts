import { present } from '../model/defined.ts'
import { formatDuration } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { listLines, type PaneBody, type PaneInput } from './list-lines.ts'
import type { Row } from './lists.ts'
import { blank, cell, fitLine, type Line, lineWidth, span } from './span.ts'
import {
  GRADE_MARKS,
  GRADE_STYLES,
  GRADES,
  gradeOf,
  recentChangeAge,
  verdictText,
} from './verdict-grade.ts'

/** From this width on, a recent change is marked in words. */
const WIDE_COLUMNS = 60

/** Draws the verdicts, the worst first, and marks recent changes. */
export function verdictsPane(input: PaneInput): PaneBody {
  const placeholder =
    input.view.reading === undefined ? 'No verdict yet.' : 'Reading the history; verdicts follow.'
  return listLines(
    'verdicts',
    input,
    (row, width) => verdictLine(row, input.view, width),
    placeholder,
  )
}

function verdictLine({ entry }: Row<'verdicts'>, view: LiveView, width: number): Line {
  const grade = gradeOf(entry)
  const changeAge = recentChangeAge(entry.rule, view)
  const change = changeAge === undefined ? [] : changeMark(changeAge, width)
  const isDim = grade === 'clear' || grade === 'not checked'
  const style = changeAge !== undefined ? ['bold' as const] : isDim ? ['dim' as const] : []
  return [
    ...cell(`${GRADE_MARKS[grade]} ${grade}`, 13, ...GRADE_STYLES[grade]),
    blank(1),
    ...fitLine([span(verdictText(entry), ...style)], width - 14 - lineWidth(change)),
    ...change,
  ]
}

const changeMark = (changeAge: number, width: number): Line => [
  span(
    width >= WIDE_COLUMNS ? `  * changed ${formatDuration(changeAge)} ago` : ' *',
    'bold',
    'cyan',
  ),
]

/** `2 error · 1 crashed · 3 clear`, without unused grades. `brief`: marks instead of words. */
export function verdictCounts(view: LiveView, brief: boolean): Line {
  const counts = new Map(GRADES.map((grade) => [grade, 0]))
  for (const verdict of view.report.verdicts)
    counts.set(gradeOf(verdict), (counts.get(gradeOf(verdict)) ?? 0) + 1)
  return GRADES.filter((grade) => (counts.get(grade) ?? 0) > 0).flatMap((grade, index) => {
    // Crashed has the same mark as error.
    const label = brief && grade !== 'crashed' ? GRADE_MARKS[grade] : grade
    return present([
      index === 0 ? undefined : span(brief ? '  ' : ' · ', 'dim'),
      span(`${counts.get(grade)} ${label}`, ...GRADE_STYLES[grade]),
    ])
  })
}
