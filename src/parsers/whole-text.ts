import type { ParseContext, Reading } from '../model/parser.ts'

/** Reads a small document as one text, with LF line ends: nothing is consumed until all of it is there. */
export function wholeText(context: ParseContext, parse: (text: string, context: ParseContext) => void): Reading {
  return {
    read(bytes, from, to, final) {
      if (!final) return from
      if (to > from) parse(context.decode(bytes, from, to).replace(/\r\n?/g, '\n'), context)
      return to
    },
  }
}
