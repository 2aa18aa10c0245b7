import { existsSync } from 'node:fs'
import { summaryOf } from '../analysis/case-report.ts'
import type { ExitCode } from '../analysis/exit-code.ts'
import { exitCodeOf, nothingReadable } from '../analysis/exit-code.ts'
import { judgeCase } from '../analysis/judge-case.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { startProgress } from '../cli/progress.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { type ReadingExplained, readingText } from '../inputs/explain-reading.ts'
import type { Found } from '../inputs/find-files.ts'
import { findInputs } from '../inputs/find-inputs.ts'
import { thisMachine } from '../inputs/this-machine.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import { refuseEvidence } from '../output/output.ts'
import { rules } from '../rules/index.ts'
import { tickAt } from '../settings/judging-settings.ts'
import { isTerminal } from '../terminal/terminal.ts'
import { type AnalyzeSettings, analyzeSettings } from './analyze-settings.ts'
import { caseId } from './case-id.ts'
import { deliverReports, refuseWishes } from './deliver-reports.ts'
import { redactReport } from './redact-report.ts'

/** `spoolscope analyze`: collected evidence in, one report out. */
export async function analyze(
  { operands, options }: CommandLine,
  around: Surroundings,
): Promise<ExitCode> {
  const settings = analyzeSettings(options, rules, around.now)
  const live = operands.length === 0
  const paths = live ? thisMachine(around.env, around.platform) : operands
  refuseRulesAsPaths(paths)
  const { limits, clock } = settings
  const found = await findInputs(paths, {
    limits,
    ...defined({ utcOffset: clock.utcOffset }),
  })
  refuseWishes(settings.wishes, found)
  if (settings.redaction?.map !== undefined)
    refuseEvidence(settings.redaction.map, found, 'redact-map')
  const settled = live
    ? { ...settings, told: [tickAt(around.now(), 'the clock of this machine'), ...settings.told] }
    : settings
  const cases = [await judged(caseId(paths), found, settled, around)]
  const tool = { name: 'spoolscope', version: around.version }
  const report: Report = { schemaVersion: 1, tool, cases, summary: summaryOf(cases) }
  const nothing = nothingReadable(report, paths)
  const shown = redactReport(report, settings.redaction)
  await deliverReports(
    shown,
    settings.wishes,
    { noColor: options['no-color'] === true, quiet: settings.quiet },
    around,
  )
  if (nothing !== undefined) around.stderr.write(`spoolscope: ${nothing}\n`)
  return exitCodeOf(report, settings.failOn)
}

/** `--rule a b` means a path b: said before it is looked for. */
function refuseRulesAsPaths(paths: readonly string[]): void {
  const rule = paths.find((path) => rules.some(({ id }) => id === path) && !existsSync(path))
  if (rule !== undefined)
    throw new UsageError(
      `${rule} is a rule, not a path. Several rules are named with commas: --rule a,b.`,
    )
}

async function judged(
  id: string,
  found: readonly Found[],
  settings: AnalyzeSettings,
  { stdin, stderr, env, readWorker }: Surroundings,
): Promise<CaseReport> {
  const shown = isTerminal(stderr, env) && !settings.quiet
  if (shown && stdin.isTTY && found.some(({ location }) => location === '-'))
    stderr.write(
      'Reading standard input: paste, then end with Ctrl-D (Ctrl-Z and Enter on Windows).\n',
    )
  const known = found.every(({ kind }) => kind !== 'stream')
  const progress = startProgress(
    stderr,
    known ? found.reduce((sum, { bytes }) => sum + bytes, 0) : 0,
    shown,
  )
  const explained = new Map<string, string>()
  const { rules: chosen, thresholds, told, clock, codePage, decoding, jobs } = settings
  const report = await judgeCase({
    id,
    found,
    rules: chosen,
    thresholds,
    told,
    codePage,
    decoding,
    stdin,
    ...clock,
    progress: progress.add,
    parallel: { worker: readWorker, jobs },
    ...defined({
      explain: settings.explainReading
        ? (reading: ReadingExplained) =>
            void explained.set(reading.input.path, readingText(reading))
        : undefined,
    }),
  }).finally(progress.end)
  if (found.some(({ location }) => location === '-')) stdin.destroy() // what is not read of it must not keep the process waiting
  for (const { path } of found) stderr.write(explained.get(path) ?? '')
  return report
}
