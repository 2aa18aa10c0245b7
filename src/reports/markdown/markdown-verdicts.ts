import { present } from '../../model/defined.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding, RemedyStep } from '../../model/rule.ts'
import { formatSource } from '../../model/source-ref.ts'
import { remedyStepKey } from '../table/remedy-lines.ts'
import { collapsible } from './collapsible.ts'
import { codeBlock, inlineCode, safeProse } from './markdown-text.ts'

/**
 * A ticket is read by people, who look at a few; a comment on GitHub ends at 65,536 characters, one
 * in Jira at half of that.
 */
const MAX_FINDINGS = 10
const MAX_SOURCES = 3

/** What was flagged: the title and the message open, evidence and remedy folded. */
export function problemLines(verdicts: readonly Verdict[]): string[] {
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  return flagged.flatMap((verdict, index) => {
    const known = new Set(
      flagged.slice(0, index).flatMap(({ remedy }) => remedy.map(remedyStepKey)),
    )
    return problem(verdict, known)
  })
}

function problem(verdict: Verdict, known: ReadonlySet<string>): string[] {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const more = findings.length - Math.min(findings.length, MAX_FINDINGS) + omitted
  return [
    '',
    `#### ${safeProse(severity)}: ${safeProse(title)}`,
    '',
    `${safeProse(message)} (${inlineCode(rule)}${trial ? ', on trial: rests on inferred facts, check it' : ''})`,
    ...collapsible(
      `Evidence: ${formatCount(findings.length + omitted, 'finding')}`,
      present([
        ...findings.slice(0, MAX_FINDINGS).map(findingItem),
        more > 0 ? `* and ${formatNumber(more)} more` : undefined,
      ]),
    ),
    ...collapsible(
      `What to do: ${formatCount(remedy.length, 'step')}`,
      remedy.flatMap((step, index) => stepLines(step, index, known)),
    ),
  ]
}

function findingItem({ subject, message, sources, remedy }: Finding): string {
  const words = message.includes(subject)
    ? safeProse(message)
    : `${safeProse(subject)}: ${safeProse(message)}`
  return present([
    `* ${words}`,
    remedy === undefined ? undefined : `→ ${safeProse(remedy)}`,
    ...placeTexts(sources),
  ]).join(' ')
}

function placeTexts(sources: Verdict['sources']): string[] {
  const places = [...new Set(sources.map(formatSource))]
  const rest = places.length - MAX_SOURCES
  return present([
    ...places.slice(0, MAX_SOURCES).map(inlineCode),
    rest > 0 ? `and ${formatCount(rest, 'more place')}` : undefined,
  ])
}

/** Four blanks: the block belongs to its step, whatever the width of the number. */
function stepLines(step: RemedyStep, index: number, known: ReadonlySet<string>): string[] {
  const { do: what, commands = [], verify } = step
  if (known.has(remedyStepKey(step))) return [`${index + 1}. ${safeProse(what)} (See above.)`]
  const block =
    commands.length === 0 ? [] : ['', ...codeBlock(commands).map((line) => `    ${line}`), '']
  return [`${index + 1}. ${safeProse(what)}`, ...block, `    Check: ${safeProse(verify)}`]
}

export const clearItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'clear')
    .map(({ rule, message, sources }) =>
      [`* ${inlineCode(rule)}: ${safeProse(message)}`, ...placeTexts(sources)].join(' '),
    )

/** Of bugs in spoolscope: what they look for may be there. */
export const crashedItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'crashed')
    .map(({ rule, message }) => `* ${inlineCode(rule)}: ${safeProse(message)}`)
