import type { AnalyzePath } from '../../../src/batch/queue/analyze-queued-bundle.ts'
import { queueDispatcher } from '../../../src/batch/queue/queue-dispatcher.ts'
import { type RunningWorker, startQueueWorker } from '../../../src/batch/queue/queue-worker.ts'
import { toWrittenLine } from '../../../src/batch/to-written-line.ts'
import type { BatchLine, BatchOrder } from '../../../src/model/batch-line.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../../src/model/verdict-options.ts'

const ORDER: BatchOrder = { options: DEFAULT_VERDICT_OPTIONS, ruleSet: 'rules-1' }
export const queueAddress = (url: string) => ({ url, name: 'test', version: '0.1.0' })

export const judgedLine = (bundle: string, ruleSet = ORDER.ruleSet) =>
  toWrittenLine({ schemaVersion: 1, bundle, sha256: 'a'.repeat(64), ruleSet, status: 'judged' })

export const failedLine = (bundle: string, reason: string) =>
  toWrittenLine({ schemaVersion: 1, bundle, ruleSet: ORDER.ruleSet, status: 'failed', reason })

/** Starts a worker in this process. */
export const startTestWorker = (
  url: string,
  analyze: AnalyzePath,
  jobs = 4,
): Promise<RunningWorker> =>
  startQueueWorker({
    address: queueAddress(url),
    jobs,
    analyze,
    takeOverAfterMs: 1000,
    log: () => {},
    fetchOptions: { prefixes: [], maxBytes: 1000, timeoutMs: 1000 },
  })

interface ProducedLines {
  /** In their order, with duplicates. */
  readonly lines: BatchLine[]
  readonly done: Promise<void>
}

/** Adds bundles to the queue, and collects their lines. */
export function produce(
  url: string,
  bundles: readonly string[],
  onLine: (line: BatchLine) => void = () => {},
  lookEvery = 200,
): ProducedLines {
  const lines: BatchLine[] = []
  const dispatcher = queueDispatcher({
    address: queueAddress(url),
    log: () => {},
    retryDelayMs: 20,
    checkIntervalMs: lookEvery,
  })
  const done = dispatcher.run(yieldAll(bundles), ORDER, (received) => {
    const line: BatchLine =
      'text' in received ? JSON.parse(new TextDecoder().decode(received.text)) : received
    lines.push(line)
    onLine(line)
  })
  return { lines, done }
}

async function* yieldAll(bundles: readonly string[]): AsyncGenerator<string> {
  yield* bundles
}

export const bundleNames = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `/bundles/${name}-${at}`)

/** Creates a promise, and the function that resolves it. */
export function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {}
  const promise = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given: promise, give: () => give() }
}
