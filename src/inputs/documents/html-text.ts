import { decodeEntities } from '../unwrap/carriers.ts'
import { TextLines } from './text-lines.ts'

// <!DOCTYPE html>   <html …>   <meta …>   <pre>
const HTML_START =
  /^<(?:!doctype\s+html|html|head|meta|body|pre|div|table|p|span|font|code|style)\b/i
/** The beginning of a tag or declaration. */
const TAG_START = /<(?:\/?([a-z][\w:-]*)|!)/iy
const COMMENT = '<!--'
const COMMENT_END = '-->'
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

/** Whether a text begins with an element of a page, behind any comments. */
export function isHtml(text: string): boolean {
  let start = text.slice(0, 4096).trimStart()
  while (start.startsWith(COMMENT)) {
    const end = start.indexOf(COMMENT_END, COMMENT.length)
    if (end < 0) return false
    start = start.slice(end + COMMENT_END.length).trimStart()
  }
  return HTML_START.test(start)
}

/** A tag, a comment, or the text before the next one. */
interface HtmlToken {
  readonly text: string
  /** Name of the element. Empty for a comment, a declaration and text. */
  readonly name: string
}

/** Splits a page into its tokens. A `<` that begins nothing is text. */
function* htmlTokens(html: string): Generator<HtmlToken> {
  const comments = new ForwardSearch(html, COMMENT_END)
  const tags = new ForwardSearch(html, '>')
  for (let at = 0; at < html.length; ) {
    const { end, name } = tokenAt(html, at, comments, tags)
    yield { text: html.slice(at, end), name }
    at = end
  }
}

function tokenAt(
  html: string,
  at: number,
  comments: ForwardSearch,
  tags: ForwardSearch,
): { readonly end: number; readonly name: string } {
  if (html[at] !== '<') {
    const next = html.indexOf('<', at)
    return { end: next < 0 ? html.length : next, name: '' }
  }
  const commentEnd = html.startsWith(COMMENT, at) ? comments.from(at + COMMENT.length) : -1
  if (commentEnd >= 0) return { end: commentEnd + COMMENT_END.length, name: '' }
  TAG_START.lastIndex = at
  const start = TAG_START.exec(html)
  const tagEnd = start ? tags.from(at + start[0].length) : -1
  return tagEnd < 0 ? { end: at + 1, name: '' } : { end: tagEnd + 1, name: start?.[1] ?? '' }
}

/** Finds a text again and again, from places that only grow. Reads what it searches once. */
class ForwardSearch {
  private found = 0
  private readonly text: string
  private readonly sought: string

  constructor(text: string, sought: string) {
    this.text = text
    this.sought = sought
    this.found = text.indexOf(sought)
  }

  /** The first place at or behind `at`. Negative when there is none. */
  from(at: number): number {
    if (this.found >= 0 && this.found < at) this.found = this.text.indexOf(this.sought, at)
    return this.found
  }
}

const STYLE_START = /^<style/i
const STYLE_END = /^<\/style>/i

/** Counts the characters of a page that are neither blanks nor tags nor styles. */
export function countShownCharacters(html: string): number {
  let count = 0
  let isStyle = false
  for (const { text } of htmlTokens(html)) {
    if (isStyle) isStyle = !STYLE_END.test(text)
    else if (STYLE_START.test(text)) isStyle = true
    else if (!text.startsWith('<') || text === '<') count += text.replace(/\s+/g, '').length
  }
  return count
}

/** Returns the text of a page as a browser shows it: one line a paragraph, tabs between cells. */
export function htmlToLines(html: string): ReturnType<TextLines['result']> {
  const lines = new TextLines()
  let line = 1
  let hidden: string | undefined
  let isPreformatted = false
  for (const { text: token, name } of htmlTokens(html)) {
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
