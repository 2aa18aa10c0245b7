import type { ParseContext, ParseSession } from '../../model/parser.ts'

/**
 * No document that a person or a collector writes is longer. Parsing a longer one would take many
 * times its length in memory.
 * Limit: bytes of a document.
 * Beyond: it is not read; the report advises to split it.
 */
const MAX_DOCUMENT_BYTES = 32 << 20
/**
 * Each line takes memory, however short it is.
 * Limit: lines of a document.
 * Beyond: the rest is not read; the report says so.
 */
const MAX_DOCUMENT_LINES = 2_000_000

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
      if (to > from) {
        const text = context.decode(bytes, from, to).replace(/\r\n?/g, '\n')
        parse(cutAfterLines(text, context), context)
      }
      return to
    },
  }
}

/** The first lines of a text with too many of them. Reports that the others were not read. */
function cutAfterLines(text: string, { tally }: ParseContext): string {
  if (text.length <= MAX_DOCUMENT_LINES) return text
  let lines = 0
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) {
    lines += 1
    if (lines < MAX_DOCUMENT_LINES) continue
    if (feed + 1 === text.length) return text
    tally.addDamage({ line: lines + 1, reason: 'more lines than are read. Split the file' })
    return text.slice(0, feed + 1)
  }
  return text
}
