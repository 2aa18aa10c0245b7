/** The user asked for something that cannot be done; the message says what, and the fix. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
