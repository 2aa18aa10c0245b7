import { type CoverageCounter, TargetCoverage } from './coverage.ts'
import { type Failure, toFailure } from './failure.ts'
import { mutate } from './mutators/mutator.ts'
import type { RandomChoices } from './random-choices.ts'
import { type FuzzTarget, Violation } from './target.ts'

/** Blocks that any execution may enter, and how many more for each byte of its input. */
const SPARE_STEPS = 20_000_000
const MAX_STEPS_PER_BYTE = 6000
/** The share of inputs that are mutations of one that was kept last. */
const RECENT_SHARE = 0.4
const RECENT_INPUTS = 8
/** Inputs that are kept for a target. A new one then replaces another, never a sample. */
const MAX_KEPT = 2000

/** Fuzzes one target. The same seed makes the same inputs where no coverage is counted. */
export class Fuzzer {
  readonly target: FuzzTarget
  readonly coverage = new TargetCoverage()
  executions = 0
  mostStepsPerByte = 0
  private readonly inputs: Buffer[]
  private seedCount: number
  private nextSeed = 0
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
    if (this.seedCount === 0) throw new Error(`The target ${target.name} has no samples`)
  }

  get keptCount(): number {
    return this.inputs.length - this.seedCount
  }

  /** Number of samples that were not executed yet. */
  get seedsLeft(): number {
    return this.seedCount - this.nextSeed
  }

  /** Adds an input that an earlier run kept. */
  keep(input: Buffer): void {
    if (this.keptCount < MAX_KEPT) this.inputs.push(input)
    else this.inputs[this.seedCount + this.choices.below(MAX_KEPT)] = input
  }

  /** Executes the next sample, or a mutated input. Returns how it failed, if it did. */
  async executeNext(): Promise<{ readonly failure?: Failure; readonly kept?: Buffer }> {
    const isSeed = this.seedsLeft > 0
    const input = isSeed ? (this.inputs[this.nextSeed++] as Buffer) : this.mutateOne()
    const { failure, isNew } = await this.execute(input)
    if (failure) return { failure }
    if (isSeed || !isNew) return {}
    this.keep(input)
    return { kept: input }
  }

  /** Executes an input once. */
  async execute(input: Buffer): Promise<{ readonly failure?: Failure; readonly isNew: boolean }> {
    this.executions += 1
    this.onStart(input)
    this.counter?.clear()
    let thrown: { readonly error: unknown } | undefined
    try {
      await this.target.run(input)
    } catch (error) {
      thrown = { error }
    }
    const { steps, isNew } = this.counter?.take(this.coverage) ?? { steps: 0, isNew: false }
    const limit = SPARE_STEPS + MAX_STEPS_PER_BYTE * input.length
    if (!thrown && steps > limit)
      thrown = { error: new Violation('bounded steps', `${steps} steps: more than ${limit}`) }
    if (input.length >= 1000)
      this.mostStepsPerByte = Math.max(this.mostStepsPerByte, steps / input.length)
    return thrown
      ? { failure: toFailure(this.target.name, input, thrown.error), isNew }
      : { isNew }
  }

  private mutateOne(): Buffer {
    const { choices, inputs } = this
    const recent = inputs.slice(-RECENT_INPUTS)
    const base = choices.pick(choices.chance(RECENT_SHARE) ? recent : inputs)
    return mutate(base, this.target.mutators, { choices, other: () => choices.pick(inputs) })
  }
}
