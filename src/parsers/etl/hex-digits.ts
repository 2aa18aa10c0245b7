/** Larger numbers are not small integers of V8, whose `toString(16)` takes 200 ns for them. */
const MAX_SMALL_INTEGER = 0x7fff_ffff
const BYTE_TEXTS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** 32 bits as hexadecimal digits without leading zeros. */
export const toHex = (word: number): string =>
  word <= MAX_SMALL_INTEGER ? word.toString(16) : toHexDigits(word)

/** 32 bits as eight hexadecimal digits. */
export const toHexDigits = (word: number): string =>
  textOfByte(word >>> 24) + textOfByte(word >>> 16) + textOfByte(word >>> 8) + textOfByte(word)

const textOfByte = (word: number): string => BYTE_TEXTS[word & 0xff] as string
