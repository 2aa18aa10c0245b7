import iconv from 'iconv-lite'

/** A text as Windows programs save it: UTF-16, little endian, with its mark. */
export const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le')

/** A text in the code page of a console, such as `cp852`. */
export const inCodePage = (text: string, codePage: string): Uint8Array =>
  iconv.encode(text, codePage)

/** Lines as Windows ends them. */
export const lines = (...texts: readonly string[]): string => `${texts.join('\r\n')}\r\n`
