import { closeSync, fstatSync, openSync } from 'node:fs'
import type { CaseReport, Report } from '../model/report.ts'
import { isObject, parseReport } from '../model/report-shape.ts'
import type { RemedyStep } from '../model/rule.ts'
import { readBlocking } from './read-blocking.ts'

/** A report; or why there is none and what to do, as a sentence to be put after the path. */
export type SavedReport = { readonly report: Report } | { readonly problem: string }

/**
 * A report of one case has some ten thousand bytes.
 * Limit: bytes of a saved report.
 * Beyond: it is refused.
 */
const MAX_REPORT_BYTES = 256 << 20
export const REPORT_TOO_LARGE = {
  problem: `is larger than ${MAX_REPORT_BYTES} bytes, so it is not a report. Pass a report.`,
} as const
const MIN_CHUNK_BYTES = 1 << 16
const CREATE_AGAIN = 'Create it again with analyze --format json --output <file>.'
const IS_BATCH_RESULT =
  'contains results of batch, one line per case, not a report of one case. ' +
  'To compare two of them: spoolscope diff before.ndjson after.ndjson.'

/**
 * Reads the case of a report that `analyze --format json` wrote; `-` is standard input. Throws only
 * the errors of the file system.
 */
export function readSavedCase(
  path: string,
): { readonly report: CaseReport; readonly version: string } | { readonly problem: string } {
  const bytes = readReportBytes(path)
  const saved = bytes === undefined ? REPORT_TOO_LARGE : parseSavedReport(bytes)
  if ('problem' in saved) return saved
  const { cases, tool } = saved.report
  const [report] = cases
  return report !== undefined && cases.length === 1
    ? { report, version: tool.version }
    : { problem: `contains ${cases.length} cases. Pass a report of one case.` }
}

/** Parses a report in any encoding that Windows uses for redirected output. */
export function parseSavedReport(bytes: Buffer): SavedReport {
  const text = decodeText(bytes).replace(/^\ufeff/, '')
  if (text.trim() === '') return { problem: `is empty. ${CREATE_AGAIN}` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: describeInvalidJson(text, (error as Error).message) }
  }
  const other = describeOtherJson(value)
  if (other !== undefined) return { problem: other }
  const report = parseReport(value)
  return typeof report === 'string'
    ? { problem: `is a damaged report: ${report}. ${CREATE_AGAIN}` }
    : { report: withSharedSteps(report) }
}

/**
 * Makes equal remedy steps the same object again, as rules share them. Renderers print a shared
 * step only once.
 */
function withSharedSteps(report: Report): Report {
  const steps = new Map<string, RemedyStep>()
  const toShared = (step: RemedyStep): RemedyStep => {
    const key = JSON.stringify(step)
    const first = steps.get(key) ?? step
    steps.set(key, first)
    return first
  }
  const cases = report.cases.map((caseReport) => ({
    ...caseReport,
    verdicts: caseReport.verdicts.map((verdict) => ({
      ...verdict,
      remedy: verdict.remedy.map(toShared),
    })),
  }))
  return { ...report, cases }
}

/**
 * Decodes UTF-16 or UTF-8. Windows PowerShell 5 writes `>` as UTF-16LE with a byte order mark, and
 * other shells write UTF-8 with one. In UTF-16 without a mark, one of the first two bytes is zero.
 */
function decodeText(bytes: Buffer): string {
  const [first, second] = bytes
  const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
  const isLittleEndian = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
  if (!isBigEndian && !isLittleEndian) return bytes.toString('utf8')
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  return (isBigEndian ? even.swap16() : even).toString('utf16le')
}

/** Says why a text is not JSON. `message` is the error of `JSON.parse`. */
function describeInvalidJson(text: string, message: string): string {
  const [firstLine = ''] = text.split('\n', 1)
  if (firstLine.length < text.length && isBatchResult(tryParse(firstLine))) return IS_BATCH_RESULT
  if (!/^\s*\{/.test(text)) return 'is not JSON. Pass a report written by analyze --format json.'
  // … at position 1234 …
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length)
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const place = `line ${line}, column ${position - before.lastIndexOf('\n')}`
  const isCutOff = /end of JSON|Unterminated/i.test(message) || text.slice(position).trim() === ''
  return isCutOff
    ? `is cut off at ${place}: the rest is missing. ` +
        'Copy it again, or create it again with analyze --format json.'
    : `is not valid JSON: it breaks at ${place}. ${CREATE_AGAIN}`
}

const isBatchResult = (value: unknown): boolean => isObject(value) && 'ruleSet' in value

/** Says what a JSON value is that is not a readable report. Returns undefined for a report. */
function describeOtherJson(value: unknown): string | undefined {
  if (!isObject(value)) return `is JSON, but not a report. ${CREATE_AGAIN}`
  if ('ruleSet' in value && 'bundle' in value) return IS_BATCH_RESULT
  const { schemaVersion, cases } = value
  if (typeof schemaVersion === 'number' && schemaVersion !== 1)
    return (
      `is a report of schema version ${schemaVersion}, and this version of spoolscope reads ` +
      'version 1. Use the version that wrote it, or a later one.'
    )
  if (schemaVersion === 1 && 'bundles' in value)
    return 'is a summary of many cases, not a report. Pass the results that it was made from.'
  if (schemaVersion === 1 && 'kind' in value)
    return 'is a comparison written by diff, not a report. Pass the reports that it was made from.'
  return schemaVersion === 1 && Array.isArray(cases)
    ? undefined
    : `is not a report of spoolscope. ${CREATE_AGAIN}`
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller only asks whether it is a batch result
  }
}

/** Returns undefined for a file that is too large for a report. */
export function readReportBytes(path: string, maxBytes = MAX_REPORT_BYTES): Buffer | undefined {
  const file = path === '-' ? 0 : openSync(path, 'r')
  try {
    const chunks: Buffer[] = []
    let size = 0
    const expected = fstatSync(file).size
    if (expected > maxBytes) return undefined
    for (;;) {
      const chunk = Buffer.allocUnsafe(Math.max(MIN_CHUNK_BYTES, expected - size))
      const length = readBlocking(file, chunk)
      if (length === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, length))
      size += length
      if (size > maxBytes) return undefined
    }
  } finally {
    if (file !== 0) closeSync(file)
  }
}
