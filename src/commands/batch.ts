import type { ExitCode } from '../analysis/exit-code.ts'
import { parseBatchOrder } from '../batch/batch-order.ts'
import { BatchOutcome } from '../batch/batch-outcome.ts'
import { findBundles } from '../batch/find-bundles.ts'
import { queueDispatcher } from '../batch/queue/queue-dispatcher.ts'
import { ResultsFile } from '../batch/results-file.ts'
import { isInShard } from '../batch/shard.ts'
import { ThreadDispatcher } from '../batch/thread-dispatcher.ts'
import { flagsOf, toWrittenLine } from '../batch/to-written-line.ts'
import { BundleProgress } from '../cli/bundle-progress.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { SignalGuard } from '../cli/signal-guard.ts'
import type { BatchLine, BatchOrder, Dispatcher } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { isTerminal } from '../terminal/detect-text-style.ts'
import { BatchRedactor } from './batch-redactor.ts'
import {
  type BatchSettings,
  createCacheFolder,
  parseBatchSettings,
  rejectPathAmongBundles,
} from './batch-settings.ts'

/**
 * `spoolscope batch`: many bundles, each a case of its own, judged side by side; a line for each.
 */
export async function batch(
  { operands, options }: CommandLine,
  around: CommandContext,
): Promise<ExitCode> {
  const settings = parseBatchSettings(options, around.version)
  if (settings.queue) rejectWorkerOptions(options)
  const order = parseBatchOrder(options, around.version, around.now)
  rejectPathAmongBundles('output', settings.output, operands)
  rejectPathAmongBundles('cache', settings.cache, operands)
  rejectPathAmongBundles('redact-map', settings.redaction?.map, operands)
  return new BatchRun(settings, order, around).run(operands)
}

/** What a worker decides is not to be asked for in vain. */
function rejectWorkerOptions(options: CommandLine['options']): void {
  const name = ['jobs', 'memory', 'timeout', 'cache'].find((one) => options[one] !== undefined)
  if (name !== undefined)
    throw new UsageError(
      `--${name} says how bundles are judged here; with --queue the workers do: spoolscope worker${name === 'cache' ? '' : ` --${name} …`}.`,
    )
}

/** One run of the command. */
class BatchRun {
  private readonly settings: BatchSettings
  private readonly order: BatchOrder
  private readonly around: CommandContext
  private readonly outcome: BatchOutcome
  private readonly finishedBundles = new Set<string>()
  private readonly redaction: BatchRedactor | undefined

  constructor(settings: BatchSettings, order: BatchOrder, around: CommandContext) {
    this.settings = settings
    this.order = order
    this.around = around
    this.outcome = new BatchOutcome(settings.failOn)
    this.redaction = settings.redaction && new BatchRedactor(settings.redaction)
  }

  async run(operands: readonly string[]): Promise<ExitCode> {
    const { settings, order, around, outcome, finishedBundles: before, redaction } = this
    const { stdin, stderr, env, platform } = around
    const { output, resume, shard, cache, quiet } = settings
    const mine = (bundle: string) =>
      (shard === undefined || isInShard(shard, bundle)) &&
      !before.has(redaction?.bundleToken(bundle) ?? bundle)
    const inputs = { operands, stdin, platform, isWanted: mine }
    if (!resume) findBundles(inputs) // what cannot be found is said before a file is begun
    const results = output === undefined ? undefined : new ResultsFile(output, resume)
    if (results) this.readFinished(results)
    const { paths, total } = findBundles(inputs)
    if (cache !== undefined) createCacheFolder(cache)
    const progress = new BundleProgress(stderr, total, isTerminal(stderr, env) && !quiet)
    const interruption = new SignalGuard()
    try {
      await this.dispatcher().run(interruption.takeUntilSignal(paths), order, (heard) => {
        const written = 'text' in heard ? heard : toWrittenLine(heard)
        const line = redaction ? redaction.redactLine(written) : written
        if (results) results.write(line.text)
        else around.stdout.write(line.text)
        outcome.add(line)
        progress.add()
      })
    } finally {
      interruption.end()
      progress.end()
      results?.close()
      redaction?.close()
    }
    if (operands.includes('-')) stdin.destroy()
    if (!quiet) stderr.write(`${outcome.summaryText()}\n`)
    if (interruption.signal === undefined) return outcome.exitCode
    stderr.write(
      `spoolscope: ended by ${interruption.signal} before all were judged. ${continueHint(output)}\n`,
    )
    return 2
  }

  private dispatcher(): Dispatcher {
    const { jobs, memory, timeout, limits, cache, queue } = this.settings
    if (queue)
      return queueDispatcher({
        address: queue,
        log: (text) => void this.around.stderr.write(`${toPrintable(text)}\n`),
      })
    const program = this.around.batchWorker
    return new ThreadDispatcher(jobs, {
      program,
      memoryMiB: memory,
      timeoutMs: timeout,
      limitTexts: limits,
      ...defined({ cache }),
    })
  }

  private readFinished(results: ResultsFile): void {
    const { output = '' } = this.settings
    const damaged = (line: number) =>
      void this.around.stderr.write(
        `spoolscope: line ${line} of ${toPrintable(output)} is damaged; its bundle is judged again.\n`,
      )
    for (const line of results.readExisting(damaged)) {
      if (
        line.ruleSet !== (this.redaction?.redactedRuleSet(this.order.ruleSet) ?? this.order.ruleSet)
      )
        throw new UsageError(differentOrderMessage(output, line))
      if (this.finishedBundles.has(line.bundle)) continue
      this.finishedBundles.add(line.bundle)
      this.outcome.add({ status: line.status, flags: flagsOf(line) })
    }
  }
}

const differentOrderMessage = (output: string, { bundle }: BatchLine): string =>
  `${output} was made with other rules, limits or options, or by another version (${bundle}). Go on with the same, or choose another file with --output.`

const continueHint = (output: string | undefined): string =>
  output === undefined
    ? 'With --output results.ndjson it could be continued.'
    : `Continue with the same command and --resume: what is in ${toPrintable(output)} is kept.`
