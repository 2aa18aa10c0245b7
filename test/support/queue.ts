import type { JudgePath } from '../../src/batch/queue/judge-queued.ts'
import { queueDispatcher } from '../../src/batch/queue/queue-dispatcher.ts'
import { type RunningWorker, startQueueWorker } from '../../src/batch/queue/queue-worker.ts'
import { writtenLine } from '../../src/batch/written-line.ts'
import type { BatchLine, BatchOrder } from '../../src/model/batch-line.ts'

const ORDER: BatchOrder = { options: {}, ruleSet: 'rules-1' }
export const placeIn = (url: string) => ({ url, name: 'test', version: '0.1.0' })

export const judgedLine = (bundle: string, ruleSet = ORDER.ruleSet) =>
  writtenLine({ schemaVersion: 1, bundle, sha256: 'a'.repeat(64), ruleSet, status: 'judged' })

export const failedLine = (bundle: string, reason: string) =>
  writtenLine({ schemaVersion: 1, bundle, ruleSet: ORDER.ruleSet, status: 'failed', reason })

/** A worker in this process. */
export const worker = (url: string, judge: JudgePath, jobs = 4): Promise<RunningWorker> =>
  startQueueWorker({
    place: placeIn(url),
    jobs,
    judge,
    takeOverAfter: 1000,
    say: () => {},
    fetching: { prefixes: [], mostBytes: 1000, within: 1000 },
  })

interface Heard {
  /** In the order heard, as often as heard. */
  readonly lines: BatchLine[]
  readonly done: Promise<void>
}

/** Puts bundles into the queue and hears of them. */
export function produce(
  url: string,
  bundles: readonly string[],
  each: (line: BatchLine) => void = () => {},
  lookEvery = 200,
): Heard {
  const lines: BatchLine[] = []
  const dispatcher = queueDispatcher({ place: placeIn(url), say: () => {}, backOff: 20, lookEvery })
  const done = dispatcher.run(given(bundles), ORDER, (heard) => {
    const line: BatchLine =
      'text' in heard ? JSON.parse(new TextDecoder().decode(heard.text)) : heard
    lines.push(line)
    each(line)
  })
  return { lines, done }
}

async function* given(bundles: readonly string[]): AsyncGenerator<string> {
  yield* bundles
}

export const named = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `/bundles/${name}-${at}`)

/** A promise and what settles it. */
export function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {}
  const promise = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given: promise, give: () => give() }
}
