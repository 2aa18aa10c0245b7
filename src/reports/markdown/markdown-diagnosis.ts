import { explainsText, unexplainedText } from '../../model/answer/answer-text.ts'
import { present, when } from '../../model/defined.ts'
import type { DiagnosedCause, Diagnosis, EvidenceToCollect } from '../../model/diagnosis.ts'
import { formatNumber } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { Verdict } from '../../model/report.ts'
import {
  CERTAINTY_LABELS,
  DIAGNOSIS_TITLES,
  groupByRole,
  MAX_REASONS,
  numberSteps,
  type PlanStep,
  ROLE_LABELS,
} from '../diagnosis-text.ts'
import { codeBlock, inlineCode, safeProse, sourceTexts } from './markdown-text.ts'

/** Formats the causes, the plan and what to collect next. The answer is formatted by the caller. */
export const diagnosisLines = (diagnosis: Diagnosis, verdicts: readonly Verdict[]): string[] => [
  ...causeLines(diagnosis, verdicts),
  ...planLines(diagnosis),
  ...collectLines(diagnosis.collectNext),
]

function causeLines({ causes, unexplained }: Diagnosis, verdicts: readonly Verdict[]): string[] {
  if (causes.length + unexplained.length === 0) return []
  return [
    '',
    `#### ${DIAGNOSIS_TITLES.causes}`,
    '',
    ...causes.flatMap((cause) => causeItem(cause, verdicts)),
    ...unexplained.map(
      (symptom) => `* **Unexplained**: ${safeProse(unexplainedText(symptom, verdicts))}`,
    ),
  ]
}

function causeItem(cause: DiagnosedCause, verdicts: readonly Verdict[]): string[] {
  const { rule, title, user, since, certainty, because, causedBy, supersedes } = cause
  const omitted = because.length - MAX_REASONS
  const details = present([
    inlineCode(rule),
    user === undefined ? undefined : `for ${inlineCode(user)}`,
    since === undefined ? undefined : `since ${safeProse(momentText(since))}`,
    safeProse(explainsText(cause, verdicts) ?? ''),
    causedBy.length > 0 ? `possibly because of ${causedBy.map(inlineCode).join(', ')}` : undefined,
    supersedes.length > 0 ? `supersedes ${supersedes.map(inlineCode).join(', ')}` : undefined,
  ]).filter((detail) => detail !== '')
  return [
    `* **${CERTAINTY_LABELS[certainty]}**: ${safeProse(title)} (${details.join(', ')})`,
    ...because
      .slice(0, MAX_REASONS)
      .map(({ text, sources }) => `    * ${[safeProse(text), ...sourceTexts(sources)].join(' ')}`),
    ...when(omitted > 0, () => [`    * and ${formatNumber(omitted)} more`]),
  ]
}

function momentText(time: string): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : formatMoment(at)
}

/**
 * Steps have numbers across all roles, which say their order. They are paragraphs, because trackers
 * number the items of a list themselves, and not all render a code block inside of one.
 */
function planLines({ actions }: Diagnosis): string[] {
  if (actions.length === 0) return []
  return [
    '',
    `#### ${DIAGNOSIS_TITLES.plan}`,
    ...groupByRole(numberSteps(actions)).flatMap(({ role, steps }) => [
      '',
      `**${ROLE_LABELS[role]}**`,
      ...steps.flatMap(stepLines),
    ]),
  ]
}

function stepLines({ number, action }: PlanStep): string[] {
  const { do: text, user, commands, verify } = action
  const owner = user === undefined ? '' : ` for ${inlineCode(user)}`
  return [
    '',
    `**Step ${number}**${owner}: ${safeProse(text)}`,
    ...fencedLines(commands),
    '',
    `Check: ${safeProse(verify)}`,
  ]
}

const fencedLines = (commands: readonly string[]): string[] =>
  commands.length === 0 ? [] : ['', ...codeBlock(commands)]

function collectLines(collectNext: readonly EvidenceToCollect[]): string[] {
  if (collectNext.length === 0) return []
  return [
    '',
    `#### ${DIAGNOSIS_TITLES.collectNext}`,
    ...collectNext.flatMap(({ evidence, how, commands, decides }) => [
      '',
      `**${safeProse(evidence)}** decides ${decides.map(inlineCode).join(', ')}: ${safeProse(how)}`,
      ...fencedLines(commands),
    ]),
  ]
}
