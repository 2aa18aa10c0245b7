/**
 * Plain LZ77 of [MS-XCA] ("XPRESS"): words of 32 flags, highest first; a literal for 0, a match for 1. Fills `out` from `start` up to
 * `stop` and returns how far it got: less than `stop` where the input ends early or points to before the beginning.
 */
export function plainLz77(input: Uint8Array, from: number, to: number, out: Uint8Array, start: number, stop: number): number {
  let at = from
  let done = start
  let flags = 0
  let left = 0
  /** Where half a byte of length is still to be taken; 0 for nowhere, since no match can be at the very beginning. */
  let half = 0
  while (done < stop) {
    if (left === 0) {
      if (at + 4 > to) return done
      flags = byte(input, at) | (byte(input, at + 1) << 8) | (byte(input, at + 2) << 16) | (byte(input, at + 3) << 24)
      at += 4
      left = 32
    }
    left--
    const match = flags < 0
    flags <<= 1
    if (!match) {
      if (at >= to) return done
      out[done++] = byte(input, at++)
      continue
    }
    if (at + 2 > to) return done
    const pair = byte(input, at) | (byte(input, at + 1) << 8)
    at += 2
    const distance = (pair >> 3) + 1
    let length = pair & 7
    if (length === 7) {
      if (half === 0) {
        if (at >= to) return done
        half = at
        length = byte(input, at++) & 15
      } else {
        length = byte(input, half) >> 4
        half = 0
      }
      if (length === 15) {
        if (at >= to) return done
        length = byte(input, at++)
        if (length === 255) {
          if (at + 2 > to) return done
          length = byte(input, at) | (byte(input, at + 1) << 8)
          at += 2
          if (length === 0) {
            if (at + 4 > to) return done
            length = word(input, at)
            at += 4
          }
          if (length < 22) return done
          length -= 22
        }
        length += 15
      }
      length += 7
    }
    length += 3
    let source = done - distance
    if (source < start) return done
    const end = Math.min(stop, done + length)
    while (done < end) out[done++] = byte(out, source++)
  }
  return done
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0

const word = (bytes: Uint8Array, at: number): number =>
  (byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24)) >>> 0
