/** What is replaced, by what it is. */
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

/**
 * A token standing alone: `user-1`, or `user-k3f9…` where a key made it; never a part of a longer
 * word, as `user-1` in `user-12`.
 */
export const tokenPattern = (): RegExp =>
  new RegExp(`(?<![A-Za-z0-9])(?:${KINDS})-(?:\\d+|k[a-z2-7]{12})(?![A-Za-z0-9-])`, 'g')

const WHOLE = new RegExp(`^(?:${KINDS})-(?:\\d+|k[a-z2-7]{12})$`)

/**
 * Whether this text is a token of an earlier redaction: it stays, so that redacting twice changes
 * nothing.
 */
export const isToken = (text: string): boolean => WHOLE.test(text)

/**
 * What stands where something was taken out that no token may stand for: message text and
 * authentication material.
 */
export const REMOVED_TEXT = '[removed]'
