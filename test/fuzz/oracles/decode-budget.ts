import { createTextDecoder, type DecodeText } from '../../../src/inputs/encoding.ts'
import { Violation } from '../target.ts'

/** How often a parser may decode the same byte: for its head, its record and parts of it. */
const MAX_TIMES = 24
const SPARE_BYTES = 1 << 20
const decode = createTextDecoder('windows-1252')

/** Decodes like an input, and throws when far more is decoded than there is to read. */
export function decodeWithBudget(inputBytes: number): DecodeText {
  let left = MAX_TIMES * inputBytes + SPARE_BYTES
  return (bytes, from, to) => {
    left -= to - from
    if (left < 0)
      throw new Violation('bounded steps', `decodes more than ${MAX_TIMES} times its size`)
    return decode(bytes, from, to)
  }
}
