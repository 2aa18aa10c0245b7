import { parentPort, workerData } from 'node:worker_threads'
import { CoverageCounter } from './coverage.ts'
import type { Failure } from './failure.ts'
import { CurrentExecution, type FuzzMessage, type FuzzOrder } from './fuzz-messages.ts'
import { Fuzzer } from './fuzzer.ts'
import { RandomChoices } from './random-choices.ts'
import { shrink } from './shrink.ts'
import { fuzzTargets } from './targets/index.ts'

/** How long one target is fuzzed before the next one gets its turn. */
const TURN_MS = 4000
/** Executions between two looks at the clock and at what was reached. */
const BATCH = 24

const order = workerData as FuzzOrder
const execution = new CurrentExecution(order.execution)
const counter = new CoverageCounter()
const knownKinds = new Set(order.knownKinds)
const post = (message: FuzzMessage): void => parentPort?.postMessage(message)

function createFuzzer(name: string, index: number): Fuzzer {
  const target = fuzzTargets.find((candidate) => candidate.name === name)
  if (!target) throw new Error(`There is no target ${name}`)
  const choices = new RandomChoices(order.seed + 7919 * index)
  const fuzzer = new Fuzzer(target, choices, counter, (input) => execution.start(index, input))
  for (const input of order.kept.get(name) ?? []) fuzzer.keep(Buffer.from(input))
  return fuzzer
}

/** Shrinks the first input of each kind of failure. */
async function report(fuzzer: Fuzzer, failure: Failure): Promise<void> {
  const key = `${failure.target} ${failure.kind}`
  if (knownKinds.has(key)) {
    post({ kind: 'repeated', failureKind: key })
    return
  }
  knownKinds.add(key)
  const input = await shrink(Buffer.from(failure.input), async (candidate) => {
    const { failure: other } = await fuzzer.execute(candidate)
    return other?.kind === failure.kind
  })
  const { failure: shrunk = failure } = await fuzzer.execute(input)
  post({ kind: 'failure', failure: shrunk })
}

async function takeTurn(fuzzer: Fuzzer): Promise<void> {
  const until = Math.min(order.endsAt, Date.now() + TURN_MS)
  while (Date.now() < until && fuzzer.executions < order.maxExecutions) {
    const { failures, kept } = await fuzzer.executeSome(BATCH)
    for (const failure of failures) await report(fuzzer, failure)
    for (const input of kept) post({ kind: 'kept', target: fuzzer.target.name, input })
  }
  const { executions, keptCount, coverage, mostStepsPerByte } = fuzzer
  const target = fuzzer.target.name
  const { functions, share } = coverage.reached
  const progress = { target, executions, kept: keptCount, functions, share, mostStepsPerByte }
  post({ kind: 'progress', progress })
}

const fuzzers = order.targets.map(createFuzzer)
const [first] = fuzzers
if (order.replay && first) {
  const { failure } = await first.execute(Buffer.from(order.replay))
  if (failure) post({ kind: 'failure', failure })
} else {
  for (let active = fuzzers; active.length > 0 && Date.now() < order.endsAt; ) {
    for (const fuzzer of active) await takeTurn(fuzzer)
    active = active.filter(({ executions }) => executions < order.maxExecutions)
  }
}
