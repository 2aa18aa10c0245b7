/** Value of `count` ASCII digits at `at`, or -1 when one of the bytes is not a digit. */
export function parseDigits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index += 1) {
    const digit = (bytes[index] as number) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** Value of two ASCII digits at `at`, or -1 when one of the bytes is not a digit. */
export function parseTwoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48
  const ones = (bytes[at + 1] as number) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

/** Whether a byte, or a UTF-16 code unit, is an ASCII digit. */
export const isDigit = (code: number): boolean => code >= 48 && code <= 57

export const endsWithDigit = (text: string): boolean => isDigit(text.charCodeAt(text.length - 1))

/** Every month has at least this many days. */
const MIN_DAYS_PER_MONTH = 28

/**
 * Midnight UTC of a date, in milliseconds since the epoch. NaN for a date that does not exist or is
 * before 1970.
 */
export function utcMidnight(year: number, month: number, day: number): number {
  if (year < 1970 || month < 1 || month > 12 || day < 1) return Number.NaN
  const at = Date.UTC(year, month - 1, day)
  return day <= MIN_DAYS_PER_MONTH || new Date(at).getUTCDate() === day ? at : Number.NaN
}
