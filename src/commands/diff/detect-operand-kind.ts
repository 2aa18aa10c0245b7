import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { parseLineHead, readResultLines } from '../../batch/read-result-lines.ts'
import { UsageError } from '../../model/usage-error.ts'

/** The report of one case, or the results of many. */
export type OperandKind = 'report' | 'results'

const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]

/**
 * Detects by content: lines of `batch`, and folders, are results. Throws a UsageError for a path
 * that cannot be compared.
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
  if (/\.ndjson$/i.test(path)) {
    rejectUtf16Lines(path)
    return 'results'
  }
  for (const { bytes } of readResultLines(path))
    return parseLineHead(bytes) === undefined ? 'report' : 'results'
  return 'report'
}

/** Results must be UTF-8: they may be gigabytes, so their lines are found by bytes. */
function rejectUtf16Lines(path: string): void {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(2)
    readSync(file, start)
    if (UTF16_MARKS.some((mark) => start.equals(mark)))
      throw new UsageError(
        `${path} is UTF-16, as Windows PowerShell redirects. Write it with batch --output, ` +
          `or convert it: Get-Content ${path} | Set-Content -Encoding UTF8 new.ndjson`,
      )
  } finally {
    closeSync(file)
  }
}
