/** Matches at least so long are copied by the engine, where they do not overlap themselves. */
const LONG_MATCH_BYTES = 48

/**
 * Plain LZ77 of [MS-XCA] ("XPRESS"): words of 32 flags, highest first; a literal for 0, a match for
 * 1. Fills `out` from `start` up to `stop` and returns how far it got: less than `stop` where the
 * input ends early or points to before the beginning.
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
   * Where half a byte of length is still to be taken; 0 for nowhere, since no match can be at the
   * very beginning.
   */
  let half = 0
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
      // A shift by 32 would be none.
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
      if (half === 0) {
        if (at >= to) return done
        half = at
        length = byteAt(input, at++) & 15
      } else {
        length = byteAt(input, half) >> 4
        half = 0
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
