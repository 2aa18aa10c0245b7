import { isConsoleCodePage, parseCodePageName } from '../../model/text/code-page.ts'

// Content-Type: text/plain; charset="x-unknown"
const CHARSET =
  /^content-type:[ \t]*text\/(?:[^\r\n]|\r?\n[ \t]){0,200}?charset="?([\w.:-]{1,40})/gim
const UTF_16 = /^utf-?16(?:le|be)?$/i

/** The first character set that a text part of a mail states and nobody knows, if there is one. */
export function findUnknownCharset(mail: Uint8Array): string | undefined {
  const source = Buffer.from(mail.buffer, mail.byteOffset, mail.length).toString('latin1')
  for (const [, charset = ''] of source.matchAll(CHARSET)) {
    const codePage = parseCodePageName(charset)
    const isDecoded = codePage !== undefined && !isConsoleCodePage(codePage)
    if (!isDecoded && !UTF_16.test(charset)) return charset
  }
  return undefined
}
