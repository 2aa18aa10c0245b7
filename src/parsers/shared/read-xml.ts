import { SaxesParser } from 'saxes'
import { MAX_KEPT_VALUES, MAX_NESTING, TOO_MANY_VALUES } from './kept-values.ts'

export interface XmlHandlers {
  /**
   * Called at the end of an opening tag. Names and attribute names are in lower case without
   * prefix. `line`, from 1, is the line in which the tag ends.
   */
  open?(name: string, attributes: Readonly<Record<string, string>>, line: number): void
  /**
   * Called with text between two tags, entities resolved. CDATA sections and damage split the text
   * into several calls.
   */
  text?(text: string): void
  /** Called once for every `open`, even when the document is cut off. */
  close?(name: string): void
  /** Called when the rest is not read, because the document is too deep or has too many elements. */
  stop?(reason: string): void
}

/**
 * The text is not XML then, and each error is costly.
 * Limit: errors of an XML document.
 * Beyond: the rest is not read.
 */
const MAX_XML_ERRORS = 1000
const CHUNK_CHARACTERS = 16 * 1024

/**
 * Parses XML, complete or in fragments, as far as possible. Returns the number of errors and never
 * throws for them.
 */
export function readXml(text: string, handlers: XmlHandlers): number {
  let errors = 0
  let elements = 0
  let isStopped = false
  const open: string[] = []
  const parser = new SaxesParser({ fragment: true, xmlns: false })
  parser.on('error', () => {
    errors += 1
  })
  const stop = (reason: string) => {
    isStopped = true
    errors += 1
    handlers.stop?.(reason)
  }
  parser.on('opentag', ({ name, attributes }) => {
    if (isStopped) return
    elements += 1
    if (open.length >= MAX_NESTING) return stop(TOO_DEEP)
    if (elements > MAX_KEPT_VALUES) return stop(TOO_MANY_VALUES)
    open.push(toLocalName(name))
    handlers.open?.(toLocalName(name), toLocalAttributes(attributes), parser.line)
  })
  const closeInnermost = () => {
    const name = open.pop()
    if (name !== undefined) handlers.close?.(name)
  }
  const addText = (part: string) => {
    if (!isStopped) handlers.text?.(part)
  }
  parser.on('closetag', () => {
    if (!isStopped) closeInnermost()
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  const escaped = escapeAmpersands(text)
  const mayContinue = () => errors <= MAX_XML_ERRORS && !isStopped
  for (let at = 0; at < escaped.length && mayContinue(); at += CHUNK_CHARACTERS)
    parser.write(escaped.slice(at, at + CHUNK_CHARACTERS))
  if (mayContinue()) parser.close()
  while (open.length > 0) closeInnermost()
  return errors + (escaped === text ? 0 : 1)
}

const TOO_DEEP = `XML with more than ${MAX_NESTING} elements inside each other`

const toLocalName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

function toLocalAttributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(attributes).filter(([name]) => !name.startsWith('xmlns'))
  return Object.fromEntries(own.map(([name, value]) => [toLocalName(name), value]))
}

// R&D, but not &amp; &#38; &#x26;
const BARE_AMPERSAND = /&(?!(?:[A-Za-z][A-Za-z0-9]{0,9}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/g

/**
 * Escapes each bare `&` outside CDATA. saxes takes it for the start of an entity and swallows tags
 * up to the next `;`.
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
