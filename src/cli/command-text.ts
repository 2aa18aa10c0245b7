import type { OptionText } from './option-texts.ts'

/** A command in words. */
export interface CommandText {
  readonly operandsHint: string
  readonly summary: string
  /** A command line, and what it does. */
  readonly examples: readonly (readonly [string, string])[]
  readonly options: Readonly<Record<string, OptionText>>
}
