import { createHash } from 'node:crypto'
import type { Result } from 'sarif'
import { defined, present } from '../../model/defined.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { findingText } from '../case-text.ts'
import { omittedText } from '../report-rows.ts'
import { findingRelations, type RuleDiagnosisView, viewRuleDiagnosis } from '../rule-diagnosis.ts'
import { sarifLocation } from './sarif-location.ts'
import { SARIF_LEVELS, sarifText } from './sarif-text.ts'

const KINDS = { flagged: 'fail', clear: 'pass', 'not-checked': 'open', crashed: 'open' } as const

/** Returns the results of all verdicts: `fail` if flagged, `pass` if clear, `open` otherwise. */
export function sarifResults({ id, verdicts, diagnosis }: CaseReport): Result[] {
  const counts = new Map<string, number>()
  /** Identifies a finding by its subject: its numbers differ in the next report of the case. */
  const fingerprint = (rule: string, subject: string): string => {
    const key = JSON.stringify([id, rule, subject])
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return createHash('sha256').update(`${key}${count}`).digest('hex')
  }
  const rules = [...new Set(verdicts.map(({ rule }) => rule))]
  return verdicts.flatMap((verdict) =>
    verdictResults(
      verdict,
      rules.indexOf(verdict.rule),
      viewRuleDiagnosis(diagnosis, verdict.rule),
      (subject) => fingerprint(verdict.rule, subject),
    ),
  )
}

function verdictResults(
  verdict: Verdict,
  ruleIndex: number,
  diagnosis: RuleDiagnosisView,
  fingerprint: (subject: string) => string,
): Result[] {
  const { rule, severity, status, trial, message, findings, omitted, sources, missing } = verdict
  const level = status === 'flagged' ? SARIF_LEVELS[severity] : 'none'
  const toResult = (
    text: string,
    subject: string,
    places: readonly SourceRef[],
    properties: Result['properties'] = {},
  ): Result => ({
    ruleId: toPrintable(rule),
    ruleIndex,
    kind: KINDS[status],
    level,
    message: { text: sarifText(text) },
    ...toLocations(places),
    partialFingerprints: { 'spoolscopeFinding/v1': fingerprint(subject) },
    properties: { status, trial, ...defined({ subject: subject || undefined }), ...properties },
  })
  const results = [
    ...findings.map((finding) => {
      const text = present([findingText(finding), finding.remedy]).join(' ')
      const relations = findingRelations(diagnosis, finding.message)
      return toResult(text, finding.subject, finding.sources, relations)
    }),
    ...missing.map(({ evidence, how, commands = [] }) => {
      const text = `${message} Not checked: ${evidence} is missing. ${how}`.trim()
      return toResult(text, evidence, [], { commands })
    }),
  ]
  if (omitted > 0) results.push(toResult(omittedText(omitted), 'omitted', [], { omitted }))
  return results.length > 0 ? results : [toResult(message, '', sources)]
}

/** Returns the first place as the one that a viewer opens, and the others as related to it. */
function toLocations([first, ...others]: readonly SourceRef[]): Pick<
  Result,
  'locations' | 'relatedLocations'
> {
  if (first === undefined) return {}
  const locations = [sarifLocation(first)]
  if (others.length === 0) return { locations }
  const relatedLocations = others.map((source, index) => ({
    id: index + 1,
    ...sarifLocation(source),
  }))
  return { locations, relatedLocations }
}
