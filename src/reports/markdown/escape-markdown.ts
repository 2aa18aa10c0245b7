import { toPrintable, truncateText } from '../../model/printable.ts'

const MAX_TEXT_CHARACTERS = 600

/**
 * Untrusted text as Markdown that shows just that text and does nothing: no link, image, HTML,
 * heading, mention or table cell. What a viewer would make a link of by itself (addresses,
 * mentions, #123) stands as code.
 */
export const escapeMarkdown = (text: string): string =>
  truncateText(toPrintable(text), MAX_TEXT_CHARACTERS)
    .split(/(\s+)/)
    .map((word) => (AUTOLINK.test(word) ? linkedWord(word) : escaped(word)))
    .join('')

/** Untrusted text as a piece of code, whatever backticks it holds. */
export function escapeMarkdownCode(text: string): string {
  const shown = truncateText(toPrintable(text), MAX_TEXT_CHARACTERS).replaceAll('|', '¦')
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const gap = /^[`\s]|[`\s]$/.test(shown) ? ' ' : ''
  return shown.trim() === '' ? '' : `${fence}${gap}${shown}${gap}${fence}`
}

/** The word as code, what stands around it as it is: `(was kim@contoso.example).` */
function linkedWord(word: string): string {
  const [, open = '', core = '', close = ''] = /^([("“]*)(.*?)([)"”.,;:]*)$/.exec(word) ?? []
  return core === '' ? escapeMarkdownCode(word) : `${open}${escapeMarkdownCode(core)}${close}`
}

// kim@contoso.example  https://…  www.contoso.example  @kim  #123  GH-123  $x$
const AUTOLINK =
  /@|:\/\/|\bwww\.|#\d|\bGH-\d|\$|\b(?:mailto|xmpp|javascript|data|file|https?|ftp):/i

/**
 * Anywhere in a line; what only means something where a line or a list item begins is told by its
 * place at the start of a word.
 */
const escaped = (word: string): string => word.replace(/[\\`*_[\]<>|~&^]|^[#+\-=]/g, '\\$&')
