import type { EtlValue } from '../../etl-event.ts'
import { formatValue, MAX_MESSAGE_CHARS } from '../format-value.ts'
import type { Layout } from '../layout.ts'
import { printf } from '../printf.ts'

/**
 * Text as it is, or the place of a field (from 0), with the printf format that `%1!08x!` asks for.
 */
export type MessagePart = string | { readonly field: number; readonly format: string | undefined }

// %1 %12!s! %n %t %r %b %% %. %! %0
const INSERT = /%(?:([1-9]\d?)(?:!([^!]{1,32})!)?|([\s\S]))/g
const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ' }

/** The text of FormatMessage: `%1` … `%99` are fields, `%n` a new line, `%0` its end. */
export function compileMessage(text: string): readonly MessagePart[] {
  const parts: MessagePart[] = []
  let plain = ''
  let from = 0
  for (const match of text.matchAll(INSERT)) {
    plain += text.slice(from, match.index)
    from = match.index + match[0].length
    const [, field, format, sign] = match
    if (sign === '0') {
      from = text.length
      break
    }
    if (field === undefined) plain += SIGNS[sign ?? ''] ?? sign ?? ''
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

/** A field that is not there stays as `%5`, as in Event Viewer. */
export function formatMessage(
  parts: readonly MessagePart[],
  layout: Layout,
  values: readonly EtlValue[],
): string {
  let text = ''
  for (const part of parts) {
    if (text.length >= MAX_MESSAGE_CHARS) break
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
