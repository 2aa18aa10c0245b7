import type { EtlValue } from '../../etl-event.ts'
import { formatValue, MAX_MESSAGE_CHARS } from '../format-value.ts'
import type { Layout } from '../layout.ts'
import { printf } from '../printf.ts'

/** Literal text, or the index of a field (from 0) with its printf format, as in `%1!08x!`. */
export type MessagePart = string | { readonly field: number; readonly format: string | undefined }

// %1 %12!s! %n %t %r %b %% %. %! %0
const INSERT = /%(?:([1-9]\d?)(?:!([^!]{1,32})!)?|([\s\S]))/g
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ' }

/**
 * Parses a FormatMessage text: `%1` … `%99` are fields, `%n` is a line break, `%0` ends the text.
 */
export function compileMessage(text: string): readonly MessagePart[] {
  const parts: MessagePart[] = []
  let plain = ''
  let from = 0
  for (const match of text.matchAll(INSERT)) {
    plain += text.slice(from, match.index)
    from = match.index + match[0].length
    const [, field, format, escaped] = match
    if (escaped === '0') {
      from = text.length
      break
    }
    if (field === undefined) plain += ESCAPES[escaped ?? ''] ?? escaped ?? ''
    else {
      if (plain !== '') parts.push(plain)
      plain = ''
      parts.push({
        field: Number(field) - 1,
        format: format === 's' || format === 'S' ? undefined : format,
      })
    }
  }
  plain += text.slice(from)
  if (plain !== '') parts.push(plain)
  return parts
}

/** Formats a message. A missing field stays as `%5`, as in Event Viewer. */
export function formatMessage(
  parts: readonly MessagePart[],
  layout: Layout,
  values: readonly EtlValue[],
): string {
  let text = ''
  for (const part of parts) {
    if (text.length > MAX_MESSAGE_CHARS) break
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = values[part.field]
    if (value === undefined) text += `%${part.field + 1}`
    else if (part.format !== undefined) text += printf(part.format, value)
    else text += (layout[part.field]?.toText ?? formatValue)(value)
  }
  return text
}
