import { closeSync, fstatSync, openSync } from 'node:fs'
import type { CaseReport, Report } from '../model/report.ts'
import { isObject, parseReport } from '../model/report-shape.ts'
import type { RemedyStep } from '../model/rule.ts'
import { readBlocking } from './read-blocking.ts'

/** A report, or why there is none and what to do, in a sentence that goes on after a path. */
export type SavedReport = { readonly report: Report } | { readonly problem: string }

/** A report of one case is some ten thousand bytes. */
const LARGEST = 256 << 20
export const REPORT_TOO_LARGE = {
  problem: `is larger than ${LARGEST} bytes: no report is.`,
} as const
const PIECE = 1 << 16
const AGAIN = 'Make it again with analyze --format json --output <file>.'

/**
 * Reads what `analyze --format json` wrote; `-` is standard input. Throws only what the system says
 * of the file.
 */
function savedReport(path: string): SavedReport {
  const bytes = readReportBytes(path)
  return bytes === undefined ? REPORT_TOO_LARGE : parseSavedReport(bytes)
}

/** The one case of a report, which is what can be compared. */
export function readSavedCase(
  path: string,
): { readonly report: CaseReport; readonly version: string } | { readonly problem: string } {
  const saved = savedReport(path)
  if ('problem' in saved) return saved
  const { cases, tool } = saved.report
  const [report] = cases
  return report !== undefined && cases.length === 1
    ? { report, version: tool.version }
    : { problem: `holds ${cases.length} cases, not one.` }
}

/** The same of bytes as they lie in a file, in any encoding that Windows redirects into. */
export function parseSavedReport(bytes: Buffer): SavedReport {
  const text = decoded(bytes).replace(/^\ufeff/, '')
  if (text.trim() === '') return { problem: `is empty. ${AGAIN}` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: notJson(text, (error as Error).message) }
  }
  const other = otherThanReport(value)
  if (other !== undefined) return { problem: other }
  const report = parseReport(value)
  return typeof report === 'string'
    ? { problem: `is a damaged report: ${report}. ${AGAIN}` }
    : { report: withSharedSteps(report) }
}

/**
 * Rules share steps of their remedies, and what shows a report says such a step once: equal ones
 * are one again.
 */
function withSharedSteps(report: Report): Report {
  const known = new Map<string, RemedyStep>()
  const shared = (step: RemedyStep): RemedyStep => {
    const key = JSON.stringify(step)
    const first = known.get(key) ?? step
    known.set(key, first)
    return first
  }
  const cases = report.cases.map((one) => ({
    ...one,
    verdicts: one.verdicts.map((verdict) => ({ ...verdict, remedy: verdict.remedy.map(shared) })),
  }))
  return { ...report, cases }
}

/**
 * Windows PowerShell 5 writes `>` as UTF-16LE with a byte order mark; others write UTF-8 with one.
 */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
  if (!big && !little) return bytes.toString('utf8')
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  return (big ? even.swap16() : even).toString('utf16le')
}

function notJson(text: string, why: string): string {
  const [first = ''] = text.split('\n', 1)
  const results =
    first.length < text.length && isObject(parsed(first)) && 'ruleSet' in (parsed(first) as object)
  if (results) return RESULTS
  if (!/^\s*\{/.test(text)) return `is no JSON. Name a report that analyze --format json wrote.`
  // … at position 1234 …
  const position = Number(/at position (\d+)/.exec(why)?.[1] ?? text.length)
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const place = `line ${line}, column ${position - before.lastIndexOf('\n')}`
  const cut = /end of JSON|Unterminated/i.test(why) || text.slice(position).trim() === ''
  return cut
    ? `is cut off at ${place}: the rest is missing. Copy it again, or make it again with analyze --format json.`
    : `is no whole JSON: it breaks at ${place}. ${AGAIN}`
}

const RESULTS =
  'holds results of batch, a line for each case, not a report of one. Two of them can be compared: spoolscope diff before.ndjson after.ndjson.'

/** What a file is that is JSON, and no report that can be read here. */
function otherThanReport(value: unknown): string | undefined {
  if (!isObject(value)) return `is JSON, but no report. ${AGAIN}`
  if ('ruleSet' in value && 'bundle' in value) return RESULTS
  const { schemaVersion, cases } = value
  if (typeof schemaVersion === 'number' && schemaVersion !== 1)
    return `is a report of schema version ${schemaVersion}, and this version of spoolscope reads version 1. Use the version that wrote it, or a later one.`
  if (schemaVersion === 1 && 'bundles' in value)
    return 'is a summary of many cases, not a report. Name the results that it was made from.'
  if (schemaVersion === 1 && 'kind' in value)
    return 'is a comparison that diff wrote, not a report. Name the reports that it was made from.'
  return schemaVersion === 1 && Array.isArray(cases)
    ? undefined
    : `is no report of spoolscope. ${AGAIN}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // only asked to tell what it is
  }
}

/** undefined when there is too much of it. */
export function readReportBytes(path: string): Buffer | undefined {
  const file = path === '-' ? 0 : openSync(path, 'r')
  try {
    const pieces: Buffer[] = []
    let size = 0
    const expected = fstatSync(file).size
    if (expected > LARGEST) return undefined
    for (;;) {
      const piece = Buffer.allocUnsafe(Math.max(PIECE, Math.min(expected - size, LARGEST)))
      const read = readBlocking(file, piece)
      if (read === 0) return Buffer.concat(pieces)
      pieces.push(piece.subarray(0, read))
      size += read
      if (size > LARGEST) return undefined
    }
  } finally {
    if (file !== 0) closeSync(file)
  }
}
