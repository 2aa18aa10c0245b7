import { type PrintfSpec, parsePrintfSpec, TEXT_SPEC } from '../printf-spec.ts'

/**
 * A part of a format string: literal text, an argument with its printf format, or a name such as
 * FUNC. Arguments have numbers from 10 on.
 */
export type FormatPart =
  | string
  | { readonly number: number; readonly spec: PrintfSpec }
  | { readonly name: string }

/** Names that WPP replaces with properties of the message. */
const FORMAT_NAMES = ['FUNC', 'LEVEL', 'FLAGS', 'FILE', 'LINE', 'COMPNAME', 'SUBCOMP'] as const
const NAMES: ReadonlySet<string> = new Set(FORMAT_NAMES)

/** %0 · %10!04X! · %12 · %!FUNC! · %% · %n · and escapes of C. */
const INSERT_PATTERN = /%(\d{1,2})(?:!([^!\r\n]{1,40})!)?|%!(\w{1,40})!|%([%nrtb.! ])|\\([nrt"\\])/g

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: ' ',
  ' ': ' ',
  '"': '"',
}

/** Splits a format string of FormatMessage or WPP. Unknown escapes stay as text. */
export function parseFormatString(format: string): readonly FormatPart[] {
  const parts: FormatPart[] = []
  let text = ''
  let done = 0
  const add = (part: FormatPart) => {
    if (text !== '') parts.push(text)
    text = ''
    parts.push(part)
  }
  for (const match of format.matchAll(INSERT_PATTERN)) {
    const [insert, number, spec, name, percent, escaped] = match
    text += format.slice(done, match.index)
    done = match.index + insert.length
    const parsed = spec === undefined ? TEXT_SPEC : parsePrintfSpec(spec)
    if (number === '0' || number === '00') {
      // The standard prefix is printed separately, including the space after it.
      if (spec !== undefined) text += insert
      else if (format[done] === ' ') done += 1
    } else if (number !== undefined && parsed) add({ number: Number(number), spec: parsed })
    else if (number !== undefined) {
      // `%10! and so on!`: only the number is the variable.
      add({ number: Number(number), spec: TEXT_SPEC })
      text += `!${spec}!`
    } else if (name !== undefined && NAMES.has(name.toUpperCase()))
      add({ name: name.toUpperCase() })
    else if (percent !== undefined) text += ESCAPES[percent] ?? percent
    else if (escaped !== undefined) text += ESCAPES[escaped] ?? escaped
    else text += insert
  }
  text += format.slice(done)
  if (text !== '') parts.push(text)
  return parts
}
