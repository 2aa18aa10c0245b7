import { resolve } from 'node:path'
import { findFiles } from '../inputs/find-files.ts'
import { isoTime } from '../model/moment.ts'
import type { Report } from '../model/report.ts'
import { refuseEvidence } from '../output/output.ts'
import { writeOutput } from '../output/output-file.ts'
import { jsonText } from '../reports/json.ts'
import { tableReport } from '../reports/table.ts'
import { lookOf } from '../terminal/terminal.ts'

/**
 * Writes a report as JSON and as a table into the working folder; returns the paths. `now` in
 * milliseconds UTC names them.
 */
export function writeReports(
  report: Report,
  now: number,
  roots: readonly string[],
  env: NodeJS.ProcessEnv,
): readonly string[] {
  // spoolscope-20160614T120000Z
  const name = `spoolscope-${isoTime(now).replace(/[-:]|\.\d+/g, '')}`
  const files = [
    [resolve(`${name}.json`), jsonText(report)],
    [resolve(`${name}.txt`), tableReport(report, lookOf({}, env, true))],
  ] as const
  const found = findFiles(roots)
  for (const [path] of files) refuseEvidence(path, found)
  for (const [path, text] of files) writeOutput(path, text)
  return files.map(([path]) => path)
}
