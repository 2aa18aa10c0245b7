import { isUtf8 } from 'node:buffer'
import { ansiDecoder, type DecodeBytes, loadDecoder } from './code-pages.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const MAX_SNIFF_BYTES = 4096
const LF = 10
const CR = 13

/**
 * Detects the encoding of a text by its byte order mark, else by its zero bytes: in UTF-16, every
 * second byte of plain text is zero. `bom` is the length of the mark in bytes.
 */
export function sniffEncoding(bytes: Uint8Array): {
  readonly encoding: Encoding
  readonly bom: number
} {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { encoding: 'utf-8', bom: 3 }
  const length = Math.min(bytes.length & ~1, MAX_SNIFF_BYTES)
  if (!bytes.subarray(0, length).includes(0)) return { encoding: 'utf-8', bom: 0 }
  let evenZeros = 0
  let oddZeros = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) evenZeros += 1
    if (bytes[at + 1] === 0) oddZeros += 1
  }
  const pairs = length / 2
  if (pairs > 1 && oddZeros > pairs * 0.4 && evenZeros < pairs * 0.05)
    return { encoding: 'utf-16le', bom: 0 }
  if (pairs > 1 && evenZeros > pairs * 0.4 && oddZeros < pairs * 0.05)
    return { encoding: 'utf-16be', bom: 0 }
  return { encoding: 'utf-8', bom: 0 }
}

/**
 * Whether the lines end with a lone CR, as old Macintosh programs write them: there is a CR and no
 * LF. A CR at the very end does not count, because its LF may be still to come.
 */
export function hasCrLineEnds(bytes: Uint8Array): boolean {
  const first = bytes.indexOf(CR)
  return first >= 0 && first < bytes.length - 1 && !bytes.includes(LF)
}

/**
 * Replaces CR LF and lone CR by LF. Cutting the text and joining it is faster than an expression,
 * and leaves one piece of memory.
 */
export function toLfLineEnds(text: string): string {
  if (!text.includes('\r')) return text
  const joined = text.split('\r\n').join('\n')
  return joined.includes('\r') ? joined.split('\r').join('\n') : joined
}

/** Replaces every CR from `from` to `to` by LF, in place. */
export function replaceCrWithLf(bytes: Uint8Array, from: number, to: number): void {
  for (let at = bytes.indexOf(CR, from); at >= 0 && at < to; at = bytes.indexOf(CR, at + 1))
    bytes[at] = LF
}

/** For whole texts. Creating one loads a converter, which takes longer than decoding a small text. */
const utf16Decoders = new Map<Encoding, InstanceType<typeof TextDecoder>>()

/** Decodes a whole text. Units that are no character become U+FFFD. */
export function decodeUtf16(encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): string {
  const decoder = utf16Decoders.get(encoding) ?? new TextDecoder(encoding, { ignoreBOM: true })
  utf16Decoders.set(encoding, decoder)
  return decoder.decode(bytes)
}

/** Returns a function that converts UTF-16 to UTF-8. Chunks may be cut anywhere. */
export function createUtf16ToUtf8(
  encoding: 'utf-16le' | 'utf-16be',
): (chunk: Uint8Array, final: boolean) => Uint8Array {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (chunk, final) => Buffer.from(decoder.decode(chunk, { stream: !final }), 'utf8')
}

/** Decodes bytes between two offsets. The result is a copy. */
export type DecodeText = (bytes: Uint8Array, from: number, to: number) => string

/**
 * Returns a function that decodes one record as UTF-8, or in the code page if it is not UTF-8. One
 * log may contain both. A code page that only consoles use counts as windows-1252.
 */
export const createTextDecoder = (codePage: string): DecodeText =>
  withFallback(ansiDecoder(codePage))

/** Like `createTextDecoder`, but for any code page. */
export const loadTextDecoder = async (codePage: string): Promise<DecodeText> =>
  withFallback(await loadDecoder(codePage))

function withFallback(decodeAnsi: DecodeBytes): DecodeText {
  return (bytes, from, to) => {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const text = view.toString('utf8', from, to)
    if (!text.includes('\ufffd')) return text
    const part = bytes.subarray(from, to)
    return isUtf8(part) ? text : decodeAnsi(part)
  }
}
