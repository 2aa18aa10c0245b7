import { statSync } from 'node:fs'
import { type ExitCode, failsCommand, isReadable } from '../analysis/exit-code.ts'
import { diffResults } from '../batch/diff/diff-results.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { startProgress } from '../cli/progress.ts'
import { compareCases } from '../diff/compare-cases.ts'
import { findNewCrashes } from '../diff/compare-verdicts.ts'
import { findFiles } from '../inputs/find-files.ts'
import { defined } from '../model/defined.ts'
import type { FleetDiff } from '../model/fleet-diff.ts'
import type { CaseReport, Report } from '../model/report.ts'
import type { ReportDiff } from '../model/report-diff.ts'
import type { Severity } from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'
import { rejectEvidencePath } from '../output/output.ts'
import { writeOutputFile } from '../output/output-file.ts'
import type { FailOn } from '../settings/analysis-settings.ts'
import { choice, one, read } from '../settings/given.ts'
import type { Options } from '../settings/options.ts'
import { detectTextStyle, isTerminal } from '../terminal/detect-text-style.ts'
import { detectOperandKind } from './detect-operand-kind.ts'
import { type DiffFormat, diffFormats } from './diff-formats.ts'
import { readReport } from './read-report.ts'

const DEFAULT_TOP = 10
const MAX_TOP = 2000

interface Comparison {
  readonly diff: ReportDiff | FleetDiff
  readonly exitCode: ExitCode
  /** Why the comparison is worth nothing. */
  readonly problem?: string
}

interface DiffSettings {
  readonly failOn: FailOn
  readonly format: DiffFormat
  readonly top: number
  readonly output: string | undefined
}

/** `spoolscope diff`: what is different after something was done, in one case or in many. */
export async function diff(
  { operands, options }: CommandLine,
  around: CommandContext,
): Promise<ExitCode> {
  const [before, after, ...more] = operands
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError(
      'diff takes two reports, the earlier one first: spoolscope diff before.json after.json',
    )
  if (before === '-' && after === '-')
    throw new UsageError(
      'Only one of the two can be standard input (-). Name a file for the other.',
    )
  const settings = parseDiffSettings(options)
  const [left, right] = withReadErrors(
    () => [detectOperandKind(before), detectOperandKind(after)] as const,
  )
  if (left !== right)
    throw new UsageError(
      differentKindsMessage(left === 'report' ? before : after, left === 'report' ? after : before),
    )
  const compared = withReadErrors(() =>
    left === 'report'
      ? diffReports(before, after, settings, around.version)
      : diffFleets(before, after, settings, options, around),
  )
  await printComparison(compared, settings, operands, options, around)
  return compared.exitCode
}

/**
 * What the system says of a file is said to the user, with the path that is in it; anything else is
 * a bug.
 */
function withReadErrors<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(`Cannot read the results: ${error.message}.`)
    throw error
  }
}

function parseDiffSettings(options: Options): DiffSettings {
  return {
    failOn: choice(options, 'fail-on', ['error', 'warning', 'never'], 'error'),
    format: choice(options, 'format', ['table', 'json', 'markdown'], 'table'),
    top: read(options, 'top', parseTop, `a number from 1 to ${MAX_TOP}`) ?? DEFAULT_TOP,
    output: one(options, 'output'),
  }
}

const differentKindsMessage = (report: string, results: string): string =>
  `${report} is the report of one case, and ${results} holds results of many. Name two of a kind.`

function diffReports(
  before: string,
  after: string,
  { failOn }: DiffSettings,
  version: string,
): Comparison {
  const [earlier, later] = [readReport(before), readReport(after)]
  const versions = [earlier.tool.version, later.tool.version] as const
  const found = compareCases(singleCase(earlier, before), singleCase(later, after), versions)
  const fresh = [...found.verdicts.appeared, ...findNewCrashes(found.verdicts)]
  const blind = singleCase(later, after).inputs.some(isReadable)
    ? undefined
    : `Nothing could be read when ${after} was made: it shows nothing.`
  return {
    diff: { schemaVersion: 1, kind: 'case', tool: { name: 'spoolscope', version }, case: found },
    exitCode: blind === undefined ? exitCode(fresh, failOn) : 2,
    ...defined({ problem: blind }),
  }
}

const exitCode = (fresh: readonly { readonly severity: Severity }[], failOn: FailOn): ExitCode =>
  fresh.some(({ severity }) => failsCommand(failOn, severity)) ? 1 : 0

function singleCase({ cases }: Report, path: string): CaseReport {
  const [report] = cases
  if (report === undefined || cases.length > 1)
    throw new UsageError(`${path} holds ${cases.length} cases. diff compares reports of one.`)
  return report
}

function diffFleets(
  before: string,
  after: string,
  { failOn }: DiffSettings,
  options: Options,
  around: CommandContext,
): Comparison {
  const { stderr, env, version } = around
  const shown = isTerminal(stderr, env) && options.quiet !== true
  const progress = startProgress(stderr, progressSize(before) + progressSize(after), shown)
  const results = diffResults(before, after, {
    version,
    allowOtherRules: options['any-rules'] === true,
    onProgress: progress.add,
  })
  progress.end()
  const { diff: found, appeared, newlyFailed: failedAnew } = results
  rejectEmptyResults(found.before, before)
  rejectEmptyResults(found.after, after)
  if (found.cases.compared === 0)
    return { diff: found, exitCode: 2, problem: nothingComparedMessage(found) }
  const fresh = (['error', 'warning', 'info'] as const)
    .filter((severity) => appeared[severity] > 0)
    .map((severity) => ({ severity }))
  return {
    diff: found,
    exitCode: failedAnew > 0 && failOn !== 'never' ? 1 : exitCode(fresh, failOn),
  }
}

/** A side without any results was meant otherwise. */
function rejectEmptyResults({ bundles, damage: [first] }: FleetDiff['before'], path: string): void {
  if (bundles > 0) return
  throw new UsageError(
    first === undefined
      ? `There are no results in ${path}. Of evidence make them first: spoolscope batch ${path} --output results.ndjson`
      : `No line of ${path} could be read (${first.place}: ${first.reason}). Judge the bundles again with spoolscope batch.`,
  )
}

const nothingComparedMessage = ({ reasons }: FleetDiff): string =>
  reasons['other-rules'] > 0
    ? 'No case could be compared: they were judged with other rules, limits, options or version. --any-rules compares them all the same.'
    : 'No case could be compared. Name two results of batch about the same bundles.'

/** 0 where it is not known. */
const progressSize = (path: string): number => {
  const stats = statSync(path)
  return stats.isFile() ? stats.size : 0
}

async function printComparison(
  { diff: found, problem }: Comparison,
  { format, top, output }: DiffSettings,
  operands: readonly string[],
  options: Options,
  { stdout, stderr, env }: CommandContext,
): Promise<void> {
  const render = await diffFormats[format](found, top)
  if (output === undefined)
    stdout.write(render(detectTextStyle(stdout, env, options['no-color'] === true)))
  else {
    rejectEvidencePath(output, findFiles(operands))
    writeOutputFile(output, render(detectTextStyle({}, env, true)))
    if (options.quiet !== true) stderr.write(`Comparison written to ${output}\n`)
  }
  if (problem !== undefined) stderr.write(`spoolscope: ${problem}\n`)
}

function parseTop(text: string): number | undefined {
  const count = Number(text)
  return /^\d+$/.test(text) && count >= 1 && count <= MAX_TOP ? count : undefined
}
