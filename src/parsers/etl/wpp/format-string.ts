import { type PrintfSpec, parsePrintfSpec, TEXT_SPEC } from '../printf-spec.ts'

/**
 * A part of a format string: text as it is, or a variable and how to print it. Arguments have
 * numbers from 10 on.
 */
export type FormatPart =
  | string
  | { readonly number: number; readonly spec: PrintfSpec }
  | { readonly name: string }

/** What WPP replaces by what it knows of the message itself. */
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

/**
 * The parts of a format string, as FormatMessage and WPP have it. What is no sign of theirs is
 * text.
 */
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
    const [sign, number, spec, name, percent, escaped] = match
    text += format.slice(done, match.index)
    done = match.index + sign.length
    const parsed = spec === undefined ? TEXT_SPEC : parsePrintfSpec(spec)
    if (number === '0' || number === '00') {
      // The standard prefix: printed apart, with the blank behind it.
      if (spec !== undefined) text += sign
      else if (format[done] === ' ') done += 1
    } else if (number !== undefined && parsed) add({ number: Number(number), spec: parsed })
    else if (number !== undefined) {
      // `%10! and so on!`: the number alone is the variable.
      add({ number: Number(number), spec: TEXT_SPEC })
      text += `!${spec}!`
    } else if (name !== undefined && NAMES.has(name.toUpperCase()))
      add({ name: name.toUpperCase() })
    else if (percent !== undefined) text += ESCAPES[percent] ?? percent
    else if (escaped !== undefined) text += ESCAPES[escaped] ?? escaped
    else text += sign
  }
  text += format.slice(done)
  if (text !== '') parts.push(text)
  return parts
}
