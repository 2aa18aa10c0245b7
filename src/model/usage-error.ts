/** Invalid use of a command or function. The message states the fact and the fix. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
