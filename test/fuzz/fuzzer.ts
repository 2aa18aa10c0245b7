import { type CoverageCounter, TargetCoverage } from './coverage.ts'
import { type Failure, toFailure } from './failure.ts'
import { mutate } from './mutators/mutator.ts'
import type { RandomChoices } from './random-choices.ts'
import { type FuzzTarget, Violation } from './target.ts'

/** Blocks that any execution may enter, and how many more for each byte of its input. */
const SPARE_STEPS = 20_000_000
const MAX_STEPS_PER_BYTE = 6000
/** What one execution may add to the peak. Most add nothing. */
const MAX_MEMORY_GROWTH_KIB = 256 << 10
/** The share of inputs that are mutations of one that was kept last. */
const RECENT_SHARE = 0.4
const RECENT_INPUTS = 8
/** Inputs that are kept for a target. A new one then replaces another, never a sample. */
const MAX_KEPT = 2000

/** Most memory that the process has had, in KiB. */
const peakMemory = (): number => process.resourceUsage().maxRSS

interface Executed {
  readonly failures: readonly Failure[]
  /** Inputs that reached something new. They are kept for later mutations. */
  readonly kept: readonly Buffer[]
}

/** Fuzzes one target. The same seed makes the same inputs where no coverage is counted. */
export class Fuzzer {
  readonly target: FuzzTarget
  readonly coverage = new TargetCoverage()
  executions = 0
  mostStepsPerByte = 0
  private readonly inputs: Buffer[]
  private readonly seedCount: number
  /** Samples that are still to be executed as they are. */
  private readonly unmutated: Buffer[]
  private readonly choices: RandomChoices
  private readonly counter: CoverageCounter | undefined
  private readonly onStart: (input: Buffer) => void

  constructor(
    target: FuzzTarget,
    choices: RandomChoices,
    counter?: CoverageCounter,
    onStart: (input: Buffer) => void = () => {},
  ) {
    this.target = target
    this.choices = choices
    this.counter = counter
    this.onStart = onStart
    this.inputs = [...target.seeds()]
    this.seedCount = this.inputs.length
    this.unmutated = [...this.inputs]
    if (this.seedCount === 0) throw new Error(`The target ${target.name} has no samples`)
  }

  get keptCount(): number {
    return this.inputs.length - this.seedCount
  }

  /** Executes only some of the samples as they are, evenly chosen. Mutations are of all. */
  limitSeeds(count: number): void {
    const step = Math.max(1, Math.floor(this.seedCount / count))
    const chosen = this.inputs.filter((_, at) => at % step === 0).slice(0, count)
    this.unmutated.splice(0, this.unmutated.length, ...chosen)
  }

  /** Adds an input that an earlier run kept. */
  keep(input: Buffer): void {
    if (this.keptCount < MAX_KEPT) this.inputs.push(input)
    else this.inputs[this.seedCount + this.choices.below(MAX_KEPT)] = input
  }

  /**
   * Executes some samples or mutated inputs. Returns those that failed, and those that reached
   * something new. Counting what is reached takes longer than most executions, so it is counted for
   * all of them first, and for each only where that shows something new.
   */
  async executeSome(count: number): Promise<Executed> {
    const samples = this.unmutated.splice(0, count)
    const isSeeds = samples.length > 0
    const inputs = isSeeds ? samples : Array.from({ length: count }, () => this.mutateOne())
    this.counter?.clear()
    const failures: Failure[] = []
    const passed: Buffer[] = []
    for (const input of inputs) {
      const failure = await this.run(input)
      if (failure) failures.push(failure)
      else passed.push(input)
    }
    if (!this.counter) return { failures, kept: [] }
    const all = this.counter.take(this.coverage, false)
    const kept: Buffer[] = []
    if (!all.isNew && all.steps <= SPARE_STEPS) return { failures, kept }
    for (const input of passed) {
      const { failure, isNew } = await this.count(input)
      if (failure) failures.push(failure)
      else if (isNew && !isSeeds) kept.push(input)
    }
    for (const input of kept) this.keep(input)
    return { failures, kept }
  }

  /** Executes an input, and counts what it reaches. */
  execute(input: Buffer): Promise<{ readonly failure?: Failure; readonly isNew: boolean }> {
    this.counter?.clear()
    return this.count(input)
  }

  /** The same right after another execution was counted. */
  private async count(
    input: Buffer,
  ): Promise<{ readonly failure?: Failure; readonly isNew: boolean }> {
    const failure = await this.run(input)
    const { steps, isNew } = this.counter?.take(this.coverage, true) ?? { steps: 0, isNew: false }
    if (input.length >= 1000)
      this.mostStepsPerByte = Math.max(this.mostStepsPerByte, steps / input.length)
    const limit = SPARE_STEPS + MAX_STEPS_PER_BYTE * input.length
    if (failure) return { failure, isNew }
    if (steps <= limit) return { isNew }
    const violation = new Violation('bounded steps', `enters ${steps} blocks, more than ${limit}`)
    return { failure: toFailure(this.target.name, input, violation), isNew }
  }

  /** Runs the target once. Returns how it failed, if it did. */
  async run(input: Buffer): Promise<Failure | undefined> {
    this.executions += 1
    this.onStart(input)
    const before = peakMemory()
    try {
      await this.target.run(input)
      // Other tests of the same process use memory, too.
      const growth = this.counter ? peakMemory() - before : 0
      if (growth <= MAX_MEMORY_GROWTH_KIB) return undefined
      throw new Violation('bounded memory', `grows by ${growth} KiB`)
    } catch (error) {
      return toFailure(this.target.name, input, error)
    }
  }

  private mutateOne(): Buffer {
    const { choices, inputs } = this
    const recent = inputs.slice(-RECENT_INPUTS)
    const base = choices.pick(choices.chance(RECENT_SHARE) ? recent : inputs)
    return mutate(base, this.target.mutators, { choices, other: () => choices.pick(inputs) })
  }
}
