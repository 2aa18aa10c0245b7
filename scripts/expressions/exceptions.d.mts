/** An expression that the checker cannot decide, or cannot know. */
export interface Exception {
  /** Path below src. */
  readonly file: string
  readonly reason: string
  /** Whether the expression of the file is computed while the program runs. */
  readonly isComputed?: true
  readonly examples?: readonly { readonly source: string; readonly flags: string }[]
  readonly source?: string
  readonly flags?: string
  /** What is before the repeated text, what is repeated, and what is behind it. */
  readonly worst?: readonly (readonly [before: string, repeated: string, behind: string])[]
}
export declare const exceptions: readonly Exception[]
