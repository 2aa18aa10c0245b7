import { defined } from '../model/defined.ts'
import { type DecodeText, toLfLineEnds } from './encoding.ts'
import { decodeMixedText, isMixedText } from './mixed-encodings.ts'
import { seemsWrapped, type Unwrapped, unwrap } from './unwrap/unwrap.ts'

/** The text of an input that is read from memory, because its bytes are not quite the text. */
export interface ConvertedText {
  /** UTF-8 without byte order mark, with LF line ends. */
  readonly bytes: Uint8Array
  /** The number that each line has in the input, where that is not its place in the text. */
  readonly lineNumbers?: Int32Array
  /** Whether something was undone that is never a part of a log's messages. */
  readonly isCertain: boolean
  /** Whether there is text around the quotes or blocks, which can be left out. */
  readonly hasOutside?: boolean
  /** The text was taken out of a document. */
  readonly isDocument?: true
  /** The document states its code page, so the one of the user was not used. */
  readonly isDecoded?: true
  /** Notes for the report: what was converted. */
  readonly notes: readonly string[]
}

/**
 * A larger input is read as it is: converting needs several times its size in memory.
 * Limit: bytes of a text that is taken out of a mail, table or document.
 * Beyond: a text is read as it is; a document is not read, and the report says so.
 */
export const MAX_CONVERTED_BYTES = 32 << 20
/** Characters at the beginning of a text that show how it was carried. */
const SAMPLE_CHARACTERS = 64 << 10

/**
 * Whether the text at the beginning of an input seems to need a conversion. Always true for a short
 * text: the conversion itself finds out as fast that there is nothing to convert.
 */
export function seemsConvertible(bytes: Uint8Array, text: string, isWhole: boolean): boolean {
  if (isWhole && text.length <= SAMPLE_CHARACTERS) return true
  return (
    seemsWrapped(text.slice(0, SAMPLE_CHARACTERS), true) ||
    (bytes.includes(0) && isMixedText(bytes))
  )
}

/** Text with the numbers that its lines have in the input, where they differ. */
interface NumberedText {
  readonly text: string
  readonly lineNumbers?: Int32Array | undefined
}

/**
 * Undoes how the text of a document was carried, where it was. `notes` say where the text is from.
 */
export function convertDocumentText(
  { text, lineNumbers }: NumberedText,
  notes: readonly string[],
): ConvertedText {
  const unwrapped = unwrap(text)
  if (!unwrapped)
    return {
      bytes: Buffer.from(text),
      isCertain: true,
      isDocument: true,
      notes,
      ...defined({ lineNumbers }),
    }
  return {
    bytes: Buffer.from(unwrapped.text),
    isCertain: true,
    isDocument: true,
    lineNumbers: lineNumbers
      ? unwrapped.numbers.map((number) => lineNumbers[number - 1] ?? number)
      : unwrapped.numbers,
    notes: [...notes, undoneNote(unwrapped)],
  }
}

const undoneNote = ({ carriers }: Unwrapped): string =>
  `Undone before reading: ${carriers.join(', ')}`

/** A text whose parts may have had different encodings. */
export interface JoinedText {
  readonly text: string
  readonly isMixed: boolean
}

/** Decodes a text and joins its parts. `wholeText` returns it as a text of one encoding. */
export function joinEncodings(
  bytes: Uint8Array,
  decode: DecodeText,
  wholeText: () => string,
): JoinedText {
  const mixed = bytes.includes(0) ? decodeMixedText(bytes, decode) : undefined
  return mixed === undefined
    ? { text: wholeText(), isMixed: false }
    : { text: toLfLineEnds(mixed), isMixed: true }
}

/**
 * Undoes how a text was carried. With `blockOnly`, keeps only what is inside quotes and blocks.
 * Returns undefined where there is nothing to convert.
 */
export function convertText(
  { text, isMixed }: JoinedText,
  blockOnly = false,
): ConvertedText | undefined {
  const notes = isMixed ? ['Partly UTF-16 and partly not: each part was decoded'] : []
  const outside = blockOnly ? ['The text around it was not read'] : []
  const unwrapped = unwrap(text, blockOnly)
  if (unwrapped)
    return {
      bytes: Buffer.from(unwrapped.text),
      lineNumbers: unwrapped.numbers,
      isCertain: unwrapped.isCertain,
      hasOutside: unwrapped.hasOutside,
      notes: [...notes, undoneNote(unwrapped), ...outside],
    }
  return isMixed ? { bytes: Buffer.from(text), isCertain: true, notes } : undefined
}
