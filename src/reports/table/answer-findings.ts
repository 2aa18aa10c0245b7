import {
  affectedTexts,
  causeNotes,
  causeTitle,
  otherFlagged,
  outcomeText,
  unexplainedText,
} from '../../model/answer/answer-text.ts'
import { present, when, whenDefined } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import type { CaseReport } from '../../model/report.ts'
import {
  CERTAINTY_COLORS,
  OUTCOME_STYLES,
  outcomeAttributes,
} from '../../terminal/diagnosis-style.ts'
import {
  abridge,
  paint,
  paintLines,
  type TextAttribute,
  type TextStyle,
  wrapText,
} from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { type Text, terminal } from '../../terminal/terminal-text.ts'
import type { Detail } from './answer-detail.ts'
import { severityText } from './severity-text.ts'
import { withHeading } from './with-heading.ts'

const MAX_USERS = 2
const UNEXPLAINED = 'unexplained'

export function outcomeLines(
  { mixture, verdicts }: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
  { answerLines: maxLines }: Detail,
): Text[] {
  const { outcome } = diagnosis
  const text = safeText(outcomeText(diagnosis))
  const options = { indent: 2, marker: `${OUTCOME_STYLES[outcome].mark} ` }
  return [
    ...whenDefined(mixture, (found) => abridge(`! ${safeText(found)}`, style.width, 3)),
    ...paintLines(
      style,
      outcomeAttributes(outcome, verdicts),
      abridge(text, style.width, maxLines, options),
    ),
  ]
}

export function affectedLines(report: CaseReport, diagnosis: Diagnosis, style: TextStyle): Text[] {
  if (diagnosis.outcome === 'nothing-wrong') return examinedLines(report, style)
  const affected = affectedTexts(report, diagnosis)
  const more = affected.length - MAX_USERS
  const texts = affected.slice(0, MAX_USERS).map(safeText)
  const shown: Text[] = more > 0 ? [...texts, `and ${formatCount(more, 'more user')}`] : texts
  return shown.flatMap((text) => wrapText(text, style.width, { indent: 2 }))
}

/** Whose evidence shows nothing wrong, and which time it covers. */
function examinedLines({ facts }: CaseReport, style: TextStyle): Text[] {
  const logs = facts.logCoverage
  const texts = present([
    facts.users === undefined ? undefined : String(facts.users.value),
    logs === undefined ? undefined : `logs of ${logs.text}`,
  ])
  return texts.length === 0
    ? []
    : abridge(safeText(texts.join(', ')), style.width, 2, { indent: 2 })
}

export function causeLines(
  { verdicts }: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
  { listed: maxListed }: Detail,
): Text[] {
  const { outcome, causes, unexplained } = diagnosis
  // The outcome names them already if there is no cause.
  const open = outcome === 'unexplained' ? [] : unexplained
  const labels = [...causes.map(({ certainty }) => certainty), ...open.map(() => UNEXPLAINED)]
  const indent = Math.max(...labels.map(({ length }) => length), 0) + 4
  const layout = { style, indent }
  const listedLines = causes.slice(0, maxListed).flatMap((cause) => {
    const { certainty } = cause
    const title = safeText(causeTitle(cause, diagnosis))
    const notes = causeNotes(cause, verdicts)
    return [
      ...labeledLines(certainty, CERTAINTY_COLORS[certainty], title, layout),
      ...when(notes.length > 0, () =>
        abridge(safeText(notes.join(', ')), style.width, 2, { indent }),
      ),
    ]
  })
  const more = causes.length - maxListed
  const moreOpen = open.length - maxListed
  const lines = [
    ...listedLines,
    ...when(more > 0, () => [`  … and ${formatCount(more, 'more cause')}`]),
    ...open
      .slice(0, maxListed)
      .flatMap((symptom) =>
        labeledLines(UNEXPLAINED, 'yellow', safeText(unexplainedText(symptom, verdicts)), layout),
      ),
    ...when(moreOpen > 0, () => [`  … and ${formatCount(moreOpen, 'more unexplained symptom')}`]),
  ]
  return withHeading('Why', lines, style)
}

/** `  likely    Title`, with the text aligned at `indent`. */
function labeledLines(
  label: string,
  color: TextAttribute,
  text: Text,
  { style, indent }: { readonly style: TextStyle; readonly indent: number },
): Text[] {
  const [first = '', ...rest] = abridge(text, style.width, 2, { indent })
  return [terminal`  ${paint(style, color, label)}${first.slice(label.length + 2)}`, ...rest]
}

/** Lists what was found beside causes and symptoms: limits of the evidence, and notes. */
export function otherLines(
  { verdicts }: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
  { listed: maxListed }: Detail,
): Text[] {
  const others = otherFlagged(diagnosis, verdicts)
  const more = others.slice(maxListed).map(({ rule }) => rule)
  // Where nothing fails, there is room for what the note says.
  const hasRoom = diagnosis.causes.length + diagnosis.unexplained.length === 0
  const lines = others.slice(0, maxListed).flatMap(({ severity, title, message }) => {
    const indent = severity.length + 6
    const [first = '', ...rest] = abridge(safeText(title), style.width, 2, { indent })
    return [
      terminal`  ${severityText(severity, style)}  ${first.trimStart()}`,
      ...rest,
      ...when(hasRoom, () => abridge(safeText(message), style.width, 3, { indent })),
    ]
  })
  if (more.length > 0)
    lines.push(...abridge(safeText(`and ${more.join(', ')}`), style.width, 2, { indent: 2 }))
  return withHeading('Also found', lines, style)
}
