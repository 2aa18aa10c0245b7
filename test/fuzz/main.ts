import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { defined } from '../../src/model/defined.ts'
import { removeTemporaryFolders } from '../support/temporary-folder.ts'
import type { Failure } from './failure.ts'
import {
  CurrentExecution,
  type FuzzMessage,
  type FuzzOrder,
  type TargetProgress,
} from './fuzz-messages.ts'
import { fuzzTargets } from './targets/index.ts'

/** An execution that takes longer is a hang. Most take a few milliseconds. */
const MAX_EXECUTION_MS = 60_000
const CHECK_MS = 1000
/** Most executions need a tenth of it. */
const MAX_HEAP_MIB = 1024
const USAGE = `npm run fuzz -- [--minutes 10] [--executions 1000] [--target parser:clixml,archive] [--seed 1]
npm run fuzz -- --list
npm run fuzz -- --replay <file> --target <name>
`
const FAILURES = join(tmpdir(), 'spoolscope-fuzz')

const OPTIONS = {
  minutes: { type: 'string', default: '10' },
  executions: { type: 'string' },
  target: { type: 'string' },
  seed: { type: 'string', default: '1' },
  replay: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean' },
} as const
const options = parseOptions()
const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Ends the program with a sentence and the usage where the options are wrong. */
function parseOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS })
    for (const name of ['minutes', 'executions', 'seed'] as const)
      if (!(Number(values[name] ?? 1) > 0)) throw new Error(`--${name} takes a number above 0.`)
    return values
  } catch (error) {
    return endWithUsage((error as Error).message)
  }
}

function endWithUsage(problem: string): never {
  process.stderr.write(`${problem}\n${USAGE}`)
  process.exit(2)
}

/** Names of targets that are chosen; `archive` chooses all whose names begin with `archive:`. */
function chosenTargets(): string[] {
  const names = fuzzTargets.map(({ name }) => name)
  const words = options.target?.split(',') ?? names
  const chosen = names.filter((name) =>
    words.some((word) => name === word || name.startsWith(`${word}:`)),
  )
  if (chosen.length > 0) return chosen
  return endWithUsage(`No target is called ${options.target}. List them with --list.`)
}

/** Runs threads one after the other until the time is over, and collects what they report. */
class FuzzRun {
  readonly failures = new Map<string, { readonly failure: Failure; count: number }>()
  readonly progress = new Map<string, TargetProgress>()
  private readonly kept = new Map<string, Uint8Array[]>()
  /** Executions of threads that ended early. */
  private readonly finished = new Map<string, number>()
  private readonly targets: readonly string[]
  private endsAt: number
  private readonly replay: Uint8Array | undefined
  private worker: Worker | undefined

  constructor(targets: readonly string[], minutes: number, replay?: Uint8Array) {
    this.targets = targets
    this.endsAt = Date.now() + minutes * 60_000
    this.replay = replay
  }

  async run(seed: number): Promise<void> {
    for (let [thread, isDone] = [0, false]; !isDone && Date.now() < this.endsAt; thread += 1) {
      isDone = (await this.runThread(seed + thread)) === 0
      if (this.replay) return
      for (const { target, executions } of this.progress.values())
        this.finished.set(target, (this.finished.get(target) ?? 0) + executions)
    }
  }

  /** Ends the run before its time. */
  async stop(): Promise<void> {
    this.endsAt = 0
    await this.worker?.terminate()
  }

  executionsOf = (target: string): number => this.finished.get(target) ?? 0

  /** Resolves to the exit code of the thread: 0 when it did all that was asked of it. */
  private runThread(seed: number): Promise<number> {
    const execution = new CurrentExecution()
    const order: FuzzOrder = {
      targets: this.targets,
      seed,
      endsAt: this.endsAt,
      execution: execution.memory,
      kept: this.kept,
      knownKinds: [...this.failures.keys()],
      maxExecutions: Number(options.executions ?? Number.POSITIVE_INFINITY),
      ...defined({ replay: this.replay }),
    }
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: order,
      execArgv: ['--enable-source-maps'],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    })
    this.worker = worker
    const endWith = (promised: string) => {
      const target = this.targets[execution.target] ?? ''
      this.addFailure({ target, kind: promised, message: promised, input: execution.input })
    }
    let [lastCount, lastChange] = [-1, Date.now()]
    const timer = setInterval(() => {
      if (execution.count !== lastCount) {
        lastCount = execution.count
        lastChange = Date.now()
      } else if (lastCount > 0 && Date.now() - lastChange > MAX_EXECUTION_MS) {
        lastChange = Number.POSITIVE_INFINITY
        endWith(`no hang: still running after ${MAX_EXECUTION_MS / 1000} s`)
        void worker.terminate()
      }
    }, CHECK_MS)
    worker.on('message', (message: FuzzMessage) => this.handle(message))
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') endWith('bounded memory: the heap is full')
      else endWith(`no crash: the thread ended: ${error.stack ?? error.message}`)
    })
    return new Promise((resolve) => {
      worker.on('exit', (code) => {
        clearInterval(timer)
        resolve(code)
      })
    })
  }

  private handle(message: FuzzMessage): void {
    if (message.kind === 'progress') this.progress.set(message.progress.target, message.progress)
    else if (message.kind === 'failure') this.addFailure(message.failure)
    else if (message.kind === 'kept') {
      const inputs = this.kept.get(message.target) ?? []
      inputs.push(message.input)
      this.kept.set(message.target, inputs)
    } else {
      const known = this.failures.get(message.failureKind)
      if (known) known.count += 1
    }
  }

  private addFailure(failure: Failure): void {
    this.failures.set(`${failure.target} ${failure.kind}`, { failure, count: 1 })
    if (this.replay) return
    const path = saveInput(failure)
    print(`\n${failure.target} breaks a promise\n  ${failure.message.slice(0, 1000)}`)
    print(`  npm run fuzz -- --replay ${path} --target ${failure.target}`)
  }
}

/** Writes the input of a failure into a folder, named after its content. Returns the path. */
function saveInput({ target, input }: Failure): string {
  const folder = join(FAILURES, target.replaceAll(':', '-'))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, createHash('sha256').update(input).digest('hex').slice(0, 12))
  writeFileSync(path, input)
  return path
}

function printSummary(run: FuzzRun, targets: readonly string[]): void {
  const row = (cells: readonly (string | number)[]) =>
    print(
      cells
        .map((cell, at) => (at === 0 ? String(cell).padEnd(34) : String(cell).padStart(12)))
        .join(''),
    )
  print('')
  row(['target', 'executions', 'kept', 'functions', 'code', 'steps/byte'])
  let total = 0
  for (const target of targets) {
    const progress = run.progress.get(target)
    const executions = run.executionsOf(target)
    total += executions
    if (!progress) continue
    const { kept, functions, share, mostStepsPerByte } = progress
    const code = `${Math.round(100 * share)} %`
    row([target, executions, kept, functions, code, Math.round(mostStepsPerByte)])
  }
  row(['all', total])
  print('')
  for (const [key, { count }] of run.failures) print(`${count} × ${key}`)
  print(`${run.failures.size} kinds of failures`)
}

if (options.help) print(USAGE)
else if (options.list) for (const { name } of fuzzTargets) print(name)
else if (options.replay !== undefined) {
  const run = new FuzzRun(chosenTargets().slice(0, 1), 10, readFileSync(options.replay))
  await run.run(0)
  for (const { failure } of run.failures.values()) print(failure.message)
  print(run.failures.size === 0 ? 'No promise is broken.' : 'A promise is broken.')
  process.exitCode = run.failures.size === 0 ? 0 : 1
} else {
  const targets = chosenTargets()
  const run = new FuzzRun(targets, Number(options.minutes))
  process.on('SIGINT', () => void run.stop())
  await run.run(Number(options.seed))
  printSummary(run, targets)
  process.exitCode = run.failures.size === 0 ? 0 : 1
}
removeTemporaryFolders()
