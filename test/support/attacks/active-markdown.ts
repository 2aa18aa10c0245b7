import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

// Our own structure, without any attribute but that of our code blocks.
const TAG =
  /^<\/?(?:h3|h4|p|strong|code|pre|ul|ol|li|hr \/|details|summary)>$|^<code class="language-powershell">$/
// Outside of code: marks of Markdown, of trackers and chats; addresses, mentions, references, emoji
const MARK = /[@`*_~|#$\\{}[\]^=]|:\/\/|www\.|&(?:lt|gt|amp);|:\p{L}|\p{L}-\d|\p{L}\.\p{L}/u
const HEAD = /^(?: {0,4}(?:\*|\d+\.) | {4}Check: |#{3,4} )/
const OWN = ['<details>', '</details>', '---', '```powershell', '```']

/**
 * What GitHub would make of it beside our own structure, and what a renderer that knows only single
 * backticks would.
 */
export const findActiveMarkdown = (text: string): string[] => [...asGitHub(text), ...asOthers(text)]

function asGitHub(text: string): string[] {
  const html = micromark(text, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  const tags = (html.match(/<[^>]*>?/g) ?? []).filter((tag) => !TAG.test(tag))
  const prose = html.replace(/<code[^>]*>[^<]*<\/code>/g, ' ').replace(/<[^>]*>/g, ' ')
  return [...tags, ...prose.split('\n').filter((line) => MARK.test(line))]
}

function asOthers(text: string): string[] {
  let inBlock = false
  return text.split('\n').filter((line) => {
    const bare = line.trim()
    if (bare.startsWith('```')) inBlock = bare !== '```'
    if (inBlock || OWN.includes(bare) || /^<summary>[\w ,:.-]*<\/summary>$/.test(bare)) return false
    const parts = line.replace(HEAD, '').split('`')
    const outside = parts.filter((_, index) => index % 2 === 0).join(' ')
    return parts.length % 2 === 0 || MARK.test(outside.replaceAll('**', '')) || /[<>]/.test(outside)
  })
}
