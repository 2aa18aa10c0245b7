import { findLocalOffset } from '../../model/answer/affected-users.ts'
import {
  actorText,
  affectedTexts,
  causeNotes,
  causeTitle,
  outcomeText,
  unexplainedText,
} from '../../model/answer/answer-text.ts'
import { present, when } from '../../model/defined.ts'
import type { DiagnosedCause, Diagnosis } from '../../model/diagnosis.ts'
import { formatCount, formatDuration } from '../../model/duration.ts'
import type { LiveView } from '../../model/live-view.ts'
import {
  CERTAINTY_COLORS,
  OUTCOME_STYLES,
  outcomeAttributes,
} from '../../terminal/diagnosis-style.ts'
import type { TextAttribute } from '../../terminal/layout.ts'
import { abridge } from '../../terminal/plain-text.ts'
import { safeText } from '../../terminal/safe-text.ts'
import {
  emptyListBody,
  MARK_WIDTH,
  markLine,
  type PaneBody,
  type PaneInput,
} from '../list-lines.ts'
import type { Row } from '../lists.ts'
import { listSelection } from '../selection.ts'
import { cell, type Line, span, splitByWidth, visibleText } from '../span.ts'
import { recentChangeAge } from '../verdict-grade.ts'
import { currentDiagnosis, type DiagnosisEntry, messageText } from './diagnosis-entries.ts'

/** From these heights on, in lines: headings of the parts, longer texts, and the commands. */
const [ROWS_FOR_TITLES, ROWS_FOR_TEXT, ROWS_FOR_COMMANDS] = [14, 9, 26]
/** Cells of `unexplained` and a gap. */
const LABEL_WIDTH = 'unexplained'.length + 2

const TITLES: Readonly<Record<DiagnosisEntry['kind'], string>> = {
  answer: '',
  cause: 'Why',
  message: 'Why',
  unexplained: 'Why',
  action: 'What to do next',
  collect: 'What to collect next',
}

interface EntryLayout {
  readonly view: LiveView
  readonly diagnosis: Diagnosis
  readonly width: number
  readonly height: number
}

/** A line of the pane, and the index of the entry that it belongs to. */
interface EntryLine {
  readonly line: Line
  readonly index?: number
}

/** Draws the answer, the causes, the plan and what to collect. An entry may take several lines. */
export function diagnosisPane(input: PaneInput): PaneBody {
  const { view, state, width, height } = input
  const diagnosis = currentDiagnosis(view)
  const { rows, index: selected } = listSelection('diagnosis', state, view)
  if (diagnosis === undefined || rows.length === 0) {
    const placeholder =
      view.reading === undefined ? 'No diagnosis yet.' : 'Reading the history; diagnosis follows.'
    return emptyListBody('diagnosis', state, placeholder)
  }
  const layout = { view, diagnosis, width: width - MARK_WIDTH, height }
  const all = rows.flatMap((row, index) => [
    ...titleLines(rows[index - 1], row, layout),
    ...entryLines(row.entry, layout).map((line): EntryLine => ({ line, index })),
  ])
  const top = state.lists.diagnosis.top ?? topFor(all, selected, height)
  const maxTop = Math.max(0, all.length - height)
  const first = Math.min(top, maxTop)
  const visible = all.slice(first, first + height)
  return {
    lines: visible.map(({ line, index }, offset) => {
      const isFirst = all[first + offset - 1]?.index !== index
      return markLine(line, 'diagnosis', input, index === selected, isFirst)
    }),
    keys: visible.map(({ index }) => (index === undefined ? undefined : rows[index]?.key)),
    top: first,
    maxTop,
  }
}

/** Keeps the selected entry visible, with what belongs to it above and below. */
function topFor(all: readonly EntryLine[], selected: number, height: number): number {
  const first = all.findIndex(({ index }) => index === selected)
  const last = all.findLastIndex(({ index }) => index === selected)
  if (last < height) return 0
  return Math.max(0, Math.min(first, Math.round((first + last - height) / 2) + 1))
}

function titleLines(
  before: Row<'diagnosis'> | undefined,
  { entry }: Row<'diagnosis'>,
  { height }: EntryLayout,
): EntryLine[] {
  const title = TITLES[entry.kind]
  if (height < ROWS_FOR_TITLES || title === '' || before === undefined) return []
  if (TITLES[before.entry.kind] === title) return []
  return [{ line: [] }, { line: [span(title, 'bold')] }]
}

function entryLines(entry: DiagnosisEntry, layout: EntryLayout): readonly Line[] {
  const { view, diagnosis, height } = layout
  const { verdicts } = view.report
  const maxLines = height < ROWS_FOR_TEXT ? 1 : height < ROWS_FOR_COMMANDS ? 2 : 3
  switch (entry.kind) {
    case 'answer':
      return answerLines(layout)
    case 'cause': {
      const { cause } = entry
      const age = recentChangeAge(cause.rule, view)
      const label = cell(cause.certainty, LABEL_WIDTH, 'bold', CERTAINTY_COLORS[cause.certainty])
      const change = age === undefined ? undefined : `* changed ${formatDuration(age)} ago`
      const notes = present([
        change,
        ...causeNotes(cause, verdicts, findLocalOffset(view.report)),
      ]).join(', ')
      const title = causeTitle(cause, diagnosis)
      if (height < ROWS_FOR_TEXT) return labeledLines(label, title + shareText(cause), 1, layout)
      return [
        ...labeledLines(label, title, 2, layout),
        ...when(notes !== '', () =>
          labeledLines(cell('', LABEL_WIDTH), notes, maxLines + 1, layout, 'dim'),
        ),
      ]
    }
    case 'message':
      return labeledLines(
        cell('', LABEL_WIDTH),
        messageText(entry),
        height < ROWS_FOR_TEXT ? 2 : height < ROWS_FOR_COMMANDS ? 3 : 5,
        layout,
        CERTAINTY_COLORS[entry.cause.certainty],
      )
    case 'unexplained': {
      const label = cell('unexplained', LABEL_WIDTH, 'bold', 'yellow')
      return labeledLines(label, unexplainedText(entry.symptom, verdicts), maxLines, layout)
    }
    case 'action': {
      const { action, number } = entry
      const text = `${actorText(action, diagnosis)}: ${action.do}`
      return [
        ...labeledLines([span(`${number}. `.padStart(4))], text, maxLines, layout),
        ...commandLines(action.commands, layout),
      ]
    }
    case 'collect': {
      const { evidence, how, commands } = entry.evidence
      return [
        ...labeledLines([span(' •  ')], `${evidence}: ${how}`, maxLines, layout),
        ...commandLines(commands, layout),
      ]
    }
  }
}

/** `: 2 of 3 messages`, for a line that has no room for what the cause explains in words. */
const shareText = ({ explains: { messages, of } }: DiagnosedCause): string =>
  messages === 0 ? '' : `: ${messages} of ${formatCount(of, 'message')}`

function answerLines({ view, diagnosis, width, height }: EntryLayout): readonly Line[] {
  const { outcome } = diagnosis
  const { report } = view
  const maxLines = height < ROWS_FOR_TEXT ? 2 : height < ROWS_FOR_TITLES ? 3 : 4
  const marker = `${OUTCOME_STYLES[outcome].mark} `
  const style = outcomeAttributes(outcome, report.verdicts)
  const answer = abridge(String(safeText(outcomeText(diagnosis))), width, maxLines, {
    indent: 2,
    marker,
  })
  const affected = affectedTexts(report, diagnosis).slice(0, height < ROWS_FOR_TITLES ? 1 : 2)
  return [
    ...when(report.mixture !== undefined, () =>
      abridge(`! ${safeText(report.mixture ?? '')}`, width, 2).map((line) => [
        span(line, 'yellow'),
      ]),
    ),
    ...answer.map((line) => [span(line, ...style)]),
    ...affected.flatMap((text) =>
      abridge(String(safeText(text)), width, 2, { indent: 2 }).map((line) => [span(line)]),
    ),
  ]
}

/** A text behind a label; its other lines are indented by the width of the label. */
function labeledLines(
  label: Line,
  text: string,
  maxLines: number,
  { width }: EntryLayout,
  ...style: readonly TextAttribute[]
): readonly Line[] {
  const indent = label.reduce((sum, piece) => sum + piece.width, 0)
  return abridge(String(safeText(text)), width, maxLines, { indent }).map((line, index) =>
    index === 0 ? [...label, span(line.slice(indent), ...style)] : [span(line, ...style)],
  )
}

/** The commands of an entry, complete, in a pane that is high enough. */
const commandLines = (
  commands: readonly string[],
  { width, height }: EntryLayout,
): readonly Line[] =>
  when(height >= ROWS_FOR_COMMANDS, () =>
    commands.flatMap((command) =>
      splitByWidth(visibleText(command), width - 4).map(
        (piece): Line => [span(`    ${piece}`, 'cyan')],
      ),
    ),
  )
