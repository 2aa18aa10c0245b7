const POLL_INTERVAL_MS = 25
/**
 * Much longer than anything here takes: not a limit on speed, but so that what never comes is told
 * and not waited for.
 */
const TIMEOUT_MS = 120_000

/**
 * Asks again and again until there is an answer. What never comes is an error that says what was
 * there instead.
 */
export async function eventually<T>(
  ask: () => T | undefined | false,
  what: string,
  instead: () => string,
): Promise<T> {
  const start = performance.now()
  for (;;) {
    const answer = ask()
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() - start > TIMEOUT_MS)
      throw new Error(`${what} never came. There was:\n${instead()}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
  }
}
