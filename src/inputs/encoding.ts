/** How the bytes of a text file stand for characters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const LONGEST_SNIFF = 4096
const LF = 10
const CR = 13

/**
 * By the byte order mark, else by where the zero bytes are: text in UTF-16 has them in every other
 * place.
 */
export function sniffEncoding(bytes: Uint8Array): {
  readonly encoding: Encoding
  readonly bom: number
} {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { encoding: 'utf-8', bom: 3 }
  const length = Math.min(bytes.length & ~1, LONGEST_SNIFF)
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  const pairs = length / 2
  if (pairs > 1 && odd > pairs * 0.4 && even < pairs * 0.05) return { encoding: 'utf-16le', bom: 0 }
  if (pairs > 1 && even > pairs * 0.4 && odd < pairs * 0.05) return { encoding: 'utf-16be', bom: 0 }
  return { encoding: 'utf-8', bom: 0 }
}

/**
 * Whether the lines end in a lone CR, as old Macintosh programs wrote them: CRs, and no LF at all.
 * One at the very end may be the half of a line end whose other half is still to be written.
 */
export function hasCrLineEnds(bytes: Uint8Array): boolean {
  const first = bytes.indexOf(CR)
  return first >= 0 && first < bytes.length - 1 && !bytes.includes(LF)
}

/** The same with LF line ends. */
export const toLfLineEnds = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text

/** Makes LF of every CR, in place. */
export function replaceCrWithLf(bytes: Uint8Array, from: number, to: number): void {
  for (let at = bytes.indexOf(CR, from); at >= 0 && at < to; at = bytes.indexOf(CR, at + 1))
    bytes[at] = LF
}

/** Turns UTF-16 into UTF-8 a chunk at a time. */
export function createUtf16ToUtf8(
  encoding: 'utf-16le' | 'utf-16be',
): (chunk: Uint8Array, final: boolean) => Uint8Array {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (chunk, final) => Buffer.from(decoder.decode(chunk, { stream: !final }), 'utf8')
}

/**
 * Decodes a record that is UTF-8 or, where it is not, an ANSI code page. Judged record by record:
 * one log may hold both.
 */
export function createTextDecoder(
  codePage: string,
): (bytes: Uint8Array, from: number, to: number) => string {
  const ansi = new TextDecoder(codePage)
  return (bytes, from, to) => {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const text = view.toString('utf8', from, to)
    return text.includes('\ufffd') ? ansi.decode(bytes.subarray(from, to)) : text
  }
}
