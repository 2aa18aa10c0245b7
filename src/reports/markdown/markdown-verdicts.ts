import { present } from '../../model/defined.ts'
import { numberText, plural } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding, RemedyStep } from '../../model/rule.ts'
import { sourceText } from '../../model/source-ref.ts'
import { stepKey } from '../remedy-steps.ts'
import { folded } from './markdown-fold.ts'
import { code, codeBlock, prose } from './markdown-text.ts'

/**
 * A ticket is read by people, who look at a few; a comment on GitHub ends at 65,536 characters, one
 * in Jira at half of that.
 */
const MOST_FINDINGS = 10
const MOST_PLACES = 3

/** What was flagged: the title and the message open, evidence and remedy folded. */
export function problemLines(verdicts: readonly Verdict[]): string[] {
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  return flagged.flatMap((verdict, index) => {
    const known = new Set(flagged.slice(0, index).flatMap(({ remedy }) => remedy.map(stepKey)))
    return problem(verdict, known)
  })
}

function problem(verdict: Verdict, known: ReadonlySet<string>): string[] {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const more = findings.length - Math.min(findings.length, MOST_FINDINGS) + omitted
  return [
    '',
    `#### ${prose(severity)}: ${prose(title)}`,
    '',
    `${prose(message)} (${code(rule)}${trial ? ', on trial: rests on inferred facts, check it' : ''})`,
    ...folded(
      `Evidence: ${plural(findings.length + omitted, 'finding')}`,
      present([
        ...findings.slice(0, MOST_FINDINGS).map(findingItem),
        more > 0 ? `* and ${numberText(more)} more` : undefined,
      ]),
    ),
    ...folded(
      `What to do: ${plural(remedy.length, 'step')}`,
      remedy.flatMap((step, index) => stepLines(step, index, known)),
    ),
  ]
}

function findingItem({ subject, message, sources, remedy }: Finding): string {
  const words = message.includes(subject) ? prose(message) : `${prose(subject)}: ${prose(message)}`
  return present([
    `* ${words}`,
    remedy === undefined ? undefined : `→ ${prose(remedy)}`,
    ...placeTexts(sources),
  ]).join(' ')
}

function placeTexts(sources: Verdict['sources']): string[] {
  const places = [...new Set(sources.map(sourceText))]
  const rest = places.length - MOST_PLACES
  return present([
    ...places.slice(0, MOST_PLACES).map(code),
    rest > 0 ? `and ${plural(rest, 'more place')}` : undefined,
  ])
}

/** Four blanks: the block belongs to its step, whatever the width of the number. */
function stepLines(step: RemedyStep, index: number, known: ReadonlySet<string>): string[] {
  const { do: what, commands = [], verify } = step
  if (known.has(stepKey(step))) return [`${index + 1}. ${prose(what)} (See above.)`]
  const block =
    commands.length === 0 ? [] : ['', ...codeBlock(commands).map((line) => `    ${line}`), '']
  return [`${index + 1}. ${prose(what)}`, ...block, `    Check: ${prose(verify)}`]
}

export const clearItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'clear')
    .map(({ rule, message, sources }) =>
      [`* ${code(rule)}: ${prose(message)}`, ...placeTexts(sources)].join(' '),
    )

/** Of bugs in spoolscope: what they look for may be there. */
export const crashedItems = (verdicts: readonly Verdict[]): string[] =>
  verdicts
    .filter(({ status }) => status === 'crashed')
    .map(({ rule, message }) => `* ${code(rule)}: ${prose(message)}`)
