import type { RecognisedInput } from './recognise.ts'

/** Decodes bytes that are not Unicode. */
export type DecodeBytes = (bytes: Uint8Array) => string

export const DEFAULT_CODE_PAGE = 'windows-1252'

/** Code pages of Windows that TextDecoder knows under another name. */
const TEXT_DECODER_NAMES: Readonly<Record<string, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
}

/** Code pages of consoles that TextDecoder lacks. */
const CONSOLE_CODE_PAGES = [
  ...['437', '720', '737', '775', '850', '852', '855', '857', '858'],
  ...['860', '861', '862', '863', '864', '865', '869'],
]

/**
 * Returns the name of a code page as the user may write it: `850`, `cp850`, `ibm850`,
 * `windows-1252`, `shift_jis`. Returns undefined for an unknown one.
 */
export function parseCodePageName(text: string): string | undefined {
  const name = text.trim().toLowerCase()
  // windows-1252   cp850   ibm-850   ms932   dos437   1252
  const number = /^(?:windows|cp|ibm|ms|dos|oem|x-cp)?[-_ ]?(\d{3,5})$/.exec(name)?.[1]
  if (number === undefined) return textDecoderName(name)
  if (CONSOLE_CODE_PAGES.includes(number)) return `cp${number}`
  return TEXT_DECODER_NAMES[number] ?? (/^125\d$/.test(number) ? `windows-${number}` : undefined)
}

/** Returns the name by which TextDecoder knows an encoding; undefined for UTF-16 and unknown ones. */
function textDecoderName(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-16') ? undefined : encoding
  } catch {
    return undefined
  }
}

const isConsoleCodePage = (codePage: string): boolean =>
  CONSOLE_CODE_PAGES.includes(codePage.replace('cp', ''))

/**
 * Returns the decoder of a code page of Windows programs. For a code page that only consoles use,
 * returns that of windows-1252: traces and the files that decode them never contain console output.
 */
export function ansiDecoder(codePage: string): DecodeBytes {
  if (codePage === DEFAULT_CODE_PAGE || isConsoleCodePage(codePage)) return decodeWindows1252
  const decoder = new TextDecoder(codePage)
  return (bytes) => decoder.decode(bytes)
}

/** Characters 0x80 to 0x9F of windows-1252. The TextDecoder of Node 20 reads them as ISO-8859-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const C1_CHARACTERS = /[\u0080-\u009f]/g

const decodeWindows1252: DecodeBytes = (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(C1_CHARACTERS, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] as string)

/** Returns the decoder of any code page. Loads the tables of consoles only when they are needed. */
export async function loadDecoder(codePage: string): Promise<DecodeBytes> {
  if (!isConsoleCodePage(codePage)) return ansiDecoder(codePage)
  const { default: iconv } = await import('iconv-lite')
  return (bytes) => iconv.decode(bytes, codePage)
}

/** Notes for the report about an input that is not Unicode, unless the user named its code page. */
export const codePageNotes = (
  { isAnsi, parser }: Pick<RecognisedInput, 'isAnsi' | 'parser'>,
  codePage: string,
): readonly string[] =>
  isAnsi && parser && codePage === DEFAULT_CODE_PAGE
    ? [`Not Unicode: read as ${codePage}, so words may be wrong (--code-page to change)`]
    : []
