import { SaxesParser } from 'saxes'

export interface XmlHandlers {
  /**
   * Names and attribute names without prefix, lower case; `line` (from 1) is where the tag ends.
   */
  open?(name: string, attributes: Readonly<Record<string, string>>, line: number): void
  /** Text between two tags, entities resolved; comes in pieces around CDATA and damage. */
  text?(text: string): void
  /** Comes for every `open`, also when the document is cut off. */
  close?(name: string): void
}

/** What has more errors than this is no XML; each one is dear. */
const MAX_XML_ERRORS = 1000
const CHUNK_CHARACTERS = 16 * 1024

/**
 * Reads XML, whole or in fragments, as far as it can be read. Returns the number of errors met;
 * nothing is thrown for them.
 */
export function readXml(text: string, handlers: XmlHandlers): number {
  let errors = 0
  const open: string[] = []
  const parser = new SaxesParser({ fragment: true, xmlns: false })
  parser.on('error', () => {
    errors += 1
  })
  parser.on('opentag', ({ name, attributes }) => {
    open.push(toLocalName(name))
    handlers.open?.(toLocalName(name), toLocalAttributes(attributes), parser.line)
  })
  const closeInnermost = () => {
    const name = open.pop()
    if (name !== undefined) handlers.close?.(name)
  }
  parser.on('closetag', closeInnermost)
  parser.on('text', (piece) => handlers.text?.(piece))
  parser.on('cdata', (piece) => handlers.text?.(piece))
  const escaped = escapeAmpersands(text)
  for (let at = 0; at < escaped.length && errors <= MAX_XML_ERRORS; at += CHUNK_CHARACTERS)
    parser.write(escaped.slice(at, at + CHUNK_CHARACTERS))
  if (errors <= MAX_XML_ERRORS) parser.close()
  while (open.length > 0) closeInnermost()
  return errors + (escaped === text ? 0 : 1)
}

const toLocalName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

function toLocalAttributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(attributes).filter(([name]) => !name.startsWith('xmlns'))
  return Object.fromEntries(own.map(([name, value]) => [toLocalName(name), value]))
}

// R&D, but not &amp; &#38; &#x26;
const BARE_AMPERSAND = /&(?!(?:[A-Za-z][A-Za-z0-9]{0,9}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/g

/**
 * saxes reads a bare `&` as the start of an entity and swallows tags up to the next `;`. CDATA is
 * left as it is.
 */
function escapeAmpersands(text: string): string {
  if (!text.includes('&')) return text
  let escaped = ''
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('<![CDATA[', at)
    const plain = start < 0 ? text.length : start
    escaped += text.slice(at, plain).replace(BARE_AMPERSAND, '&amp;')
    const end = text.indexOf(']]>', plain)
    at = end < 0 ? text.length : end
    escaped += text.slice(plain, at)
  }
  return escaped
}
