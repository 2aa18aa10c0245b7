/** Invalid use of a command. The message states the fact and the fix. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
