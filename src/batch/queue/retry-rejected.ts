import { setTimeout as sleep } from 'node:timers/promises'

/**
 * About five minutes in all.
 * Limit: attempts to send what Redis rejects.
 * Beyond: the bundle fails for a temporary reason.
 */
const MAX_ATTEMPTS = 15
const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 30_000

/**
 * Sends commands that Redis may reject, and tries again: out of memory, it accepts more once
 * producers have taken results. Throws the last error after about five minutes. `onRejected` gets
 * the first message; `wait` waits between two attempts.
 */
export async function retryRejected<T>(
  send: () => Promise<T>,
  onRejected: (message: string) => void,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await send()
    } catch (error) {
      const { name, message } = error as Error
      if (name !== 'ReplyError' || attempt === MAX_ATTEMPTS) throw error
      if (attempt === 1) onRejected(message)
      await wait(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt))
    }
}
