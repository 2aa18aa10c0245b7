import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

// The elements that a report is made of. Only code blocks and cells have an attribute.
const OWN_TAG =
  /^<\/?(?:h3|h4|p|strong|code|pre|ul|ol|li|hr \/|table|thead|tbody|tr|th|td)>$|^<code class="language-powershell">$|^<t[hd] align="right">$/
// Outside code: markup of Markdown, trackers and chats; addresses, mentions, references, emoji
const MARKUP = /[@`*_~|#$\\{}[\]^=]|:\/\/|www\.|&(?:lt|gt|amp);|:\p{L}|\p{L}-\d|\p{L}\.\p{L}/u
const LINE_PREFIX = /^(?: {0,4}(?:\*|\d+\.) | {4}Check: |#{3,4} )/
const OWN_LINES = ['---', '```powershell', '```']
const TABLE_RULE = /^\|(?:(?:---\|){4}|(?:--:\|)+(?:---\|)+)$/
/** A row of a table, which has two columns or more. */
const TABLE_ROW = /^\|(?:[^|]*\|){2,}$/

/**
 * Returns what GitHub would render besides the structure of a report, and what a renderer would that
 * supports only single backticks.
 */
export const findActiveMarkdown = (text: string): string[] => [
  ...findActiveOnGitHub(text),
  ...findActiveElsewhere(text),
]

function findActiveOnGitHub(text: string): string[] {
  const html = micromark(text, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  const tags = (html.match(/<[^>]*>?/g) ?? []).filter((tag) => !OWN_TAG.test(tag))
  const prose = html.replace(/<code[^>]*>[^<]*<\/code>/g, ' ').replace(/<[^>]*>/g, ' ')
  return [...tags, ...prose.split('\n').filter((line) => MARKUP.test(line))]
}

function findActiveElsewhere(text: string): string[] {
  let inBlock = false
  return text.split('\n').filter((line) => {
    const trimmed = line.trim()
    if (trimmed.startsWith('```')) inBlock = trimmed !== '```'
    if (inBlock || OWN_LINES.includes(trimmed) || TABLE_RULE.test(trimmed)) return false
    const cells = TABLE_ROW.test(line)
      ? line.slice(1, -1).split('|')
      : [line.replace(LINE_PREFIX, '')]
    return cells.some(isActive)
  })
}

function isActive(text: string): boolean {
  const parts = text.split('`')
  const outside = parts.filter((_, index) => index % 2 === 0).join(' ')
  return parts.length % 2 === 0 || MARKUP.test(outside.replaceAll('**', '')) || /[<>]/.test(outside)
}
