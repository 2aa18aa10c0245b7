import { decodeEntities } from '../unwrap/carriers.ts'
import { TextLines } from './text-lines.ts'

// <!DOCTYPE html>   <html …>   <meta …>   <pre>
const HTML_START =
  /^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|pre|div|table|p|span|font|code|style)\b/is
/** A tag, a comment, or the text before the next one. */
const TOKEN = /<!--[\s\S]*?-->|<\/?([a-z][\w:-]*)[^>]*>|<![^>]*>|[^<]+|</gi
const HIDDEN = new Set(['script', 'style', 'title', 'head'])
const LINE_ENDS = new Set([
  'br',
  'hr',
  'p',
  'div',
  'tr',
  'li',
  'ul',
  'ol',
  'pre',
  'table',
  'blockquote',
  'section',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'body',
  'html',
  'dt',
  'dd',
  'article',
  'thead',
  'tbody',
])

export const isHtml = (text: string): boolean => HTML_START.test(text.slice(0, 4096))

/** Returns the text of a page as a browser shows it: one line a paragraph, tabs between cells. */
export function htmlToLines(html: string): ReturnType<TextLines['result']> {
  const lines = new TextLines()
  let line = 1
  let hidden: string | undefined
  let isPreformatted = false
  for (const [token, name = ''] of html.matchAll(TOKEN)) {
    const tag = name.toLowerCase()
    const isClosing = token.startsWith('</')
    if (hidden !== undefined) {
      if (isClosing && tag === hidden) hidden = undefined
    } else if (tag !== '') {
      if (HIDDEN.has(tag) && !isClosing && !token.endsWith('/>')) hidden = tag
      if (tag === 'pre') isPreformatted = !isClosing
      if (tag === 'br') lines.endLine()
      else if (LINE_ENDS.has(tag) && !lines.isEmpty) lines.endLine()
      else if ((tag === 'td' || tag === 'th') && isClosing) lines.append('\t', line)
    } else if (!token.startsWith('<!')) {
      if (isPreformatted) appendPreformatted(lines, token, line)
      else {
        const text = token.replace(/[ \t\n\f]+/g, ' ')
        lines.append(decodeEntities(lines.endsWithBlank ? text.trimStart() : text), line)
      }
    }
    line += token.split('\n').length - 1
  }
  return lines.result()
}

function appendPreformatted(lines: TextLines, text: string, line: number): void {
  for (const [index, part] of text.split('\n').entries()) {
    if (index > 0) lines.endLine()
    lines.append(decodeEntities(part), line + index)
  }
}
