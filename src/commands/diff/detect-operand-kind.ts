import { readdirSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { looksLikeReport } from '../../batch/diff/locate-cases.ts'
import { parseLineHead, readResultLines } from '../../batch/read-result-lines.ts'
import { readStart } from '../../inputs/read-start.ts'
import { UsageError } from '../../model/usage-error.ts'

/** The report of one case, the results of many, or the evidence of a case. */
export type OperandKind = 'report' | 'results' | 'case'

const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]
const HEAD_BYTES = 4096
/** Files that may be beside the results in a folder: pages, tables and other reports. */
const BESIDE_RESULTS = new Set(['.html', '.csv', '.json', '.md', '.sarif', '.xml'])

/**
 * Detects by content: lines of `batch`, and folders of them or of reports, are results. Throws a
 * UsageError for a path that does not exist.
 */
export function detectOperandKind(path: string): OperandKind {
  if (path === '-') return 'report'
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(
      `No such file: ${path}. Pass a report from analyze --format json, or the folder or archive ` +
        'of a case.',
    )
  if (stats.isDirectory()) return isResultsFolder(path) ? 'results' : 'case'
  if (!stats.isFile()) return 'report'
  if (/\.ndjson$/i.test(path)) {
    rejectUtf16Lines(path)
    return 'results'
  }
  if (!mayBeJson(path)) return 'case'
  for (const { bytes } of readResultLines(path))
    return parseLineHead(bytes) === undefined ? 'report' : 'results'
  return 'report'
}

/** Whether all files below a folder are results or reports. A folder without files is. */
function isResultsFolder(folder: string): boolean {
  let hasResults = false
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue
    const path = join(entry.parentPath, entry.name)
    const extension = extname(basename(path)).toLowerCase()
    const isResult = extension === '.ndjson' || (extension === '.json' && isReportFile(path))
    hasResults ||= isResult
    if (!isResult && !BESIDE_RESULTS.has(extension)) return false
  }
  return hasResults
}

const isReportFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true && looksLikeReport(path)

/**
 * Whether a file begins as JSON does, in any encoding, or is empty. Such a file is a report, which
 * may be damaged.
 */
function mayBeJson(path: string): boolean {
  const first = readStart(path, HEAD_BYTES)
    .toString('latin1')
    .replace(/[\0\s\xef\xbb\xbf\xfe\xff]/g, '')
    .at(0)
  return first === undefined || first === '{' || first === '['
}

/** Results must be UTF-8: they may be gigabytes, so their lines are found by bytes. */
function rejectUtf16Lines(path: string): void {
  const start = readStart(path, HEAD_BYTES)
  if (UTF16_MARKS.some((mark) => start.subarray(0, mark.length).equals(mark)))
    throw new UsageError(
      `${path} is UTF-16, as Windows PowerShell redirects. Write it with batch --output, ` +
        `or convert it: Get-Content ${path} | Set-Content -Encoding UTF8 new.ndjson`,
    )
}
