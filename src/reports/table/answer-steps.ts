import { actorText } from '../../model/answer/answer-text.ts'
import { present, when, whenDefined } from '../../model/defined.ts'
import type { Diagnosis, PlannedAction } from '../../model/diagnosis.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import {
  type CaseReport,
  type InputReport,
  isTurnedOff,
  type RedactionNote,
} from '../../model/report.ts'
import { withoutExplanation } from '../../model/text/prose.ts'
import { abridge, paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { changedSettingsText, INPUT_STATUS_LABELS } from '../case-text.ts'
import type { Detail } from './answer-detail.ts'
import { commandLines } from './command-lines.ts'
import { withHeading } from './with-heading.ts'

const MAX_ACTIONS = 3
export const MAX_TO_COLLECT = 2
const MAX_NAMED_EVIDENCE = 2

export function actionLines(diagnosis: Diagnosis, style: TextStyle, detail: Detail): Text[] {
  const { actions } = diagnosis
  const more = actions.length - MAX_ACTIONS
  const lines = actions
    .slice(0, MAX_ACTIONS)
    .flatMap((action, index) => oneActionLines(action, index, diagnosis, style, detail))
  if (more > 0) lines.push(`  … and ${formatCount(more, 'more step')}`)
  return withHeading('What to do next', lines, style)
}

function oneActionLines(
  action: PlannedAction,
  index: number,
  diagnosis: Diagnosis,
  style: TextStyle,
  detail: Detail,
): Text[] {
  const { commands } = action
  const shown = index < detail.actionsWithCommands ? commands.slice(0, detail.commands) : []
  const hidden = commands.length - shown.length
  const options = { indent: 5, marker: `${index + 1}. ` }
  const text = `${safeText(actorText(action, diagnosis))}: ${safeText(action.do)}`
  return [
    ...abridge(text, style.width, detail.textLines, options),
    ...commandLines(shown, style, 5),
    ...when(hidden > 0 && shown.length > 0, () => [
      `     … ${formatCount(hidden, 'more command')}`,
    ]),
  ]
}

export function collectLines(
  { collectNext }: Diagnosis,
  style: TextStyle,
  { textLines, collectCommands }: Detail,
): Text[] {
  const more = collectNext.length - MAX_TO_COLLECT
  const lines = collectNext.slice(0, MAX_TO_COLLECT).flatMap(({ evidence, how, commands }) => [
    ...abridge(`${safeText(evidence)}: ${safeText(how)}`, style.width, textLines, {
      indent: 4,
      marker: '• ',
    }),
    ...commandLines(commands.slice(0, collectCommands), style, 5),
  ])
  if (more > 0) lines.push(`  … and ${more} more`)
  return withHeading('What to collect next', lines, style)
}

/** Counts the checks by status, and what could not be read. Says if the report is redacted. */
export function checkLines(
  { verdicts, inputs, changedSettings, redaction }: CaseReport,
  style: TextStyle,
): Text[] {
  const rulesWith = (wanted: string) =>
    verdicts.filter(({ status }) => status === wanted).map(({ rule }) => rule)
  const turnedOff = verdicts.filter(isTurnedOff).map(({ rule }) => rule)
  const turnedOffNames = turnedOff.length <= MAX_NAMED_EVIDENCE ? ` (${turnedOff.join(', ')})` : ''
  const skipped = verdicts.filter(
    (verdict) => verdict.status === 'not-checked' && !isTurnedOff(verdict),
  )
  const missing = new Set(
    skipped.flatMap((verdict) =>
      verdict.missing.map(({ evidence }) => withoutExplanation(evidence)),
    ),
  )
  const isNamed = missing.size > 0 && missing.size <= MAX_NAMED_EVIDENCE
  const names = isNamed ? ` (missing: ${[...missing].join(', ')})` : ''
  const crashed = rulesWith('crashed')
  const texts = present([
    `${formatCount(verdicts.length, 'check')}: ${rulesWith('flagged').length} flagged`,
    `${rulesWith('clear').length} passed`,
    skipped.length > 0 ? `${skipped.length} not checked${names}` : undefined,
    crashed.length > 0 ? `${crashed.length} crashed` : undefined,
    turnedOff.length > 0 ? `${turnedOff.length} turned off${turnedOffNames}` : undefined,
  ])
  const crashedText = `Crashed, so what they look for is not ruled out: ${crashed.join(', ')}`
  const unread = unreadText(inputs)
  return [
    ...wrapText(safeText(texts.join(', ')), style.width),
    ...when(crashed.length > 0, () =>
      paintLines(style, ['bold', 'red'], abridge(safeText(crashedText), style.width, 2)),
    ),
    ...whenDefined(changedSettings, (changes) =>
      abridge(safeText(changedSettingsText(changes)), style.width, 3),
    ),
    ...whenDefined(redaction, (note) => wrapText(redactedText(note), style.width)),
    ...whenDefined(unread, (text) =>
      paintLines(style, 'yellow', wrapText(`Not read: ${text}`, style.width)),
    ),
  ]
}

function redactedText({ replaced }: RedactionNote): string {
  const count = Object.values(replaced).reduce((sum, value) => sum + value, 0)
  return `Redacted: ${formatCount(count, 'name')} replaced by tokens (--full: what is not covered)`
}

/** `2 of 6 inputs (1 unreadable, 1 empty), 12 unreadable records`; undefined for none. */
export function unreadText(inputs: readonly InputReport[]): string | undefined {
  const unread = inputs.filter(({ status }) => status !== 'read')
  const kinds = [...new Set(unread.map(({ status }) => status))].map(
    (status) =>
      `${unread.filter((input) => input.status === status).length} ${INPUT_STATUS_LABELS[status]}`,
  )
  const sum = (counts: readonly number[]) => counts.reduce((total, value) => total + value, 0)
  const damaged = sum(inputs.map(({ unreadable }) => unreadable))
  const undecoded = sum(inputs.map(({ undecoded: value }) => value))
  const texts = present([
    unread.length > 0
      ? `${unread.length} of ${formatCount(inputs.length, 'input')} (${kinds.join(', ')})`
      : undefined,
    damaged > 0 ? `${formatNumber(damaged)} unreadable records` : undefined,
    undecoded > 0 ? `${formatNumber(undecoded)} undecoded records` : undefined,
  ])
  return texts.length > 0 ? texts.join(', ') : undefined
}
