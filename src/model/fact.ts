import type { SourceRef } from './source-ref.ts'

/** Something found out about the case. `text` is `value` in words, with what qualifies it. */
export interface Fact {
  readonly label: string
  readonly value: string | number | boolean
  readonly text: string
  readonly sources: readonly SourceRef[]
}
