import { present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import { toPrintable, truncateText } from '../../model/text/printable.ts'

/**
 * A longer value does not help a reader of a ticket; the JSON report contains all of it.
 * Limit: characters of quoted text in Markdown.
 * Beyond: it is cut.
 */
const MAX_CODE_CHARACTERS = 400
/**
 * The JSON report contains all of it.
 * Limit: characters of a sentence in Markdown.
 * Beyond: it is cut.
 */
const MAX_PROSE_CHARACTERS = 800
/**
 * More does not help a reader; the JSON report has all.
 * Limit: places shown for a finding in Markdown.
 * Beyond: further ones are counted.
 */
const MAX_SOURCES = 3

/**
 * Returns untrusted text as inline code, which cannot contain a link, image, mention, HTML or emoji.
 * A backtick, which would end the code, is written as `\u{60}`: not every tracker supports longer
 * fences.
 */
export const inlineCode = (text: string): string => {
  const shown = toPrintable(truncateText(text, MAX_CODE_CHARACTERS)).replaceAll('`', '\\u{60}')
  return shown.trim() === '' ? '' : `\`${shown}\``
}

/** Returns commands as a code block. Runs of backticks that could end the block are escaped. */
export const codeBlock = (lines: readonly string[]): string[] => [
  '```powershell',
  ...lines.map((line) =>
    toPrintable(line).replace(/`{3,}/g, (run) => '\\u{60}'.repeat(run.length)),
  ),
  '```',
]

// stuck   (limit   Click-to-Run   user’s   “word”   100,000   16.0.6741.2056   08:31:00
// 2016-09-20
const PLAIN_WORD =
  /^[(“"]{0,2}(?:\p{L}[\p{L}\p{M}]*(?:[’'-]\p{L}[\p{L}\p{M}]*)*|\d+(?:[.,]\d+)*|\d{4}-\d\d-\d\d|\d\d?:\d\d(?::\d\d)?|[–—…·%→])[)”"]{0,2}[.,;:!?]?[)”"]?$/u
// 1.   2): begins a list at the start of a line
const LIST_MARKER = /^\d+[.)]$/

/**
 * Returns untrusted text with everything except plain words and numbers as code: addresses, paths,
 * links, mentions and markup. Escaping is not enough, because GitHub links `@name` and `user@host`
 * even when they are escaped.
 */
export function safeProse(text: string): string {
  const parts: string[] = []
  let codeWords: string[] = []
  const flushCode = () => {
    if (codeWords.length > 0) parts.push(codeWithoutPunctuation(codeWords.join(' ')))
    codeWords = []
  }
  const words = toPrintable(truncateText(text, MAX_PROSE_CHARACTERS))
    .split(' ')
    .filter((word) => word !== '')
  for (const [index, word] of words.entries()) {
    if (index === 0 && LIST_MARKER.test(word)) {
      parts.push(inlineCode(word))
      continue
    }
    const isPlain = PLAIN_WORD.test(word)
    if (isPlain || /^[(“]/.test(word)) flushCode()
    if (isPlain) parts.push(word)
    else codeWords.push(word)
    if (/[.,;:)”]$/.test(word)) flushCode()
  }
  flushCode()
  return parts.join(' ')
}

/** Returns text as code, but not the brackets around it and the punctuation after it. */
function codeWithoutPunctuation(text: string): string {
  // (kim@contoso.example),
  const open = /^[(“"]{0,2}/.exec(text)?.[0] ?? ''
  const rest = text.slice(open.length)
  const hasOwnBracket = open === '' && rest.includes('(')
  const close = (hasOwnBracket ? /[.,;:]{0,3}$/ : /[.,;:)”"]{0,4}$/).exec(rest)?.[0] ?? ''
  const core = rest.slice(0, rest.length - close.length)
  return core === '' ? inlineCode(text) : `${open}${inlineCode(core)}${close}`
}

/** Returns the first sources as code, and the number of the others. */
export function sourceTexts(sources: readonly SourceRef[]): string[] {
  const places = [...new Set(sources.map(formatSource))]
  const omitted = places.length - MAX_SOURCES
  return present([
    ...places.slice(0, MAX_SOURCES).map(inlineCode),
    omitted > 0 ? `and ${formatCount(omitted, 'more place')}` : undefined,
  ])
}

/** Returns a section with a heading, or nothing when it has no lines. */
export const markdownSection = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `#### ${title}`, '', ...lines]
