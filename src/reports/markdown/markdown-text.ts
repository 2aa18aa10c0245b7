import { toPrintable, truncateText } from '../../model/printable.ts'

/** Longer than this no value helps a reader of a ticket; the JSON report has it whole. */
const MAX_CODE_CHARACTERS = 400
const MAX_PROSE_CHARACTERS = 800

/**
 * Text as code. There only a backtick means anything, and not every tracker knows longer fences, so
 * a backtick is shown as what it is: nothing gets out. No link, image, mention, HTML or emoji is
 * made of code.
 */
export const inlineCode = (text: string): string => {
  const shown = toPrintable(truncateText(text, MAX_CODE_CHARACTERS)).replaceAll('`', '\\u{60}')
  return shown.trim() === '' ? '' : `\`${shown}\``
}

/** Commands to copy, in a block of their own: no line of it can end it. */
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
/** At the start of a line a list begins with it. */
const LIST_MARK = /^\d+[.)]$/

/**
 * Words as they are, and everything that is no plain word or number as code: addresses, paths,
 * links, mentions, and all marks that Markdown, a tracker or a chat makes something of. Escaping
 * would not do: GitHub links `@name` and `user@host` after that.
 */
export function safeProse(text: string): string {
  const parts: string[] = []
  let strange: string[] = []
  const end = () => {
    if (strange.length > 0) parts.push(inCode(strange.join(' ')))
    strange = []
  }
  const words = toPrintable(truncateText(text, MAX_PROSE_CHARACTERS)).split(' ')
  for (const [index, word] of words.filter((one) => one !== '').entries()) {
    if (index === 0 && LIST_MARK.test(word)) {
      parts.push(inlineCode(word))
      continue
    }
    const plain = PLAIN_WORD.test(word)
    if (plain || /^[(“]/.test(word)) end()
    if (plain) parts.push(word)
    else strange.push(word)
    if (/[.,;:)”]$/.test(word)) end()
  }
  end()
  return parts.join(' ')
}

/** Brackets around a path or an address, and the full stop behind it, are no part of it. */
function inCode(text: string): string {
  // (kim@contoso.example),
  const start = /^[(“"]{0,2}/.exec(text)?.[0] ?? ''
  const rest = text.slice(start.length)
  const isClosed = start === '' && rest.includes('(')
  const end = (isClosed ? /[.,;:]{0,3}$/ : /[.,;:)”"]{0,4}$/).exec(rest)?.[0] ?? ''
  const inner = rest.slice(0, rest.length - end.length)
  return inner === '' ? inlineCode(text) : `${start}${inlineCode(inner)}${end}`
}
