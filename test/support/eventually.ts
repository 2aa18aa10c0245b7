const POLL_INTERVAL_MS = 25
/** Much longer than any test takes: it only turns endless waiting into an error. */
const TIMEOUT_MS = 120_000

/**
 * Calls `poll` until it returns a value other than undefined and false, and returns that. Throws
 * after two minutes: the error has the description and the result of `currentState`.
 */
export async function eventually<T>(
  poll: () => T | undefined | false | Promise<T | undefined | false>,
  description: string,
  currentState: () => string,
): Promise<T> {
  const start = performance.now()
  for (;;) {
    const value = await poll()
    if (value !== undefined && value !== false) return value
    if (performance.now() - start > TIMEOUT_MS)
      throw new Error(`${description} never came. Instead:\n${currentState()}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
  }
}
