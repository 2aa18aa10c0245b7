import type { ExitCode } from '../analysis/exit-code.ts'
import { createBatchOrder } from '../batch/batch-order.ts'
import { BatchOutcome } from '../batch/batch-outcome.ts'
import { findBundles } from '../batch/find-bundles.ts'
import { foundInBundle } from '../batch/found-in-bundle.ts'
import { queueDispatcher } from '../batch/queue/queue-dispatcher.ts'
import { redactingDispatcher } from '../batch/redacting-dispatcher.ts'
import { ResultsFile } from '../batch/results-file.ts'
import { isInShard } from '../batch/shard.ts'
import { ThreadDispatcher } from '../batch/thread-dispatcher.ts'
import { flagsOf, toWrittenLine } from '../batch/to-written-line.ts'
import { BundleProgress } from '../cli/bundle-progress.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { batchOptions } from '../cli/options/batch-options.ts'
import { pickVerdictOptions } from '../cli/options/define-option.ts'
import { type SignalExitCode, SignalGuard, signalExitCode } from '../cli/signal-guard.ts'
import type { BatchLine, BatchOrder, Dispatcher } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { isTerminal } from '../terminal/detect-text-style.ts'
import { joinLines, terminal } from '../terminal/terminal-text.ts'
import { BatchRedactor } from './batch-redactor.ts'
import {
  batchRedaction,
  bundleJobs,
  bundleLimits,
  createCacheFolder,
  queueAddress,
  rejectPathAmongBundles,
} from './batch-settings.ts'
import {
  type BatchPlan,
  describeBatch,
  describeResult,
  type SkippedBundles,
} from './describe-batch.ts'
import type { RedactionSettings } from './redaction/redaction-settings.ts'

/** `spoolscope batch`: analyzes many bundles in parallel, and writes a line for each. */
export async function batch(
  line: CommandLine<'batch'>,
  ctx: CommandContext,
): Promise<ExitCode | SignalExitCode> {
  const { operands, options, given } = line
  if (options.queue !== undefined) rejectWorkerOptions(given)
  if (options.resume && options.output === STANDARD_OUTPUT)
    throw new UsageError('--resume needs the file to go on with: --output results.ndjson.')
  const redaction = batchRedaction(line)
  const order = createBatchOrder(pickVerdictOptions(batchOptions, options), ctx.version)
  rejectPathAmongBundles('output', options.output, operands)
  rejectPathAmongBundles('cache', options.cache, operands)
  rejectPathAmongBundles('redact-map', redaction?.map, operands)
  return new BatchRun(line, order, redaction, ctx).run()
}

/** Throws a UsageError for options that have no effect here, because they are those of workers. */
function rejectWorkerOptions(given: ReadonlySet<string>): void {
  const name = ['jobs', 'memory', 'timeout', 'cache'].find((option) => given.has(option))
  if (name === undefined) return
  const example = name === 'cache' ? '' : ` --${name} …`
  throw new UsageError(
    `--${name} has no effect with --queue: workers analyze the bundles. ` +
      `Leave it out, or set it there: spoolscope worker${example}.`,
  )
}

/** One run of the command. */
class BatchRun {
  private readonly line: CommandLine<'batch'>
  private readonly order: BatchOrder
  private readonly ctx: CommandContext
  private readonly outcome: BatchOutcome
  private readonly finishedBundles = new Set<string>()
  private readonly redactor: BatchRedactor | undefined
  private skipped: SkippedBundles = { finished: 0, otherShard: 0 }

  constructor(
    line: CommandLine<'batch'>,
    order: BatchOrder,
    redaction: (RedactionSettings & { readonly key: Uint8Array }) | undefined,
    ctx: CommandContext,
  ) {
    this.line = line
    this.order = order
    this.ctx = ctx
    this.outcome = new BatchOutcome(line.options['fail-on'])
    this.redactor = redaction && new BatchRedactor(redaction)
  }

  async run(): Promise<ExitCode | SignalExitCode> {
    const { order, ctx, outcome, redactor } = this
    const { operands, options } = this.line
    const { stdin, stdout, stderr, env, platform } = ctx
    const { output, resume, cache, quiet, verbose } = options
    const isWanted = (bundle: string) => this.isWanted(bundle)
    const inputs = { operands, stdin, platform, isWanted }
    // Reports missing operands before a file is created.
    if (!resume) findBundles(inputs)
    const results = output === STANDARD_OUTPUT ? undefined : new ResultsFile(output, resume)
    if (results) this.readFinished(results)
    this.skipped = { finished: 0, otherShard: 0 }
    const { paths, total } = findBundles(inputs)
    if (verbose) stderr.write(joinLines(describeBatch(this.plan(total))))
    if (cache !== undefined) createCacheFolder(cache)
    const progress = new BundleProgress(
      stderr,
      total,
      isTerminal(stderr, env) && !quiet && !verbose,
    )
    const signals = new SignalGuard()
    try {
      await this.dispatcher().run(signals.takeUntilSignal(paths), order, (result) => {
        const written = 'text' in result ? result : toWrittenLine(result)
        // Before the line: a kill never separates redacted names from their map.
        redactor?.addToMap(written.tokens)
        if (results) results.write(written.text)
        else stdout.writeData(written.text)
        outcome.add(written)
        if (verbose) stderr.write(joinLines([describeResult(result, written)]))
        progress.add()
      })
    } finally {
      signals.end()
      progress.end()
      results?.close()
      redactor?.close()
    }
    if (operands.includes('-')) stdin.destroy()
    if (!quiet) stderr.write(joinLines(outcome.summaryLines()))
    if (signals.signal === undefined) return outcome.exitCode
    stderr.write(
      joinLines([
        `spoolscope: ended by ${signals.signal} before all bundles were analyzed. ` +
          continueHint(output),
      ]),
    )
    return signalExitCode(signals.signal)
  }

  /** Whether the bundle is in the share of this run, and not finished in an earlier one. */
  private isWanted(bundle: string): boolean {
    const { shard } = this.line.options
    const name = this.redactor?.bundleToken(bundle) ?? bundle
    if (shard !== undefined && !isInShard(shard, bundle)) {
      this.skipped.otherShard += 1
      return false
    }
    const isFinished = this.finishedBundles.has(name)
    if (isFinished) this.skipped.finished += 1
    return !isFinished
  }

  private plan(total: number | undefined): BatchPlan {
    const isQueued = this.line.options.queue !== undefined
    return {
      total,
      threads: isQueued ? undefined : bundleJobs(this.line),
      skipped: this.skipped,
    }
  }

  private dispatcher(): Dispatcher {
    const { line, ctx, order, redactor } = this
    const queue = queueAddress(line, ctx.version)
    const options = {
      program: ctx.batchWorker,
      ...bundleLimits(line),
      ...defined({
        cache: line.options.cache,
        redaction: redactor?.lineRedaction(order.ruleSet),
      }),
    }
    if (queue === undefined) return new ThreadDispatcher(bundleJobs(line), options)
    const dispatcher = queueDispatcher({
      address: queue,
      log: (text) => void ctx.stderr.write(terminal`${text}\n`),
    })
    return redactor === undefined
      ? dispatcher
      : redactingDispatcher(dispatcher, bundleJobs(line), options)
  }

  /**
   * Counts the results of an earlier run, except temporary failures: their bundles are analyzed
   * again. Throws a UsageError when it was run differently.
   */
  private readFinished(results: ResultsFile): void {
    const { output } = this.line.options
    const { ruleSet } = this.order
    const expected = this.redactor?.redactedRuleSet(ruleSet) ?? ruleSet
    const onDamaged = (lineNumber: number) =>
      void this.ctx.stderr.write(
        joinLines([
          `spoolscope: line ${lineNumber} of ${output} is damaged; its bundle is analyzed again.`,
        ]),
      )
    for (const line of results.readExisting(onDamaged)) {
      if (line.ruleSet !== expected) throw new UsageError(differentOrderMessage(output, line))
      if (line.temporary || this.finishedBundles.has(line.bundle)) continue
      this.finishedBundles.add(line.bundle)
      this.outcome.add({
        status: line.status,
        flags: flagsOf(line),
        ...defined({ found: line.report && foundInBundle(line.report) }),
      })
    }
  }
}

const differentOrderMessage = (output: string, { bundle }: BatchLine): string =>
  `${output} was made with other rules, limits or options, or by another version (${bundle}). ` +
  'Continue with the same, or choose another file with --output.'

const continueHint = (output: string): string =>
  output === STANDARD_OUTPUT
    ? 'With --output results.ndjson it could be continued.'
    : `Continue with the same command and --resume: what is in ${output} is kept.`
