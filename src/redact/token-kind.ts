/** Kinds of replaced values. */
export type TokenKind =
  | 'user'
  | 'name'
  | 'domain'
  | 'host'
  | 'ip'
  | 'phone'
  | 'share'
  | 'sid'
  | 'device'
  | 'call'
  | 'case'
  | 'encoded'

const KINDS = 'user|name|domain|host|ip|phone|share|sid|device|call|case|encoded'

/** The start of a word, also behind an escaped character: `%40user-1`, `\nuser-1`. */
const TOKEN_START =
  '(?:(?<![A-Za-z0-9])' +
  String.raw`|(?<=%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[nrt]))`

/**
 * Matches complete tokens: `user-1`, or `user-k3f9…` if made with a key. Does not match `user-1` in
 * `user-12`.
 */
export const tokenPattern = (): RegExp =>
  new RegExp(`${TOKEN_START}(?:${KINDS})-(?:\\d+|k[a-z2-7]{12})(?![A-Za-z0-9-])`, 'g')

const WHOLE_TOKEN = new RegExp(`^(?:${KINDS})-(?:\\d+|k[a-z2-7]{12})$`)

/**
 * Whether a text is a token of an earlier redaction. Tokens are kept, so redacting twice changes
 * nothing.
 */
export const isToken = (text: string): boolean => WHOLE_TOKEN.test(text)

/** Replacement for message text and credentials, which get no token. */
export const REMOVED_TEXT = '[removed]'
