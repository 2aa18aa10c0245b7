import type { ParseContext, ParseSession } from '../../model/parser.ts'

/**
 * No document that a person or a collector writes is longer. Parsing a longer one would take many
 * times its length in memory.
 */
const MAX_DOCUMENT_BYTES = 32 << 20

/**
 * Creates a parse session that parses a small document as one text with LF line breaks. Consumes
 * nothing until the whole document has arrived.
 */
export function readWholeText(
  context: ParseContext,
  parse: (text: string, context: ParseContext) => void,
): ParseSession {
  let isTooLong = false
  return {
    read(bytes, from, to, final) {
      if (to - from > MAX_DOCUMENT_BYTES && !isTooLong) {
        context.tally.addDamage({
          line: 1,
          reason: `is longer than ${MAX_DOCUMENT_BYTES >> 20} MiB and was not read. Split the file`,
        })
        isTooLong = true
      }
      if (isTooLong) return to
      if (!final) return from
      if (to > from) parse(context.decode(bytes, from, to).replace(/\r\n?/g, '\n'), context)
      return to
    },
  }
}
