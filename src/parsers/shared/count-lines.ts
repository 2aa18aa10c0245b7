const LF = 10
const LF_IN_EACH_BYTE = 0x0a0a0a0a
/** Each byte of the running sum can count to 255, so it is added up after this many words. */
const WORDS_PER_SUM = 255
/** Below this size, counting byte by byte is faster than creating a word view. */
const MIN_WORD_SCAN_BYTES = 128

/**
 * Counts the line feeds from `from` to before `to`. Compares four bytes at a time, because every
 * byte of a trace is counted.
 */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  let at = from
  while (at < to && (to - at < MIN_WORD_SCAN_BYTES || ((bytes.byteOffset + at) & 3) !== 0)) {
    if (bytes[at] === LF) count += 1
    at += 1
  }
  if (at >= to) return count
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >> 2)
  for (let start = 0; start < words.length; start += WORDS_PER_SUM) {
    const end = Math.min(start + WORDS_PER_SUM, words.length)
    let sums = 0
    for (let index = start; index < end; index += 1) {
      // A line feed makes its byte in `other` zero. Only then is the top bit of that byte in `high`
      // zero too.
      const other = (words[index] as number) ^ LF_IN_EACH_BYTE
      const high = ((other & 0x7f7f7f7f) + 0x7f7f7f7f) | 0 | other
      sums = (sums + ((~high >>> 7) & 0x01010101)) | 0
    }
    count += (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24)
  }
  for (at += words.length * 4; at < to; at += 1) {
    if (bytes[at] === LF) count += 1
  }
  return count
}
