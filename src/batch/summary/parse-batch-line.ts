import type { BatchLine } from '../../model/batch-line.ts'

/**
 * A line of results, or why it is none. What is below the report's own parts is trusted to be as
 * `batch` wrote it.
 */
export function parseBatchLine(text: string): BatchLine | { readonly problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'it is no whole JSON: cut off, or damaged' }
  }
  if (!isObject(value)) return { problem: 'it is no JSON object' }
  if (value.schemaVersion !== 1) return { problem: 'it has another schemaVersion than 1' }
  const { bundle, ruleSet, status, report, reason, sha256 } = value
  if (typeof bundle !== 'string' || typeof ruleSet !== 'string')
    return { problem: 'it names no bundle or no rule set' }
  if (status !== 'judged' && status !== 'unreadable' && status !== 'failed')
    return { problem: 'it says no status that is known' }
  if (![reason, sha256].every((one) => one === undefined || typeof one === 'string'))
    return { problem: 'its reason or hash is no text' }
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
  value.verdicts.every(isVerdict)

const isVerdict = (value: unknown): boolean =>
  isObject(value) &&
  [value.rule, value.title, value.message].every((text) => typeof text === 'string') &&
  ['error', 'warning', 'info'].includes(String(value.severity)) &&
  ['flagged', 'clear', 'not-checked', 'crashed'].includes(String(value.status)) &&
  Array.isArray(value.findings) &&
  typeof value.omitted === 'number' &&
  Array.isArray(value.missing) &&
  value.missing.every(isMissing)

const isMissing = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.evidence === 'string' &&
  typeof value.how === 'string' &&
  (value.commands === undefined ||
    (Array.isArray(value.commands) && value.commands.every((one) => typeof one === 'string')))
