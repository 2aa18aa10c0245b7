import type { BatchLine } from '../../model/batch-line.ts'
import { CERTAINTIES, DIAGNOSIS_OUTCOMES, type Diagnosis } from '../../model/diagnosis.ts'

/**
 * Parses a line of results, or returns why it is invalid. Checks only the parts of the report that
 * a summary uses.
 */
export function parseBatchLine(text: string): BatchLine | { readonly problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'it is not complete JSON: cut off or damaged' }
  }
  if (!isObject(value)) return { problem: 'it is not a JSON object' }
  if (value.schemaVersion !== 1) return { problem: 'its schemaVersion is not 1' }
  const { bundle, ruleSet, status, report, reason, sha256 } = value
  if (typeof bundle !== 'string' || typeof ruleSet !== 'string')
    return { problem: 'it has no bundle or no ruleSet' }
  if (status !== 'judged' && status !== 'unreadable' && status !== 'failed')
    return { problem: 'its status is unknown' }
  if (![reason, sha256].every((text) => text === undefined || typeof text === 'string'))
    return { problem: 'its reason or hash is not text' }
  if (status === 'judged' && !isReport(report))
    return { problem: 'its report is missing or damaged' }
  return value as unknown as BatchLine
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isReport = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.headline === 'string' &&
  isObject(value.facts) &&
  Object.values(value.facts).every((fact) => isObject(fact) && typeof fact.value !== 'object') &&
  (value.asOf === null || (isObject(value.asOf) && typeof value.asOf.time === 'string')) &&
  Array.isArray(value.verdicts) &&
  value.verdicts.every(isVerdict) &&
  (value.diagnosis === undefined || isDiagnosis(value.diagnosis))

/** Checks only the parts of a diagnosis that sums over cases use. */
export const isDiagnosis = (value: unknown): value is Diagnosis =>
  isObject(value) &&
  DIAGNOSIS_OUTCOMES.some((outcome) => outcome === value.outcome) &&
  Array.isArray(value.causes) &&
  value.causes.every(isCause) &&
  Array.isArray(value.unexplained) &&
  value.unexplained.every((symptom) => isObject(symptom) && typeof symptom.rule === 'string')

const isCause = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.rule === 'string' &&
  typeof value.title === 'string' &&
  (value.user === undefined || typeof value.user === 'string') &&
  CERTAINTIES.some((certainty) => certainty === value.certainty) &&
  isObject(value.explains) &&
  Array.isArray(value.explains.symptoms) &&
  value.explains.symptoms.every((symptom) => typeof symptom === 'string')

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

const isVerdict = (value: unknown): boolean =>
  isObject(value) &&
  value.rule !== '' &&
  [value.rule, value.title, value.message].every((text) => typeof text === 'string') &&
  ['error', 'warning', 'info'].includes(String(value.severity)) &&
  ['flagged', 'clear', 'not-checked', 'crashed'].includes(String(value.status)) &&
  Array.isArray(value.findings) &&
  typeof value.trial === 'boolean' &&
  isCount(value.omitted) &&
  Array.isArray(value.missing) &&
  value.missing.every(isMissing)

const isMissing = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.evidence === 'string' &&
  typeof value.how === 'string' &&
  (value.commands === undefined ||
    (Array.isArray(value.commands) &&
      value.commands.every((command) => typeof command === 'string')))
