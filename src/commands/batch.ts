import type { ExitCode } from '../analysis/exit-code.ts'
import { orderOf } from '../batch/batch-order.ts'
import { findBundles } from '../batch/find-bundles.ts'
import { Outcome } from '../batch/outcome.ts'
import { Pool } from '../batch/pool.ts'
import { queueDispatcher } from '../batch/queue/queue-dispatcher.ts'
import { ResultsFile } from '../batch/results-file.ts'
import { inShard } from '../batch/shard.ts'
import { flagsOf, writtenLine } from '../batch/written-line.ts'
import { BundleProgress } from '../cli/bundle-progress.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { Interruption } from '../cli/interruption.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import type { BatchLine, BatchOrder, Dispatcher } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { printable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { isTerminal } from '../terminal/terminal.ts'
import { BatchRedaction } from './batch-redaction.ts'
import {
  type BatchSettings,
  batchSettings,
  makeCache,
  refuseAmongBundles,
} from './batch-settings.ts'

/**
 * `spoolscope batch`: many bundles, each a case of its own, judged side by side; a line for each.
 */
export async function batch(
  { operands, options }: CommandLine,
  around: Surroundings,
): Promise<ExitCode> {
  const settings = batchSettings(options, around.version)
  if (settings.queue) refuseForWorkers(options)
  const order = orderOf(options, around.version, around.now)
  refuseAmongBundles('output', settings.output, operands)
  refuseAmongBundles('cache', settings.cache, operands)
  refuseAmongBundles('redact-map', settings.redaction?.map, operands)
  return new Batch(settings, order, around).run(operands)
}

/** What a worker decides is not to be asked for in vain. */
function refuseForWorkers(options: CommandLine['options']): void {
  const name = ['jobs', 'memory', 'timeout', 'cache'].find((one) => options[one] !== undefined)
  if (name !== undefined)
    throw new UsageError(
      `--${name} says how bundles are judged here; with --queue the workers do: spoolscope worker${name === 'cache' ? '' : ` --${name} …`}.`,
    )
}

/** One run of the command. */
class Batch {
  private readonly settings: BatchSettings
  private readonly order: BatchOrder
  private readonly around: Surroundings
  private readonly outcome: Outcome
  private readonly before = new Set<string>()
  private readonly redaction: BatchRedaction | undefined

  constructor(settings: BatchSettings, order: BatchOrder, around: Surroundings) {
    this.settings = settings
    this.order = order
    this.around = around
    this.outcome = new Outcome(settings.failOn)
    this.redaction = settings.redaction && new BatchRedaction(settings.redaction)
  }

  async run(operands: readonly string[]): Promise<ExitCode> {
    const { settings, order, around, outcome, before, redaction } = this
    const { stdin, stderr, env, platform } = around
    const { output, resume, shard, cache, quiet } = settings
    const mine = (bundle: string) =>
      (shard === undefined || inShard(shard, bundle)) &&
      !before.has(redaction?.bundle(bundle) ?? bundle)
    const inputs = { operands, stdin, platform, wanted: mine }
    if (!resume) findBundles(inputs) // what cannot be found is said before a file is begun
    const results = output === undefined ? undefined : new ResultsFile(output, resume)
    if (results) this.readBefore(results)
    const { paths, total } = findBundles(inputs)
    if (cache !== undefined) makeCache(cache)
    const progress = new BundleProgress(stderr, total, isTerminal(stderr, env) && !quiet)
    const interruption = new Interruption()
    try {
      await this.dispatcher().run(interruption.until(paths), order, (heard) => {
        const written = 'text' in heard ? heard : writtenLine(heard)
        const line = redaction ? redaction.redacted(written) : written
        if (results) results.write(line.text)
        else around.stdout.write(line.text)
        outcome.add(line)
        progress.add()
      })
    } finally {
      interruption.end()
      progress.end()
      results?.close()
      redaction?.end()
    }
    if (operands.includes('-')) stdin.destroy()
    if (!quiet) stderr.write(`${outcome.text()}\n`)
    if (interruption.signal === undefined) return outcome.exitCode
    stderr.write(
      `spoolscope: ended by ${interruption.signal} before all were judged. ${howToGoOn(output)}\n`,
    )
    return 2
  }

  private dispatcher(): Dispatcher {
    const { jobs, memory, timeout, limits, cache, queue } = this.settings
    if (queue)
      return queueDispatcher({
        place: queue,
        say: (text) => void this.around.stderr.write(`${printable(text)}\n`),
      })
    const program = this.around.batchWorker
    return new Pool(jobs, {
      program,
      memory,
      timeout,
      limits,
      ...defined({ cache }),
    })
  }

  private readBefore(results: ResultsFile): void {
    const { output = '' } = this.settings
    const damaged = (line: number) =>
      void this.around.stderr.write(
        `spoolscope: line ${line} of ${printable(output)} is damaged; its bundle is judged again.\n`,
      )
    for (const line of results.before(damaged)) {
      if (line.ruleSet !== (this.redaction?.ruleSet(this.order.ruleSet) ?? this.order.ruleSet))
        throw new UsageError(otherwise(output, line))
      if (this.before.has(line.bundle)) continue
      this.before.add(line.bundle)
      this.outcome.add({ status: line.status, flags: flagsOf(line) })
    }
  }
}

const otherwise = (output: string, { bundle }: BatchLine): string =>
  `${output} was made with other rules, limits or options, or by another version (${bundle}). Go on with the same, or choose another file with --output.`

const howToGoOn = (output: string | undefined): string =>
  output === undefined
    ? 'With --output results.ndjson it could be continued.'
    : `Continue with the same command and --resume: what is in ${printable(output)} is kept.`
