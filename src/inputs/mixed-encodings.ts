import { type DecodeText, decodeUtf16 } from './encoding.ts'

const LF = 10
const CR = 13
const TAB = 9
/** Bytes of a last line without end that are enough to tell its encoding. */
const MAX_LINE_BYTES = 256
const MIN_LINE_BYTES = 4

interface EncodingPart {
  readonly encoding: 'utf-8' | 'utf-16le'
  readonly from: number
  readonly to: number
}

/**
 * Whether a text is partly UTF-16LE and partly not, as when PowerShell 5 and cmd write to one file
 * in turn: `>` of PowerShell writes UTF-16, `>>` of cmd appends bytes of its code page.
 */
export const isMixedText = (bytes: Uint8Array): boolean => splitByEncoding(bytes).length > 1

/** Decodes a text of mixed encodings. Returns undefined for a text of one encoding. */
export function decodeMixedText(bytes: Uint8Array, decode: DecodeText): string | undefined {
  const parts = splitByEncoding(bytes)
  if (parts.length < 2) return undefined
  return parts
    .map(({ encoding, from, to }) =>
      encoding === 'utf-8'
        ? decode(bytes, from, to)
        : decodeUtf16(encoding, bytes.subarray(from, to)),
    )
    .join('')
    .replaceAll('\ufeff', '')
}

/**
 * Splits a text where its encoding changes, which is only at the start of a line. Returns no part
 * for bytes that are not text of these encodings.
 */
function splitByEncoding(bytes: Uint8Array): EncodingPart[] {
  const parts: EncodingPart[] = []
  for (let from = 0; from < bytes.length; ) {
    const encoding = encodingAt(bytes, from)
    const to = encoding === 'utf-16le' ? endOfUtf16(bytes, from) : endOfSingleBytes(bytes, from)
    if (to <= from) return []
    parts.push({ encoding, from, to })
    from = to
  }
  return parts
}

const encodingAt = (bytes: Uint8Array, at: number): EncodingPart['encoding'] =>
  (bytes[at] === 0xff && bytes[at + 1] === 0xfe) || (bytes[at] !== 0 && bytes[at + 1] === 0)
    ? 'utf-16le'
    : 'utf-8'

/** Returns where a line of UTF-16 is followed by a line that is not UTF-16. */
function endOfUtf16(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] !== 0 || (at - from) % 2 !== 0) continue
    const next = at + 2
    if (isSingleByteLine(bytes, next)) return next
  }
  return bytes.length
}

/** Returns the start of the first line with zero bytes, which is UTF-16. */
function endOfSingleBytes(bytes: Uint8Array, from: number): number {
  const zero = bytes.indexOf(0, from)
  if (zero < 0) return bytes.length
  const start = bytes.lastIndexOf(LF, zero) + 1
  return (zero - start) % 2 === 1 ? start : from
}

/**
 * Whether the line at this place is not UTF-16. In UTF-16 the line end has zero bytes. CR LF
 * without them is a character of a script that no Windows console prints.
 */
function isSingleByteLine(bytes: Uint8Array, from: number): boolean {
  const end = bytes.indexOf(LF, from)
  const line = bytes.subarray(from, end < 0 ? Math.min(bytes.length, from + MAX_LINE_BYTES) : end)
  if (line.includes(0)) return false
  if (line.at(-1) === CR) return true
  const hasOnlyAscii = line.every((byte) => byte === TAB || (byte >= 0x20 && byte < 0x7f))
  return line.length >= MIN_LINE_BYTES && hasOnlyAscii && line.includes(0x20)
}
