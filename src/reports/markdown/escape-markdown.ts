import { toPrintable, truncateText } from '../../model/text/printable.ts'
import { trimTrailing } from '../../model/text/trim-trailing.ts'

/**
 * The JSON report contains all of it.
 * Limit: characters of one value in Markdown.
 * Beyond: it is cut.
 */
const MAX_TEXT_CHARACTERS = 600

/**
 * Escapes untrusted text so that Markdown shows exactly that text: no link, image, HTML, heading,
 * mention or table cell. Words that a viewer would turn into links become code.
 */
export const escapeMarkdown = (text: string): string =>
  truncateText(toPrintable(text), MAX_TEXT_CHARACTERS)
    .split(/(\s+)/)
    .map((word) => (AUTOLINK.test(word) ? codeWord(word) : escapeWord(word)))
    .join('')

/** Returns untrusted text as inline code. The fence is longer than any run of backticks in it. */
export function escapeMarkdownCode(text: string): string {
  // A pipe would end the table cell even inside code.
  const shown = truncateText(toPrintable(text), MAX_TEXT_CHARACTERS).replaceAll('|', '¦')
  const longestRun = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const space = /^[`\s]|[`\s]$/.test(shown) ? ' ' : ''
  return shown.trim() === '' ? '' : `${fence}${space}${shown}${space}${fence}`
}

/** Puts a word into code, but not the punctuation around it: `(was kim@contoso.example).` */
function codeWord(word: string): string {
  const start = word.search(/[^("“]/)
  const open = start < 0 ? word : word.slice(0, start)
  const rest = word.slice(open.length)
  const core = trimTrailing(rest, ')"”.,;:')
  const close = rest.slice(core.length)
  return core === '' ? escapeMarkdownCode(word) : `${open}${escapeMarkdownCode(core)}${close}`
}

// kim@contoso.example  https://…  www.contoso.example  @kim  #123  GH-123  $x$
const AUTOLINK =
  /@|:\/\/|\bwww\.|#\d|\bGH-\d|\$|\b(?:mailto|xmpp|javascript|data|file|https?|ftp):/i

/** Escapes characters with a meaning anywhere, and those with a meaning at the start of a line. */
const escapeWord = (word: string): string => word.replace(/[\\`*_[\]<>|~&^]|^[#+\-=]/g, '\\$&')
