import type { Failure } from './failure.ts'

/** What a fuzzing thread is told when it starts. */
export interface FuzzOrder {
  readonly targets: readonly string[]
  readonly seed: number
  /** Milliseconds since the epoch. */
  readonly endsAt: number
  /** Of each target. */
  readonly maxExecutions: number
  readonly execution: SharedArrayBuffer
  /** Inputs that an earlier thread kept, by target. */
  readonly kept: ReadonlyMap<string, readonly Uint8Array[]>
  /** Failures that are known already. */
  readonly knownKinds: readonly string[]
  /** Executes this input only. */
  readonly replay?: Uint8Array
}

/** What a target has done so far in a thread. */
export interface TargetProgress {
  readonly target: string
  readonly executions: number
  readonly kept: number
  readonly functions: number
  readonly share: number
  readonly mostStepsPerByte: number
}

export type FuzzMessage =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'repeated'; readonly failureKind: string }
  | { readonly kind: 'kept'; readonly target: string; readonly input: Uint8Array }
  | { readonly kind: 'progress'; readonly progress: TargetProgress }

const HEADER_NUMBERS = 3
const MAX_SHARED_BYTES = 4 << 20

/** Memory that shows another thread which input is executed, even while it computes for ever. */
export class CurrentExecution {
  readonly memory: SharedArrayBuffer
  private readonly numbers: Int32Array
  private readonly bytes: Uint8Array

  constructor(memory = new SharedArrayBuffer(4 * HEADER_NUMBERS + MAX_SHARED_BYTES)) {
    this.memory = memory
    this.numbers = new Int32Array(memory, 0, HEADER_NUMBERS)
    this.bytes = new Uint8Array(memory, 4 * HEADER_NUMBERS)
  }

  /** `target`: its index in the order. */
  start(target: number, input: Uint8Array): void {
    const kept = input.subarray(0, this.bytes.length)
    this.bytes.set(kept)
    this.numbers[1] = target
    this.numbers[2] = kept.length
    Atomics.add(this.numbers, 0, 1)
  }

  /** Incremented by every execution. */
  get count(): number {
    return Atomics.load(this.numbers, 0)
  }

  get target(): number {
    return this.numbers[1] ?? 0
  }

  get input(): Buffer {
    return Buffer.from(this.bytes.slice(0, this.numbers[2] ?? 0))
  }
}
