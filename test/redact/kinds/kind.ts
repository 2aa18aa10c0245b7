/** Finders of `src/redact/redact-text.ts`, by what they look for. */
export type FinderName =
  | 'private'
  | 'contexts'
  | 'distinguished-names'
  | 'meetings'
  | 'addresses'
  | 'paths'
  | 'numbers'
  | 'hosts'
  | 'accounts'
  | 'encoded'

/** A kind of secret: how it is written, and what redaction promises about it. */
export interface SecretKind {
  readonly name: string
  /** The finder that recognizes it without any other text. */
  readonly finder: FinderName
  /** An example on one line. */
  readonly text: string
  /** The parts of the example that must not be left. */
  readonly secrets: readonly string[]
  readonly isPromised: boolean
}

/**
 * Kinds of one finder. In each example, `«…»` marks a secret; the marks are not part of the text.
 */
export const kinds = (
  finder: FinderName,
  examples: Readonly<Record<string, string>>,
  isPromised = true,
): SecretKind[] =>
  Object.entries(examples).map(([name, example]) => ({
    name,
    finder,
    text: example.replace(/[«»]/g, ''),
    secrets: [...example.matchAll(/«([^»]+)»/g)].map(([, secret = '']) => secret),
    isPromised,
  }))
