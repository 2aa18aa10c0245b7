import { statSync } from 'node:fs'
import { type ExitCode, type FailOn, failsCommand, isReadable } from '../../analysis/exit-code.ts'
import { diffResults } from '../../batch/diff/diff-results.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { analysisOptions } from '../../cli/options/analysis-options.ts'
import { archiveOptions, fileOptions } from '../../cli/options/input-options.ts'
import { startProgress } from '../../cli/progress.ts'
import { compareCases } from '../../diff/compare-cases.ts'
import { findNewCrashes } from '../../diff/compare-verdicts.ts'
import { findFiles } from '../../inputs/find-files.ts'
import { defined } from '../../model/defined.ts'
import type { FleetDiff } from '../../model/fleet/fleet-diff.ts'
import type { CaseReport, Report } from '../../model/report.ts'
import type { ReportDiff } from '../../model/report-diff.ts'
import type { Severity } from '../../model/rule.ts'
import { UsageError } from '../../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { isTerminal } from '../../terminal/detect-text-style.ts'
import { terminal } from '../../terminal/terminal-text.ts'
import { readReport } from '../read-report.ts'
import { writeText } from '../write-text.ts'
import { analyzeOperand } from './analyze-operand.ts'
import { detectOperandKind, type OperandKind } from './detect-operand-kind.ts'
import { diffFormats } from './diff-formats.ts'

type DiffOptions = CommandLine<'diff'>['options']

interface Comparison {
  readonly diff: ReportDiff | FleetDiff
  readonly exitCode: ExitCode
  /** Why the comparison shows nothing. */
  readonly problem?: string
}

/**
 * `spoolscope diff`: compares two cases, or two results of many. A case is a report, or a folder,
 * an archive or a file that is analyzed now.
 */
export async function diff(line: CommandLine<'diff'>, ctx: CommandContext): Promise<ExitCode> {
  const { operands, options } = line
  const [before, after, ...others] = operands
  if (before === undefined || after === undefined || others.length > 0)
    throw new UsageError(
      'diff takes two reports or cases, the earlier one first: ' +
        'spoolscope diff before.json after.json',
    )
  if (before === '-' && after === '-')
    throw new UsageError(
      'Only one of the two can be standard input (-). Name a file for the other.',
    )
  const [left, right] = withReadErrors(
    () => [detectOperandKind(before), detectOperandKind(after)] as const,
  )
  if ((left === 'results') !== (right === 'results'))
    throw new UsageError(
      left === 'results'
        ? differentKindsMessage(after, right, before)
        : differentKindsMessage(before, left, after),
    )
  if (left !== 'case' && right !== 'case') rejectAnalysisOptions(line)
  if (options.output !== STANDARD_OUTPUT) rejectEvidencePath(options.output, findFiles(operands))
  const read = (path: string, kind: OperandKind): Report | Promise<Report> =>
    kind === 'case' ? analyzeOperand(path, options, ctx) : withReadErrors(() => readReport(path))
  const { diff, exitCode, problem } =
    left === 'results'
      ? withReadErrors(() => diffFleets(before, after, options, ctx))
      : diffReports(
          { path: before, report: await read(before, left) },
          { path: after, report: await read(after, right) },
          options,
          ctx.version,
        )
  const render = await diffFormats[options.format](diff, options.top)
  await writeText(options.output, render, { ...options, option: 'output' }, ctx)
  if (options.output !== STANDARD_OUTPUT && !options.quiet)
    ctx.stderr.write(terminal`Comparison written to ${options.output}\n`)
  if (problem !== undefined) ctx.stderr.write(terminal`spoolscope: ${problem}\n`)
  return exitCode
}

/** Turns an error of the file system into a UsageError; its message names the path. */
function withReadErrors<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new UsageError(`Cannot read the results: ${error.message}.`)
    throw error
  }
}

function differentKindsMessage(single: string, kind: OperandKind, results: string): string {
  const what = kind === 'report' ? 'the report of one case' : 'one case'
  return `${single} is ${what}, and ${results} contains results of many. Name two of a kind.`
}

/** Options that only a case needs which is analyzed now. */
const ANALYSIS_OPTIONS = Object.keys({
  ...analysisOptions,
  ...fileOptions,
  ...archiveOptions,
}).filter((option) => option !== 'fail-on')

/** Throws a UsageError for options that would have no effect, as reports are not analyzed again. */
function rejectAnalysisOptions({ given }: CommandLine<'diff'>): void {
  const name = ANALYSIS_OPTIONS.find((option) => given.has(option))
  if (name !== undefined)
    throw new UsageError(
      `--${name} has no effect on saved reports. Analyze the cases with it, or pass their folders.`,
    )
}

interface ReadOperand {
  readonly path: string
  readonly report: Report
}

function diffReports(
  { path: before, report: earlier }: ReadOperand,
  { path: after, report: later }: ReadOperand,
  { 'fail-on': failOn }: DiffOptions,
  version: string,
): Comparison {
  const versions = [earlier.tool.version, later.tool.version] as const
  const laterCase = singleCase(later, after)
  const compared = compareCases(singleCase(earlier, before), laterCase, versions)
  const news = [...compared.verdicts.appeared, ...findNewCrashes(compared.verdicts)]
  const problem = laterCase.inputs.some(isReadable)
    ? undefined
    : `Nothing could be read when ${after} was made: it shows nothing.`
  return {
    diff: {
      schemaVersion: 1,
      kind: 'case',
      tool: { name: 'spoolscope', version },
      case: compared,
    },
    exitCode: problem === undefined ? exitCodeFor(news, failOn) : 2,
    ...defined({ problem }),
  }
}

const exitCodeFor = (news: readonly { readonly severity: Severity }[], failOn: FailOn): ExitCode =>
  news.some(({ severity }) => failsCommand(failOn, severity)) ? 1 : 0

function singleCase({ cases }: Report, path: string): CaseReport {
  const [report] = cases
  if (report === undefined || cases.length > 1)
    throw new UsageError(
      `${path} contains ${cases.length} cases. Compare single cases, or results of batch.`,
    )
  return report
}

function diffFleets(
  before: string,
  after: string,
  options: DiffOptions,
  { stderr, env, version }: CommandContext,
): Comparison {
  const failOn = options['fail-on']
  const isShown = isTerminal(stderr, env) && !options.quiet
  const progress = startProgress(stderr, progressSize(before) + progressSize(after), isShown)
  const { diff, appeared, newlyFailed } = diffResults(before, after, {
    version,
    allowOtherRules: options['any-rules'],
    onProgress: progress.add,
  })
  progress.end()
  rejectEmptyResults(diff.before, before)
  rejectEmptyResults(diff.after, after)
  if (diff.cases.compared === 0) return { diff, exitCode: 2, problem: nothingComparedMessage(diff) }
  const news = (['error', 'warning', 'info'] as const)
    .filter((severity) => appeared[severity] > 0)
    .map((severity) => ({ severity }))
  const hasNewFailures = newlyFailed > 0 && failOn !== 'never'
  return { diff, exitCode: hasNewFailures ? 1 : exitCodeFor(news, failOn) }
}

/** A side without results is a wrong path. */
function rejectEmptyResults({ bundles, damage: [first] }: FleetDiff['before'], path: string): void {
  if (bundles > 0) return
  throw new UsageError(
    first === undefined
      ? `There are no results in ${path}. To make them from evidence: ` +
          `spoolscope batch ${path} --output results.ndjson`
      : `No line of ${path} could be read (${first.place}: ${first.reason}). ` +
          'Analyze the bundles again with spoolscope batch.',
  )
}

const nothingComparedMessage = ({ reasons }: FleetDiff): string =>
  reasons['other-rules'] > 0
    ? 'No case could be compared: they were analyzed with other rules, limits, options or ' +
      'version. --any-rules compares them anyway.'
    : 'No case could be compared. Name two results of batch about the same bundles.'

/** Bytes; 0 when unknown. */
const progressSize = (path: string): number => {
  const stats = statSync(path)
  return stats.isFile() ? stats.size : 0
}
