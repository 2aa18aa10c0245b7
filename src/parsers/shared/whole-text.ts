import type { ParseContext, Reading } from '../../model/parser.ts'

/**
 * No document that a person or collector writes is longer; read as one it would take many times its
 * length in memory.
 */
const LONGEST = 32 << 20

/**
 * Reads a small document as one text, with LF line ends: nothing is consumed until all of it is
 * there.
 */
export function wholeText(
  context: ParseContext,
  parse: (text: string, context: ParseContext) => void,
): Reading {
  let tooLong = false
  return {
    read(bytes, from, to, final) {
      if (to - from > LONGEST && !tooLong) {
        context.tally.lost({
          line: 1,
          reason: `is longer than ${LONGEST >> 20} MiB, and was not read: split it`,
        })
        tooLong = true
      }
      if (tooLong) return to
      if (!final) return from
      if (to > from) parse(context.decode(bytes, from, to).replace(/\r\n?/g, '\n'), context)
      return to
    },
  }
}
