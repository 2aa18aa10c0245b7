import { present, when } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatNumber } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding, RemedyStep } from '../../model/rule.ts'
import { EXPERIMENTAL, remedyStepKey } from '../case-text.ts'
import { DIAGNOSIS_TITLES } from '../diagnosis-text.ts'
import { type RuleDiagnosisView, viewRuleDiagnosis } from '../rule-diagnosis.ts'
import { codeBlock, inlineCode, safeProse, sourceTexts } from './markdown-text.ts'

/**
 * A comment holds 65,536 characters on GitHub, and half of that in Jira.
 * Limit: findings shown for a verdict in Markdown.
 * Beyond: further ones are counted.
 */
const MAX_FINDINGS = 10

/**
 * Formats the flagged verdicts with their findings. A remedy is left out where the plan contains
 * it, or where a cause makes it useless.
 */
export function problemLines(
  verdicts: readonly Verdict[],
  diagnosis: Diagnosis | undefined,
): string[] {
  const printedSteps = new Set<string>()
  return verdicts.flatMap((verdict) => {
    if (verdict.status !== 'flagged') return []
    const view = viewRuleDiagnosis(diagnosis, verdict.rule)
    const lines = problem(verdict, view)
    if (view.isPlanned) return lines
    lines.push(...remedyLines(verdict.remedy, printedSteps))
    for (const step of verdict.remedy) printedSteps.add(remedyStepKey(step))
    return lines
  })
}

function problem(verdict: Verdict, view: RuleDiagnosisView): string[] {
  const { rule, title, severity, trial, message, findings, omitted } = verdict
  const hidden = Math.max(findings.length - MAX_FINDINGS, 0) + omitted
  const isRepetition = findings.length === 1 && isRepeated(findings[0], message, view)
  const shown = isRepetition ? [] : findings
  const items = present([
    ...shown.slice(0, MAX_FINDINGS).map((finding) => findingItem(finding, view)),
    hidden > 0 ? `* and ${formatNumber(hidden)} more` : undefined,
  ])
  const sources = shown.length === 0 ? sourceTexts(findings.flatMap((found) => found.sources)) : []
  return [
    '',
    `#### ${safeProse(severity)}: ${safeProse(title)}`,
    '',
    [
      `${safeProse(message)} (${inlineCode(rule)}${trial ? `, ${EXPERIMENTAL}` : ''})`,
      ...sources,
    ].join(' '),
    ...relationLines(view),
    ...when(items.length > 0, () => ['', ...items]),
  ]
}

/** Whether a finding says nothing that the message of its verdict does not say. */
const isRepeated = (
  finding: Finding | undefined,
  message: string,
  { isPlanned }: RuleDiagnosisView,
): boolean =>
  finding !== undefined &&
  finding.message === message &&
  (finding.remedy === undefined || isPlanned)

/** Says where the remedy is, or why there is none. */
function relationLines({ steps, supersededBy }: RuleDiagnosisView): string[] {
  if (supersededBy.length > 0)
    return ['', `Superseded by ${supersededBy.map(inlineCode).join(', ')}.`]
  if (steps.length === 0) return []
  const numbers = steps.map(({ number }) => number)
  return ['', `What to do: ${numbers.length === 1 ? 'step' : 'steps'} ${numbers.join(', ')}.`]
}

function remedyLines(remedy: readonly RemedyStep[], printedSteps: ReadonlySet<string>): string[] {
  if (remedy.length === 0) return []
  const lines = remedy.flatMap((step, index) => stepLines(step, index, printedSteps))
  return ['', `${DIAGNOSIS_TITLES.plan}:`, '', ...lines]
}

/** The plan has the remedy with known values filled in. */
const findingItem = (
  { subject, message, sources, remedy }: Finding,
  { isPlanned }: RuleDiagnosisView,
): string =>
  present([
    // The parts are formatted separately, because prose is formatted word by word.
    message.includes(subject)
      ? `* ${safeProse(message)}`
      : `* ${safeProse(subject)}: ${safeProse(message)}`,
    remedy === undefined || isPlanned ? undefined : `→ ${safeProse(remedy)}`,
    ...sourceTexts(sources),
  ]).join(' ')

/** Indents by four spaces, which keeps a code block inside its step for numbers of any width. */
function stepLines(step: RemedyStep, index: number, printedSteps: ReadonlySet<string>): string[] {
  const { do: action, commands = [], verify } = step
  const first = `${index + 1}. ${safeProse(action)}`
  if (printedSteps.has(remedyStepKey(step))) return [`${first} (See above.)`]
  const lines = [first]
  if (commands.length > 0) lines.push('', ...codeBlock(commands).map((line) => `    ${line}`), '')
  lines.push(`    Check: ${safeProse(verify)}`)
  return lines
}

export const clearItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'clear')
    .map(({ rule, clearTitle, message, sources }) => {
      const name = clearTitle === undefined ? '' : `**${safeProse(clearTitle)}** `
      const text = `* ${name}${inlineCode(rule)}: ${safeProse(message)}`
      return [text, ...sourceTexts(sources)].join(' ')
    })

/** Lists the checks that crashed. The problems they look for are not ruled out. */
export const crashedItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'crashed')
    .map(({ rule, message }) => `* ${inlineCode(rule)}: ${safeProse(message)}`)
