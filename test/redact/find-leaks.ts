import type { Secret } from './planted.ts'

const MAX_DEPTH = 2

/**
 * Yields all texts that these bytes may contain: in several encodings, unfolded, without escapes,
 * and decoded from base64 and hexadecimal.
 */
function* decodedTexts(bytes: Buffer, depth = 0): Generator<string> {
  const texts = [
    bytes.toString('utf8'),
    bytes.toString('utf16le'),
    bytes.subarray(1).toString('utf16le'),
    bytes.toString('latin1'),
  ]
  for (const text of texts) {
    const unfolded = text.replace(/\r?\n[ \t]+/g, '')
    const plain = decodeEscapes(decodeEscapes(unfolded))
    yield text
    yield unfolded
    yield plain
    yield plain.replace(/[ ().-]/g, '')
    if (depth === MAX_DEPTH) continue
    for (const [run] of plain.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g))
      yield* decodedTexts(Buffer.from(run, 'base64'), depth + 1)
    for (const [run] of plain.matchAll(/(?:[0-9a-f]{2}){8,}/gi))
      yield* decodedTexts(Buffer.from(run, 'hex'), depth + 1)
  }
}

/** A number beyond the last character stands for none. */
const character = (code: number): string => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : '')

export const decodeEscapes = (text: string): string =>
  text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    )
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => character(Number(code)))
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )

/** Finds the secrets that these bytes still contain in any encoding. */
export function findLeaks(bytes: Buffer, secrets: readonly Secret[]): string[] {
  const left = new Set(secrets)
  for (const text of decodedTexts(bytes)) {
    const lower = text.toLowerCase()
    for (const secret of left) if (lower.includes(secret.text)) left.delete(secret)
  }
  return secrets.filter((secret) => !left.has(secret)).map(({ kind, text }) => `${kind} ${text}`)
}
