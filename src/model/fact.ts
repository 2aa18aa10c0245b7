import type { SourceRef } from './source-ref.ts'

/** A fact about the environment of the case. `text` is `value` in words, with its limitations. */
export interface Fact {
  readonly label: string
  readonly value: string | number | boolean
  readonly text: string
  readonly sources: readonly SourceRef[]
}
