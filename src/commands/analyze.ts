import { existsSync } from 'node:fs'
import { analyzeCase } from '../analysis/analyze-case.ts'
import { summaryOf } from '../analysis/case-report.ts'
import type { ExitCode } from '../analysis/exit-code.ts'
import { exitCodeOf, explainNothingReadable } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { startProgress } from '../cli/progress.ts'
import { findClientFolders } from '../inputs/find-client-folders.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { findInputs } from '../inputs/find-inputs.ts'
import { formatReadingProfile, type ReadingProfile } from '../inputs/reading-profiler.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import { rejectEvidencePath } from '../output/output.ts'
import { rules } from '../rules/index.ts'
import { createTick } from '../settings/analysis-settings.ts'
import { isTerminal } from '../terminal/detect-text-style.ts'
import { type AnalyzeCommandSettings, parseAnalyzeSettings } from './analyze-settings.ts'
import { caseId } from './case-id.ts'
import { redactReport } from './redact-report.ts'
import { rejectEvidenceTargets, writeReportTargets } from './write-report-targets.ts'

/** `spoolscope analyze`: collected evidence in, one report out. */
export async function analyze(
  { operands, options }: CommandLine,
  around: CommandContext,
): Promise<ExitCode> {
  const settings = parseAnalyzeSettings(options, rules, around.now)
  const live = operands.length === 0
  const paths = live ? findClientFolders(around.env, around.platform) : operands
  rejectRuleIdsAsPaths(paths)
  const { limits, clock } = settings
  const found = await findInputs(paths, {
    limits,
    ...defined({ utcOffset: clock.utcOffset }),
  })
  rejectEvidenceTargets(settings.targets, found)
  if (settings.redaction?.map !== undefined)
    rejectEvidencePath(settings.redaction.map, found, 'redact-map')
  const settled = live
    ? {
        ...settings,
        observations: [
          createTick(around.now(), 'the clock of this machine'),
          ...settings.observations,
        ],
      }
    : settings
  const cases = [await analyzeWithProgress(caseId(paths), found, settled, around)]
  const tool = { name: 'spoolscope', version: around.version }
  const report: Report = { schemaVersion: 1, tool, cases, summary: summaryOf(cases) }
  const nothing = explainNothingReadable(report, paths)
  const shown = redactReport(report, settings.redaction)
  await writeReportTargets(
    shown,
    settings.targets,
    { noColor: options['no-color'] === true, quiet: settings.quiet },
    around,
  )
  if (nothing !== undefined) around.stderr.write(`spoolscope: ${nothing}\n`)
  return exitCodeOf(report, settings.failOn)
}

/** `--rule a b` means a path b: said before it is looked for. */
function rejectRuleIdsAsPaths(paths: readonly string[]): void {
  const rule = paths.find((path) => rules.some(({ id }) => id === path) && !existsSync(path))
  if (rule !== undefined)
    throw new UsageError(
      `${rule} is a rule, not a path. Several rules are named with commas: --rule a,b.`,
    )
}

async function analyzeWithProgress(
  id: string,
  found: readonly FoundInput[],
  settings: AnalyzeCommandSettings,
  { stdin, stderr, env, readWorker }: CommandContext,
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
  const {
    rules: chosen,
    thresholds,
    observations: told,
    clock,
    codePage,
    decoding,
    jobs,
  } = settings
  const report = await analyzeCase({
    id,
    found,
    rules: chosen,
    thresholds,
    givenObservations: told,
    codePage,
    decoding,
    stdin,
    ...clock,
    onProgress: progress.add,
    parallel: { worker: readWorker, jobs },
    ...defined({
      onProfile: settings.explainReading
        ? (reading: ReadingProfile) =>
            void explained.set(reading.input.path, formatReadingProfile(reading))
        : undefined,
    }),
  }).finally(progress.end)
  if (found.some(({ location }) => location === '-')) stdin.destroy() // what is not read of it must not keep the process waiting
  for (const { path } of found) stderr.write(explained.get(path) ?? '')
  return report
}
