import { present, when } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { CaseReport, Report, Summary } from '../../model/report.ts'
import { toPrintable } from '../../model/text/printable.ts'
import {
  abridge,
  paint,
  paintLines,
  sectionLines,
  type TextStyle,
  wrapText,
} from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { joinLines, joinTexts, type TerminalText, type Text } from '../../terminal/terminal-text.ts'
import { configurationText, hasError, SECTION_TITLES, separationText } from '../case-text.ts'
import { showCommand, withCitedText } from '../cited-text.ts'
import { answerLines, closingAnswerLines } from './answer-lines.ts'
import { factLines } from './fact-lines.ts'
import { inputLines } from './input-lines.ts'
import { journeyLines } from './journey-lines.ts'
import { missingLines } from './missing-lines.ts'
import { planLines } from './plan-lines.ts'
import { redactionLines } from './redaction-lines.ts'
import { timelineLines } from './timeline-lines.ts'
import { clearLines, crashedLines, problemLines } from './verdict-lines.ts'

const HOW_TO_SEE_MORE = 'Add --full for all commands, findings, sources, journeys and the timeline.'

/**
 * Formats a report for a terminal: its answer, or all of it with `full`. A case without a diagnosis,
 * from an earlier version, is always printed in full. Text from the evidence is made printable.
 */
export function tableReport(
  { tool, cases, summary, configuration = [] }: Report,
  style: TextStyle,
  { full }: { readonly full: boolean } = { full: false },
): TerminalText {
  const sections = cases.map((report) =>
    report.diagnosis === undefined || full
      ? caseLines(withCitedText(report), `${tool.name} ${tool.version}`, style)
      : answerLines(report, report.diagnosis, style),
  )
  const isDiagnosed = cases.some(({ diagnosis }) => diagnosis !== undefined)
  const isAnswer = isDiagnosed && !full
  const totals = summaryLines(summary, style)
  // A full report ends with the answer. The counts of a single answer are part of it.
  if (isDiagnosed && full) sections.unshift(totals)
  else if (cases.length !== 1 || !isDiagnosed) sections.push(totals)
  const lines = [
    ...separationLines(cases, style),
    ...sections.flatMap((section, index) => [...when(index > 0, () => ['']), ...section]),
    ...when(isDiagnosed && full, () => showCommandLines(cases, style)),
    ...configuration.flatMap((use) => abridge(safeText(configurationText(use)), style.width, 2)),
    ...when(isAnswer, () => paintLines(style, 'dim', wrapText(HOW_TO_SEE_MORE, style.width))),
  ]
  return joinLines(lines)
}

/** How to see what is around a cited line. */
function showCommandLines(cases: readonly CaseReport[], style: TextStyle): Text[] {
  const [command] = present(cases.map(showCommand))
  if (command === undefined) return []
  const text = 'To see the lines around a citation, from the folder that the case is in:'
  return [
    '',
    ...paintLines(style, 'dim', wrapText(text, style.width)),
    paint(style, 'dim', `  ${toPrintable(command)}`),
  ]
}

function separationLines(cases: readonly CaseReport[], style: TextStyle): Text[] {
  const text = separationText(cases)
  return text === undefined
    ? []
    : [...paintLines(style, 'bold', wrapText(toPrintable(text), style.width)), '']
}

function caseLines(report: CaseReport, tool: string, style: TextStyle): Text[] {
  const { id, asOf, headline, facts, inputs, verdicts, unknowable, redaction } = report
  const { diagnosis, journeys = [], timeline } = report
  const asOfText =
    asOf === null
      ? 'as of an unknown time (set it with --as-of)'
      : `as of ${formatMoment(Date.parse(asOf.time))} (${toPrintable(asOf.from)})`
  const title = wrapText(`${toPrintable(tool)} · ${toPrintable(id)} · ${asOfText}`, style.width)
  return [
    ...paintLines(style, 'dim', title),
    '',
    ...paintLines(
      style,
      hasError(verdicts) ? ['bold', 'red'] : 'bold',
      wrapText(toPrintable(headline), style.width),
    ),
    ...sectionLines(SECTION_TITLES.facts, factLines(facts, style), style),
    ...sectionLines(SECTION_TITLES.problems, problemLines(verdicts, style), style),
    ...sectionLines(SECTION_TITLES.crashed, crashedLines(verdicts, style), style),
    ...sectionLines(SECTION_TITLES.plan, diagnosis ? planLines(diagnosis, style) : [], style),
    ...sectionLines(
      SECTION_TITLES.journeys,
      journeyLines(journeys, timeline?.omitted.journeys ?? 0, style),
      style,
    ),
    ...sectionLines(SECTION_TITLES.timeline, timelineLines(timeline, style), style),
    ...sectionLines(SECTION_TITLES.notChecked, missingLines(verdicts, style), style),
    ...sectionLines(SECTION_TITLES.clear, clearLines(verdicts, style), style),
    ...sectionLines(SECTION_TITLES.inputs, inputLines(inputs, style), style),
    ...sectionLines(SECTION_TITLES.redaction, redactionLines(redaction, style), style),
    ...sectionLines(
      SECTION_TITLES.unknowable,
      unknowable.flatMap((text) =>
        wrapText(toPrintable(text), style.width, { indent: 4, marker: '• ' }),
      ),
      style,
    ),
    ...sectionLines(
      SECTION_TITLES.answer,
      diagnosis ? closingAnswerLines(report, diagnosis, style) : [],
      style,
    ),
  ]
}

function summaryLines({ flagged, clear, notChecked, crashed }: Summary, style: TextStyle): Text[] {
  const { error, warning, info } = flagged
  const counts = present([
    paint(style, error > 0 ? ['bold', 'red'] : 'dim', formatCount(error, 'error')),
    paint(style, warning > 0 ? ['bold', 'yellow'] : 'dim', formatCount(warning, 'warning')),
    info > 0 ? paint(style, 'cyan', formatCount(info, 'note')) : undefined,
    crashed > 0 ? paint(style, ['bold', 'red'], `${crashed} crashed`) : undefined,
    paint(style, clear > 0 ? 'green' : 'dim', `${clear} passed`),
    `${notChecked} not checked`,
  ])
  return wrapText(joinTexts(counts, ' · '), style.width)
}
