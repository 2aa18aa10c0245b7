import { DEFAULT_CODE_PAGE, isConsoleCodePage } from '../model/text/code-page.ts'
import type { RecognisedInput } from './recognise.ts'

/** Decodes bytes that are not Unicode. */
export type DecodeBytes = (bytes: Uint8Array) => string

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
  { isAnsi, parser, converted }: Pick<RecognisedInput, 'isAnsi' | 'parser' | 'converted'>,
  codePage: string,
): readonly string[] =>
  isAnsi && parser && !converted?.isDecoded && codePage === DEFAULT_CODE_PAGE
    ? [`Not Unicode: read as ${codePage}, so words may be wrong (--code-page to change)`]
    : []
