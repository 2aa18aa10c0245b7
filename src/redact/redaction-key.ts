import { createHash, createHmac, randomInt } from 'node:crypto'

/**
 * A shorter key could be guessed.
 * Limit: fewest characters of a redaction key.
 * Beyond: a shorter key is refused.
 */
export const MIN_KEY_CHARS = 16
const SECONDS_PER_DAY = 86_400
const [MIN_SHIFT_DAYS, MAX_SHIFT_DAYS] = [30, 1000]

/**
 * Derives a key from a secret text. White space around it does not count. Returns undefined for a
 * text that is too short.
 */
export function deriveKey(text: string): Uint8Array | undefined {
  const secret = text.trim()
  if (secret.length < MIN_KEY_CHARS) return undefined
  return createHash('sha256').update(secret, 'latin1').digest()
}

/**
 * Returns milliseconds to move all times back by: whole seconds, between a month and three years.
 * The same with the same key, random without one.
 */
export function deriveShift(key: Uint8Array | undefined): number {
  const range = (MAX_SHIFT_DAYS - MIN_SHIFT_DAYS) * SECONDS_PER_DAY
  const seconds = key
    ? createHmac('sha256', key).update('shift').digest().readUIntBE(0, 6) % range
    : randomInt(range)
  return -(MIN_SHIFT_DAYS * SECONDS_PER_DAY + seconds) * 1000
}
