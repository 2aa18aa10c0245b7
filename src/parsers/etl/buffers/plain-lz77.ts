/** From this length on, matches that do not overlap are copied with `copyWithin`. */
const LONG_MATCH_BYTES = 48

/**
 * Decompresses Plain LZ77 of [MS-XCA] ("XPRESS"): words of 32 flags, highest bit first; 0 for a
 * literal, 1 for a match. Fills `start`..`stop` of `out` and returns the end of the filled part.
 * That is less than `stop` when the input ends early or refers to bytes before `start`.
 */
export function decompressPlainLz77(
  input: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  start: number,
  stop: number,
): number {
  let at = from
  let done = start
  let flags = 0
  let left = 0
  /**
   * Position of a length byte of which one half is unused. 0 means none, since no match can be at
   * the very start.
   */
  let halfByteAt = 0
  while (done < stop) {
    if (left === 0) {
      if (at + 4 > to) return done
      flags =
        byteAt(input, at) |
        (byteAt(input, at + 1) << 8) |
        (byteAt(input, at + 2) << 16) |
        (byteAt(input, at + 3) << 24)
      at += 4
      left = 32
    }
    if (flags >= 0) {
      const literals = Math.min(left, Math.clz32(flags), stop - done, to - at)
      if (literals === 0) return done
      for (const end = done + literals; done < end; ) out[done++] = byteAt(input, at++)
      left -= literals
      // JavaScript shifts by 32 as by 0.
      flags = literals === 32 ? 0 : flags << literals
      continue
    }
    left--
    flags <<= 1
    if (at + 2 > to) return done
    const pair = byteAt(input, at) | (byteAt(input, at + 1) << 8)
    at += 2
    let length = pair & 7
    if (length === 7) {
      if (halfByteAt === 0) {
        if (at >= to) return done
        halfByteAt = at
        length = byteAt(input, at++) & 15
      } else {
        length = byteAt(input, halfByteAt) >> 4
        halfByteAt = 0
      }
      if (length === 15) {
        if (at >= to) return done
        length = byteAt(input, at++)
        if (length === 255) {
          if (at + 2 > to) return done
          length = byteAt(input, at) | (byteAt(input, at + 1) << 8)
          at += 2
          if (length === 0) {
            if (at + 4 > to) return done
            length =
              (byteAt(input, at) |
                (byteAt(input, at + 1) << 8) |
                (byteAt(input, at + 2) << 16) |
                (byteAt(input, at + 3) << 24)) >>>
              0
            at += 4
          }
          if (length < 22) return done
          length -= 22
        }
        length += 15
      }
      length += 7
    }
    let source = done - (pair >> 3) - 1
    if (source < start) return done
    const end = Math.min(stop, done + length + 3)
    if (length >= LONG_MATCH_BYTES && end - done <= done - source) {
      out.copyWithin(done, source, source + end - done)
      done = end
    } else while (done < end) out[done++] = byteAt(out, source++)
  }
  return done
}

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0
