import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { findFiles } from '../inputs/find-files.ts'
import { printable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { refuseEvidence } from '../output/output.ts'
import { redactionSettings } from '../settings/redaction-settings.ts'
import { deliverReports, refuseWishes } from './deliver-reports.ts'
import { readReport } from './read-report.ts'
import { caseRedactor } from './redact-report.ts'
import { renderResults } from './render-results.ts'
import { reportWishes } from './report-wishes.ts'
import { casesOf, given, holdsResults } from './results.ts'

const NAMED = 5

/** `spoolscope render`: any format of a report, later and elsewhere, from its JSON alone. */
export async function render(
  { operands, options }: CommandLine,
  around: Surroundings,
): Promise<ExitCode> {
  const [path, ...more] = operands
  if (path === undefined || more.length > 0)
    throw new UsageError(
      'render takes one report: spoolscope render report.json --format markdown. Results of several batches are joined by merge.',
    )
  const wishes = reportWishes(options)
  const found = findFiles([path])
  refuseWishes(wishes, found)
  const redaction = redactionSettings(options)
  if (redaction?.map !== undefined) refuseEvidence(redaction.map, found, 'redact-map')
  const manner = { noColor: options['no-color'] === true, quiet: options.quiet === true }
  const input = given(path)
  let damaged = 0
  const leftOut = (problem: string) => {
    damaged += 1
    if (damaged <= NAMED) around.stderr.write(`spoolscope: left out, ${printable(problem)}\n`)
  }
  const { redact, end } = caseRedactor(redaction)
  try {
    if (holdsResults(input)) {
      const cases = () => mapped(casesOf(input, leftOut), redact)
      await renderResults(input, cases, wishes, manner, around)
    } else {
      const report = readReport(path, input.bytes)
      await deliverReports({ ...report, cases: report.cases.map(redact) }, wishes, manner, around)
    }
  } finally {
    end()
  }
  if (damaged > NAMED)
    around.stderr.write(`spoolscope: and ${damaged - NAMED} more lines were left out\n`)
  return damaged > 0 ? 2 : 0
}

function* mapped<T>(values: Iterable<T>, change: (value: T) => T): Generator<T> {
  for (const value of values) yield change(value)
}
