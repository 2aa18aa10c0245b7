import { toFindOptions } from '../../analysis/analysis-settings.ts'
import { analyzeAsOneCase, analyzeCollections } from '../../analysis/analyze-case.ts'
import { summaryOf } from '../../analysis/case-report.ts'
import { type ExitCode, explainNothingReadable } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { onStopSignal } from '../../cli/signal-guard.ts'
import { addCitedLines } from '../../excerpts/cited-lines.ts'
import { caseId } from '../../inputs/case-id.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { findInputs } from '../../inputs/find-inputs.ts'
import { defined } from '../../model/defined.ts'
import type { Report } from '../../model/report.ts'
import { UsageError } from '../../model/usage-error.ts'
import { rules } from '../../rules/index.ts'
import { analyzeFound, ReadingDisplay } from '../analyze-found.ts'
import { type CaseSettings, resolveCaseSettings } from '../analyze-settings.ts'
import type { CaseToPack } from './case-to-pack.ts'
import { packForColleague } from './pack-for-colleague.ts'
import { packForCustomer } from './pack-for-customer.ts'
import { packForVendor } from './pack-for-vendor.ts'

/** `spoolscope pack`: one zip about a case, with what its receiver needs, and no more. */
export async function pack(line: CommandLine<'pack'>, ctx: CommandContext): Promise<ExitCode> {
  const { operands: paths, options } = line
  const { for: audience } = options
  if (audience === undefined)
    throw new UsageError('pack needs who gets the pack: --for customer, vendor or colleague.')
  if (paths.length === 0)
    throw new UsageError('pack takes a case: spoolscope pack --for vendor PC-0142.zip')
  rejectRedactionOptions(line)
  const settings = resolveCaseSettings(options, rules, ctx.now)
  const found = await findInputs(paths, {
    limits: settings.limits,
    ...toFindOptions(options),
    ...defined({
      utcOffset: settings.clock.utcOffset,
      stdin: paths.includes('-') ? ctx.stdin : undefined,
    }),
  })
  const report = await analyzePaths(paths, found, settings, line, ctx)
  const caseToPack: CaseToPack = { paths, found, report }
  const packFor = { customer: packForCustomer, vendor: packForVendor, colleague: packForColleague }
  let discard = () => {}
  const endSignals = onStopSignal(() => discard())
  try {
    await packFor[audience](caseToPack, options, ctx, (discardPack) => {
      discard = discardPack
    })
    return 0
  } catch (error) {
    discard()
    throw error
  } finally {
    endSignals()
  }
}

/** Only a pack for a vendor is redacted. */
function rejectRedactionOptions({ options, given }: CommandLine<'pack'>): void {
  const detail = ['redact-key', 'redact-map', 'redact-shift'].find((name) => given.has(name))
  if (detail !== undefined && options.for !== 'vendor')
    throw new UsageError(`--${detail} says how to redact: it needs --for vendor.`)
}

/** Analyzes a case as `analyze` does, with the lines that the report cites. */
async function analyzePaths(
  paths: readonly string[],
  found: readonly FoundInput[],
  settings: CaseSettings,
  { options }: CommandLine<'pack'>,
  ctx: CommandContext,
): Promise<Report> {
  const analyzeAll = options['one-case'] ? analyzeAsOneCase : analyzeCollections
  const reading = new ReadingDisplay(found, options, ctx)
  const analyzed = await analyzeFound(caseId(paths), found, settings, analyzeAll, reading, ctx)
  const { codePage, decoding } = settings
  const cases = []
  for (const report of analyzed)
    cases.push(await addCitedLines(report, found, { codePage, decoding, stdin: ctx.stdin }))
  const tool = { name: 'spoolscope', version: ctx.version }
  const report: Report = { schemaVersion: 1, tool, cases, summary: summaryOf(cases) }
  const problem = explainNothingReadable(report, paths)
  if (problem !== undefined) throw new UsageError(problem.map((text) => text.trim()).join(' '))
  return report
}
