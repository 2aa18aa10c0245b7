import type { ParseContext, ParseSession } from '../../model/parser.ts'

/**
 * No document that a person or collector writes is longer; read as one it would take many times its
 * length in memory.
 */
const MAX_DOCUMENT_BYTES = 32 << 20

/**
 * Reads a small document as one text, with LF line ends: nothing is consumed until all of it is
 * there.
 */
export function readWholeText(
  context: ParseContext,
  parse: (text: string, context: ParseContext) => void,
): ParseSession {
  let tooLong = false
  return {
    read(bytes, from, to, final) {
      if (to - from > MAX_DOCUMENT_BYTES && !tooLong) {
        context.tally.addDamage({
          line: 1,
          reason: `is longer than ${MAX_DOCUMENT_BYTES >> 20} MiB, and was not read: split it`,
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
