import { toPrintable } from '../../model/printable.ts'

/**
 * An element with its text or its children, indented by two. Whatever the text holds, it stays
 * text.
 */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: string | readonly string[] = [],
): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(value)}"`],
  )
  const start = `<${name}${given.join('')}`
  if (content.length === 0) return `${start}/>`
  if (typeof content === 'string') return `${start}>${xmlText(content)}</${name}>`
  return `${start}>\n${content.join('\n').replace(/^/gm, '  ')}\n</${name}>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
// What XML 1.0 cannot hold, not even escaped, and is not replaced as unprintable already.
const ILLEGAL = /[\ufffe\uffff]/g

/**
 * Text for content and attributes alike. Its lines stay lines; all else that is invisible or
 * illegal is shown as what it is.
 */
const xmlText = (text: string | number): string =>
  String(text).split('\n').map(escaped).join('&#10;')

const escaped = (line: string): string =>
  toPrintable(line)
    .replace(ILLEGAL, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
