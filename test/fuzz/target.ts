import type { Mutator } from './mutators/mutator.ts'

/** A part of the program that reads what strangers write. */
export interface FuzzTarget {
  /** Unique: `parser:client-log`. */
  readonly name: string
  /** Inputs to start from. */
  readonly seeds: () => readonly Buffer[]
  readonly mutators: readonly Mutator[]
  /** Reads the input. Throws where the program breaks a promise: a `Violation`, or any other error. */
  readonly run: (input: Buffer) => void | Promise<void>
}

/** Promises that the program makes about every input. */
export type Promised =
  | 'no crash'
  | 'bounded steps'
  | 'bounded memory'
  | 'bounded output'
  | 'valid output'
  | 'inert output'
  | 'fast is plain'
  | 'pieces change nothing'
  | 'same bytes twice'
  | 'no secret'
  | 'idempotent'

/** A broken promise. */
export class Violation extends Error {
  readonly promised: Promised

  constructor(promised: Promised, message: string) {
    super(message)
    this.name = 'Violation'
    this.promised = promised
  }
}

/** Throws a violation unless both texts are equal. Its message shows where they begin to differ. */
export function expectEqual(promised: Promised, what: string, left: string, right: string): void {
  if (left === right) return
  let at = 0
  while (at < left.length && left[at] === right[at]) at += 1
  const shown = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 120))
  throw new Violation(promised, `${what}: ${shown(left)} and ${shown(right)}`)
}

/** Throws a violation that lists the problems, if there are any. */
export function expectNone(promised: Promised, what: string, problems: readonly string[]): void {
  if (problems.length > 0)
    throw new Violation(promised, `${what}: ${problems.slice(0, 5).join('; ')}`)
}
