import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { parseLineHead, readResultLines } from '../batch/read-result-lines.ts'
import { UsageError } from '../model/usage-error.ts'

/** What a path to compare is: the report of one case, or the results of many. */
export type OperandKind = 'report' | 'results'

/**
 * By content: results are lines that `batch` wrote, or a folder of results and reports. Throws a
 * UsageError that says the fix.
 */
export function detectOperandKind(path: string): OperandKind {
  if (path === '-') return 'report'
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(
      `No such file: ${path}. Make a report with analyze --format json --output ${path}.`,
    )
  if (stats.isDirectory()) return 'results'
  if (!stats.isFile()) return 'report'
  rejectUtf16Lines(path)
  if (/\.ndjson$/i.test(path)) return 'results'
  for (const { bytes } of readResultLines(path))
    return parseLineHead(bytes) === undefined ? 'report' : 'results'
  return 'report'
}

/** Lines are found by their bytes, so results have to be UTF-8: two of them may be gigabytes. */
function rejectUtf16Lines(path: string): void {
  if (!/\.ndjson$/i.test(path)) return
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(2)
    readSync(file, head)
    if (head.equals(Buffer.from([0xff, 0xfe])) || head.equals(Buffer.from([0xfe, 0xff])))
      throw new UsageError(
        `${path} is UTF-16, as Windows PowerShell redirects. Write it with batch --output, or convert it: Get-Content ${path} | Set-Content -Encoding UTF8 new.ndjson`,
      )
  } finally {
    closeSync(file)
  }
}
