const LF = 10
const LF_IN_EACH_BYTE = 0x0a0a0a0a
/** Words after which a byte of the running sum could overflow. */
const WORDS_PER_SUM = 255
/** Shorter stretches are counted before words are made. */
const MIN_WORD_SCAN_BYTES = 128

/**
 * Line feeds in `bytes` from `from` to before `to`, four bytes at a time: every byte of a trace
 * passes here.
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
      // A byte of `other` is zero where a line feed is; its top bit in `high` is then zero too, and
      // only then.
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
