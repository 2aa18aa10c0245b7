import { createHash } from 'node:crypto'
import type { Location, Result } from 'sarif'
import { defined } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import { toPrintable } from '../../model/printable.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { sarifLocation } from './sarif-location.ts'
import { SARIF_LEVELS, sarifText } from './sarif-text.ts'

const KINDS = { flagged: 'fail', clear: 'pass', 'not-checked': 'open', crashed: 'open' } as const

/** `fail` for what was found, `pass` for what is in order, `open` for what could not be checked. */
export function sarifResults({ id, verdicts }: CaseReport): Result[] {
  const seen = new Map<string, number>()
  /**
   * The same finding in the next report of the same case is the same result, whatever became of its
   * numbers.
   */
  const fingerprint = (rule: string, subject: string): string => {
    const key = JSON.stringify([id, rule, subject])
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return createHash('sha256').update(`${key}${nth}`).digest('hex')
  }
  return verdicts.flatMap((verdict, index) =>
    resultsOf(verdict, index, (subject) => fingerprint(verdict.rule, subject)),
  )
}

function resultsOf(
  verdict: Verdict,
  ruleIndex: number,
  fingerprint: (subject: string) => string,
): Result[] {
  const { rule, severity, status, trial, message, findings, omitted, sources, missing } = verdict
  const level = status === 'flagged' ? SARIF_LEVELS[severity] : 'none'
  const result = (
    text: string,
    subject: string,
    places: readonly SourceRef[],
    more: Result['properties'] = {},
  ): Result => ({
    ruleId: toPrintable(rule),
    ruleIndex,
    kind: KINDS[status],
    level,
    message: { text: sarifText(text) },
    ...locationsOf(places),
    partialFingerprints: { 'spoolscopeFinding/v1': fingerprint(subject) },
    properties: {
      status,
      trial,
      ...defined({ subject: subject === '' ? undefined : subject }),
      ...more,
    },
  })
  const found = findings.map(({ subject, message: words, sources: places, remedy }) => {
    const text = words.includes(subject) ? words : `${subject}: ${words}`
    return result(remedy === undefined ? text : `${text} ${remedy}`, subject, places)
  })
  const lacking = missing.map(({ evidence, how, commands = [] }) =>
    result(`${message} Not checked for lack of ${evidence}. ${how}`.trim(), evidence, [], {
      commands,
    }),
  )
  const rest =
    omitted > 0
      ? [
          result(`${formatNumber(omitted)} more that are true are not listed.`, 'omitted', [], {
            omitted,
          }),
        ]
      : []
  const all = [...found, ...lacking, ...rest]
  return all.length > 0 ? all : [result(message, '', sources)]
}

/** The first place is where a viewer opens the file, the others are related to it. */
function locationsOf([first, ...others]: readonly SourceRef[]): Pick<
  Result,
  'locations' | 'relatedLocations'
> {
  if (first === undefined) return {}
  const related = others.map(
    (place, index): Location => ({ id: index + 1, ...sarifLocation(place) }),
  )
  return {
    locations: [sarifLocation(first)],
    ...defined({ relatedLocations: related.length === 0 ? undefined : related }),
  }
}
