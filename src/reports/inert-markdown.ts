import { excerpt, printable } from '../model/printable.ts'

const LONGEST = 600

/**
 * Untrusted text as Markdown that shows just that text and does nothing: no link, image, HTML,
 * heading, mention or table cell. What a viewer would make a link of by itself (addresses,
 * mentions, #123) stands as code.
 */
export const inertMarkdown = (text: string): string =>
  excerpt(printable(text), LONGEST)
    .split(/(\s+)/)
    .map((word) => (LINKED.test(word) ? linkedWord(word) : escaped(word)))
    .join('')

/** Untrusted text as a piece of code, whatever backticks it holds. */
export function inertCode(text: string): string {
  const shown = excerpt(printable(text), LONGEST).replaceAll('|', '¦')
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const gap = /^[`\s]|[`\s]$/.test(shown) ? ' ' : ''
  return shown.trim() === '' ? '' : `${fence}${gap}${shown}${gap}${fence}`
}

/** The word as code, what stands around it as it is: `(was kim@contoso.example).` */
function linkedWord(word: string): string {
  const [, open = '', core = '', close = ''] = /^([("“]*)(.*?)([)"”.,;:]*)$/.exec(word) ?? []
  return core === '' ? inertCode(word) : `${open}${inertCode(core)}${close}`
}

// kim@contoso.example  https://…  www.contoso.example  @kim  #123  GH-123  $x$
const LINKED = /@|:\/\/|\bwww\.|#\d|\bGH-\d|\$|\b(?:mailto|xmpp|javascript|data|file|https?|ftp):/i

/**
 * Anywhere in a line; what only means something where a line or a list item begins is told by its
 * place at the start of a word.
 */
const escaped = (word: string): string => word.replace(/[\\`*_[\]<>|~&^]|^[#+\-=]/g, '\\$&')
