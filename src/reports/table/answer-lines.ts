import { when } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { CaseReport } from '../../model/report.ts'
import { withoutExplanation } from '../../model/text/prose.ts'
import { abridge, columnsOf, paintLines, type TextStyle } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { CLOSING_DETAIL, DETAILS, type Detail } from './answer-detail.ts'
import { affectedLines, causeLines, otherLines, outcomeLines } from './answer-findings.ts'
import {
  actionLines,
  checkLines,
  collectLines,
  MAX_TO_COLLECT,
  unreadText,
} from './answer-steps.ts'

/** Rows for a case: a terminal of 24 rows without the closing line and the prompt. */
const MAX_ROWS = 22
/** A narrower terminal gets more rows, because the same text takes more. */
const ORDINARY_WIDTH = 80

/** Answers in at most 22 rows of 80 columns: why it fails, for whom, what to do and to collect. */
export function answerLines(report: CaseReport, diagnosis: Diagnosis, style: TextStyle): Text[] {
  if (isWithoutEvidence(report, diagnosis)) return withoutEvidenceLines(report, diagnosis, style)
  const title = titleLines(report, style)
  const maxRows = MAX_ROWS * Math.max(1, ORDINARY_WIDTH / style.width)
  let lines: Text[] = []
  for (const detail of DETAILS) {
    lines = [...title, ...partLines(report, diagnosis, style, detail)]
    if (countRows(lines, style) <= maxRows) break
  }
  return lines
}

/** The answer without the commands, for the end of a full report. */
export const closingAnswerLines = (
  report: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
): Text[] => partLines(report, diagnosis, style, CLOSING_DETAIL).slice(1)

/** The rows that a terminal needs: it wraps commands, which are longer than a row. */
const countRows = (lines: readonly Text[], { width }: TextStyle): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / width)), 0)

const isWithoutEvidence = ({ verdicts }: CaseReport, { outcome }: Diagnosis): boolean =>
  outcome === 'not-enough-evidence' && verdicts.every(({ status }) => status === 'not-checked')

/** Two lines, which the closing line of the report makes three. */
function withoutEvidenceLines(
  report: CaseReport,
  { collectNext }: Diagnosis,
  { width, color }: TextStyle,
): Text[] {
  const unread = unreadText(report.inputs)
  const inputs =
    unread === undefined
      ? ` in ${formatCount(report.inputs.length, 'input')}`
      : `, not read: ${unread}`
  // The id comes last, because the line is cut at the end.
  const problem = `No evidence found${inputs} · ${safeText(report.id)}`
  const names = collectNext.map(({ evidence }) => safeText(withoutExplanation(evidence)))
  const more = names.length - MAX_TO_COLLECT
  const wanted =
    `Collect next: ${names.slice(0, MAX_TO_COLLECT).join(', ')}` +
    (more > 0 ? ` and ${more} more` : '')
  return [
    ...paintLines({ width, color }, 'bold', abridge(problem, width, 1)),
    ...when(names.length > 0, () => abridge(wanted, width, 1)),
  ]
}

/** `PC-0142 · as of 2016-09-20 08:31:00 UTC (the collection manifest)`, the source if it fits. */
function titleLines({ id, asOf }: CaseReport, style: TextStyle): Text[] {
  const asOfText =
    asOf === null
      ? 'as of an unknown time (set it with --as-of)'
      : `as of ${formatMoment(Date.parse(asOf.time))}`
  const title = `${safeText(id)} · ${asOfText}`
  const withSource = asOf === null ? title : `${title} (${safeText(asOf.from)})`
  const text = columnsOf(withSource) <= style.width ? withSource : title
  return paintLines(style, 'dim', abridge(text, style.width, 2))
}

function partLines(
  report: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
  detail: Detail,
): Text[] {
  const parts = [
    [...outcomeLines(report, diagnosis, style, detail), ...affectedLines(report, diagnosis, style)],
    causeLines(report, diagnosis, style, detail),
    otherLines(report, diagnosis, style, detail),
    actionLines(diagnosis, style, detail),
    collectLines(diagnosis, style, detail),
    checkLines(report, style),
  ].filter((lines) => lines.length > 0)
  return parts.flatMap((lines) => (detail.isSpaced ? ['', ...lines] : lines))
}
