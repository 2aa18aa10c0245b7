import { isConsoleCodePage, parseCodePageName } from '../../model/text/code-page.ts'

// Content-Type: text/plain; charset="x-unknown"
const TEXT_PART = /^content-type:[ \t]{0,9}text\//gim
const CHARSET = /charset="?([\w.:-]{1,40})/i
const LINE_END = /\n(?![ \t])/
const MAX_VALUE_CHARACTERS = 250
const UTF_16 = /^utf-?16(?:le|be)?$/i

/** The first character set that a text part of a mail states and nobody knows, if there is one. */
export function findUnknownCharset(mail: Uint8Array): string | undefined {
  const source = Buffer.from(mail.buffer, mail.byteOffset, mail.length).toString('latin1')
  for (const part of source.matchAll(TEXT_PART)) {
    const start = part.index + part[0].length
    const [value = ''] = source.slice(start, start + MAX_VALUE_CHARACTERS).split(LINE_END, 1)
    const charset = CHARSET.exec(value)?.[1]
    if (charset === undefined) continue
    const codePage = parseCodePageName(charset)
    const isDecoded = codePage !== undefined && !isConsoleCodePage(codePage)
    if (!isDecoded && !UTF_16.test(charset)) return charset
  }
  return undefined
}
