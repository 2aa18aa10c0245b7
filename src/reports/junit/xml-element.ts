import { toPrintable } from '../../model/text/printable.ts'

/**
 * Formats an element. `content` is its text, which is escaped, or its child elements, which are
 * indented by two. Attributes without a value are left out.
 */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: string | readonly string[] = [],
): string {
  let start = `<${name}`
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) start += ` ${key}="${xmlText(value)}"`
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
// Characters that XML 1.0 does not allow even escaped, and that `toPrintable` does not replace.
const ILLEGAL = /[\ufffe\uffff]/g

/**
 * Escapes text for content and attributes. Line ends are kept. Other invisible characters, and
 * illegal ones, become visible escapes.
 */
const xmlText = (text: string | number): string =>
  String(text).split('\n').map(escapeLine).join('&#10;')

const escapeLine = (line: string): string =>
  toPrintable(line)
    .replace(ILLEGAL, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
