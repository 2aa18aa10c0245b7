import { present, when } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import { firstSentence } from '../../model/prose.ts'
import type { CaseReport } from '../../model/report.ts'
import { abridge } from '../../terminal/abridge.ts'
import {
  paint,
  paintLines,
  type TextAttribute,
  type TextStyle,
  wrapText,
} from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { findAffectedUsers, findLocalOffset, momentWithLocalTime } from '../affected-users.ts'
import type { Detail } from './answer-detail.ts'
import { explainsText, otherFlagged, sinceText, unexplainedText } from './answer-text.ts'
import { severityText } from './severity-text.ts'
import { withHeading } from './with-heading.ts'

const MAX_USERS = 2
const UNEXPLAINED = 'unexplained'
const CERTAINTY_COLORS = { proven: 'red', likely: 'red', possible: 'yellow' } as const
const OUTCOMES: Readonly<
  Record<Diagnosis['outcome'], { readonly mark: string; readonly color: TextAttribute }>
> = {
  'cause-found': { mark: '✗', color: 'red' },
  'cause-possible': { mark: '!', color: 'yellow' },
  unexplained: { mark: '✗', color: 'red' },
  'nothing-wrong': { mark: '✓', color: 'green' },
  'not-enough-evidence': { mark: '?', color: 'yellow' },
}

export function outcomeLines(
  { mixture, verdicts }: CaseReport,
  { outcome, answer, causes }: Diagnosis,
  style: TextStyle,
  { answerLines: maxLines }: Detail,
): string[] {
  const { mark, color } = OUTCOMES[outcome]
  // Skipped checks may hide a cause.
  const isOpen = outcome === 'nothing-wrong' && verdicts.some(({ missing }) => missing.length > 0)
  const attributes: TextAttribute[] = isOpen ? ['bold'] : ['bold', color]
  // The other sentences are about causes and symptoms that are listed below.
  const text = causes.length > 0 ? firstSentence(answer) : answer
  const options = { indent: 2, marker: `${mark} ` }
  return [
    ...(mixture === undefined ? [] : abridge(`! ${safeText(mixture)}`, style.width, 3)),
    ...paintLines(style, attributes, abridge(safeText(text), style.width, maxLines, options)),
  ]
}

export function affectedLines(
  report: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
): string[] {
  const affected = findAffectedUsers(report, diagnosis)
  const offset = findLocalOffset(report)
  const more = affected.length - MAX_USERS
  const texts = affected.slice(0, MAX_USERS).map(({ user, since }) => {
    const when =
      since === undefined
        ? 'since when is not known'
        : `since ${momentWithLocalTime(since, offset)}`
    return `${safeText(user ?? 'The user is not known')}, ${when}`
  })
  if (more > 0) texts.push(`and ${formatCount(more, 'more user')}`)
  return texts.flatMap((text) => wrapText(text, style.width, { indent: 2 }))
}

export function causeLines(
  { verdicts }: CaseReport,
  { outcome, causes, unexplained }: Diagnosis,
  style: TextStyle,
  { listed: maxListed }: Detail,
): string[] {
  // The outcome names them already if there is no cause.
  const open = outcome === 'unexplained' ? [] : unexplained
  const labels = [...causes.map(({ certainty }) => certainty), ...open.map(() => UNEXPLAINED)]
  const indent = Math.max(...labels.map(({ length }) => length), 0) + 4
  const layout = { style, indent }
  const listedLines = causes.slice(0, maxListed).flatMap((cause) => {
    const { certainty, title, user, rule, supersedes, causedBy } = cause
    const others = causes.some((other) => other.rule === rule && other.user !== user)
    const owner = others && user !== undefined ? `, for ${safeText(user)}` : ''
    const notes = present([
      explainsText(cause, verdicts),
      sinceText(cause),
      causedBy.length > 0 ? `may come from ${causedBy.join(', ')}` : undefined,
      supersedes.length > 0 ? `supersedes ${supersedes.join(', ')}` : undefined,
    ])
    return [
      ...labeledLines(certainty, CERTAINTY_COLORS[certainty], safeText(title) + owner, layout),
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
  text: string,
  { style, indent }: { readonly style: TextStyle; readonly indent: number },
): string[] {
  const [first = '', ...rest] = abridge(text, style.width, 2, { indent })
  return [`  ${paint(style, color, label)}${first.slice(label.length + 2)}`, ...rest]
}

/** Lists what was found beside causes and symptoms: limits of the evidence, and notes. */
export function otherLines(
  { verdicts }: CaseReport,
  diagnosis: Diagnosis,
  style: TextStyle,
  { listed: maxListed }: Detail,
): string[] {
  const others = otherFlagged(diagnosis, verdicts)
  const more = others.slice(maxListed).map(({ rule }) => rule)
  const lines = others.slice(0, maxListed).flatMap(({ severity, title }) => {
    const indent = severity.length + 6
    const [first = '', ...rest] = abridge(safeText(title), style.width, 2, { indent })
    return [`  ${severityText(severity, style)}  ${first.trimStart()}`, ...rest]
  })
  if (more.length > 0)
    lines.push(...abridge(safeText(`and ${more.join(', ')}`), style.width, 2, { indent: 2 }))
  return withHeading('Also found', lines, style)
}
