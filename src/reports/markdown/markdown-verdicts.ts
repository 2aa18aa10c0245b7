import { present } from '../../model/defined.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding, RemedyStep } from '../../model/rule.ts'
import { formatSource } from '../../model/source-ref.ts'
import { EXPERIMENTAL, remedyStepKey } from '../case-text.ts'
import { collapsible } from './collapsible.ts'
import { codeBlock, inlineCode, safeProse } from './markdown-text.ts'

/** A comment holds 65,536 characters on GitHub, and half of that in Jira. */
const MAX_FINDINGS = 10
const MAX_SOURCES = 3

/** Formats the flagged verdicts: title and message, with evidence and remedy collapsed. */
export function problemLines(verdicts: readonly Verdict[]): string[] {
  const printedSteps = new Set<string>()
  return verdicts.flatMap((verdict) => {
    if (verdict.status !== 'flagged') return []
    const lines = problem(verdict, printedSteps)
    for (const step of verdict.remedy) printedSteps.add(remedyStepKey(step))
    return lines
  })
}

function problem(verdict: Verdict, printedSteps: ReadonlySet<string>): string[] {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const hidden = Math.max(findings.length - MAX_FINDINGS, 0) + omitted
  return [
    '',
    `#### ${safeProse(severity)}: ${safeProse(title)}`,
    '',
    `${safeProse(message)} (${inlineCode(rule)}${trial ? `, ${EXPERIMENTAL}` : ''})`,
    ...collapsible(
      `Evidence: ${formatCount(findings.length + omitted, 'finding')}`,
      present([
        ...findings.slice(0, MAX_FINDINGS).map(findingItem),
        hidden > 0 ? `* and ${formatNumber(hidden)} more` : undefined,
      ]),
    ),
    ...collapsible(
      `What to do: ${formatCount(remedy.length, 'step')}`,
      remedy.flatMap((step, index) => stepLines(step, index, printedSteps)),
    ),
  ]
}

const findingItem = ({ subject, message, sources, remedy }: Finding): string =>
  present([
    // The parts are formatted separately, because prose is formatted word by word.
    message.includes(subject)
      ? `* ${safeProse(message)}`
      : `* ${safeProse(subject)}: ${safeProse(message)}`,
    remedy === undefined ? undefined : `→ ${safeProse(remedy)}`,
    ...sourceTexts(sources),
  ]).join(' ')

function sourceTexts(sources: Verdict['sources']): string[] {
  const places = [...new Set(sources.map(formatSource))]
  const omitted = places.length - MAX_SOURCES
  return present([
    ...places.slice(0, MAX_SOURCES).map(inlineCode),
    omitted > 0 ? `and ${formatCount(omitted, 'more place')}` : undefined,
  ])
}

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
    .map(({ rule, message, sources }) =>
      [`* ${inlineCode(rule)}: ${safeProse(message)}`, ...sourceTexts(sources)].join(' '),
    )

/** Lists the checks that crashed. The problems they look for are not ruled out. */
export const crashedItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'crashed')
    .map(({ rule, message }) => `* ${inlineCode(rule)}: ${safeProse(message)}`)
