import { existsSync } from 'node:fs'
import { createTick, toFindOptions } from '../analysis/analysis-settings.ts'
import { analyzeAsOneCase, analyzeCollections } from '../analysis/analyze-case.ts'
import { summaryOf } from '../analysis/case-report.ts'
import type { ExitCode } from '../analysis/exit-code.ts'
import { exitCodeOf, explainNothingReadable } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { configurationUses } from '../cli/config/note-configuration.ts'
import { caseId } from '../inputs/case-id.ts'
import { findClientFolders } from '../inputs/find-client-folders.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { findInputs } from '../inputs/find-inputs.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import { rejectEvidencePath } from '../output/reject-evidence-path.ts'
import { rules } from '../rules/index.ts'
import { joinLines } from '../terminal/terminal-text.ts'
import { analyzeFound, isStandardInput, ReadingDisplay } from './analyze-found.ts'
import { type AnalyzeCommandSettings, resolveAnalyzeSettings } from './analyze-settings.ts'
import { type ReportTarget, reportTargets } from './report-targets.ts'
import { writeReportTargets } from './write-report-targets.ts'

/** `spoolscope analyze`: reads collected evidence, and writes one report. */
export async function analyze(
  line: CommandLine<'analyze'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { operands, options } = line
  const settings = resolveAnalyzeSettings(line, rules, ctx.now)
  const isThisMachine = operands.length === 0
  const paths = isThisMachine ? findClientFolders(ctx.env, ctx.platform) : operands
  rejectRuleIdsAsPaths(paths)
  const { limits, clock, redaction } = settings
  const files = await findInputs(paths, {
    limits,
    ...toFindOptions(options),
    ...defined({
      utcOffset: clock.utcOffset,
      stdin: paths.includes('-') ? ctx.stdin : undefined,
    }),
  })
  const targets = reportTargets(options, files)
  if (redaction?.map !== undefined) rejectEvidencePath(redaction.map, files, 'redact-map')
  const now = ctx.now()
  const found = isThisMachine ? [...files, ...(await factsOfThisMachine(ctx, now))] : files
  const observations = isThisMachine
    ? [createTick(now, 'the clock of this machine'), ...settings.givenObservations]
    : settings.givenObservations
  const reading = new ReadingDisplay(found, options, ctx)
  // The client folders of this machine are one case, whatever they contain.
  const analyzeAll = isThisMachine || options['one-case'] ? analyzeAsOneCase : analyzeCollections
  const cases = await analyzeFound(
    caseId(paths),
    found,
    { ...settings, givenObservations: observations },
    analyzeAll,
    reading,
    ctx,
  )
  const tool = { name: 'spoolscope', version: ctx.version }
  const shownCases = await withCitedLines(cases, found, settings, targets, line, ctx)
  const report: Report = {
    schemaVersion: 1,
    tool,
    ...defined({ configuration: configurationUses(line) }),
    cases: shownCases,
    summary: summaryOf(cases),
  }
  await writeReportTargets(await redacted(report, redaction), targets, options, ctx)
  const [first, ...others] = explainNothingReadable(report, paths) ?? []
  if (first !== undefined) ctx.stderr.write(joinLines([`spoolscope: ${first}`, ...others]))
  return exitCodeOf(report, options['fail-on'])
}

async function factsOfThisMachine(
  { env, platform }: CommandContext,
  now: number,
): Promise<readonly FoundInput[]> {
  const { machineInputs, readMachineFacts } = await import('../inputs/machine/machine-facts.ts')
  return machineInputs(readMachineFacts(env, platform, now), now)
}

/** Redacting is loaded only for those who want it. */
async function redacted(
  report: Report,
  redaction: AnalyzeCommandSettings['redaction'],
): Promise<Report> {
  if (redaction === undefined) return report
  const { redactReport } = await import('./redaction/redact-report.ts')
  return redactReport(report, redaction)
}

/** Adds the lines that the cases cite, if a report to write shows them. */
async function withCitedLines(
  cases: readonly CaseReport[],
  found: readonly FoundInput[],
  { codePage, decoding }: AnalyzeCommandSettings,
  targets: readonly ReportTarget[],
  { options }: CommandLine<'analyze'>,
  ctx: CommandContext,
): Promise<readonly CaseReport[]> {
  const isShown = targets.some(
    ({ format }) => format === 'html' || (format === 'table' && options.full),
  )
  if (!isShown && !targets.some(({ format }) => format === 'json')) return cases
  const { addCitedLines, MAX_REREAD_BYTES_FOR_JSON } = await import('../excerpts/cited-lines.ts')
  const maxBytes = isShown ? undefined : MAX_REREAD_BYTES_FOR_JSON
  const stdin = found.some(isStandardInput) ? ctx.stdin : undefined
  const withLines: CaseReport[] = []
  for (const report of cases)
    withLines.push(await addCitedLines(report, found, { codePage, decoding, stdin }, maxBytes))
  return withLines
}

/** `--rule a b` makes `b` a path: say so, instead of that there is no such file. */
function rejectRuleIdsAsPaths(paths: readonly string[]): void {
  const rule = paths.find((path) => rules.some(({ id }) => id === path) && !existsSync(path))
  if (rule !== undefined)
    throw new UsageError(
      `${rule} is a rule, not a path. Several rules are named with commas: --rule a,b.`,
    )
}
