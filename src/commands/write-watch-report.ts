import { resolve } from 'node:path'
import { findFiles } from '../inputs/find-files.ts'
import { toIsoTime } from '../model/moment.ts'
import type { Report } from '../model/report.ts'
import { writeOutputFile } from '../output/output-file.ts'
import { rejectEvidencePath } from '../output/reject-evidence-path.ts'
import { jsonText } from '../reports/json.ts'
import { tableReport } from '../reports/table/table-report.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'

/**
 * Writes a report as JSON and as a table into the working folder, named after the time; returns the
 * paths. `now` in milliseconds UTC. Throws a UsageError when that would change the watched folders.
 */
export function writeWatchReport(
  report: Report,
  now: number,
  roots: readonly string[],
  env: NodeJS.ProcessEnv,
): readonly string[] {
  // spoolscope-20160614T120000Z
  const name = `spoolscope-${toIsoTime(now).replace(/[-:]|\.\d+/g, '')}`
  const files = [
    [resolve(`${name}.json`), jsonText(report)],
    [
      resolve(`${name}.txt`),
      tableReport(report, detectTextStyle({}, env, 'never'), { full: true }),
    ],
  ] as const
  const found = findFiles(roots)
  for (const [path] of files) rejectEvidencePath(path, found)
  for (const [path, text] of files) writeOutputFile(path, String(text))
  return files.map(([path]) => path)
}
