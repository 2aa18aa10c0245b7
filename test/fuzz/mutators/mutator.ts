import type { RandomChoices } from '../random-choices.ts'

/** What a mutator may take parts from. */
export interface MutationContext {
  readonly choices: RandomChoices
  /** Another input of the same target. */
  readonly other: () => Buffer
}

/** Makes another input of one. Returns a new buffer, or the same one where it finds nothing to change. */
export type Mutator = (input: Buffer, context: MutationContext) => Buffer

/** Longer results are cut, so that an execution stays short. */
const MAX_INPUT_BYTES = 96 << 10

/** Applies up to `maxRounds` mutators in turn. */
export function mutate(
  input: Buffer,
  mutators: readonly Mutator[],
  context: MutationContext,
  maxRounds = 6,
): Buffer {
  const { choices } = context
  let result = input
  for (let rounds = 1 + choices.upTo(maxRounds - 1); rounds > 0; rounds -= 1) {
    result = choices.pick(mutators)(result, context)
    if (result.length > MAX_INPUT_BYTES) result = result.subarray(0, MAX_INPUT_BYTES)
  }
  return result
}
