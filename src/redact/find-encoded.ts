import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'

const SHORTEST = 12
const BASE64 = /(?<![A-Za-z0-9+/_-])([A-Za-z0-9+/_-]{12,}={0,2})(?![A-Za-z0-9+/_=-])/dg
const HEXADECIMAL = /(?<![0-9A-Za-z])(?:0x)?((?:[0-9A-Fa-f]{2}){16,})(?![0-9A-Za-z])/dg
/** `hex(2):25,00,4c,00` of a registry export, on one line. */
const REGISTRY = /hex(?:\([0-9a-f]+\))?:((?:[0-9a-f]{2},){7,}[0-9a-f]{2})/dgi

/**
 * Text inside base64 and hexadecimal: what holds a secret is replaced as a whole. `secret` looks
 * into the text.
 */
export function findEncoded(
  view: TextView,
  names: NameRegistry,
  secret: (text: string) => boolean,
): void {
  const { text } = view
  if (text.length < SHORTEST) return
  const judged = (given: string, bytes: Buffer) => {
    const plain = textIn(bytes)
    return plain !== undefined && secret(plain) ? names.token('encoded', given) : undefined
  }
  claimMatches(view, HEXADECIMAL, (given) => judged(given, Buffer.from(given, 'hex')))
  if (text.includes('hex'))
    claimMatches(view, REGISTRY, (given) =>
      judged(given, Buffer.from(given.replaceAll(',', ''), 'hex')),
    )
  claimMatches(view, BASE64, (given) =>
    /[A-Z]/.test(given) || given.endsWith('=')
      ? judged(given, Buffer.from(given, 'base64'))
      : undefined,
  )
}

/** As UTF-8, UTF-16 or one byte for each character, where it reads as text at all. */
function textIn(bytes: Buffer): string | undefined {
  if (bytes.length < 6) return undefined
  let zeros = 0
  for (const byte of bytes) if (byte === 0) zeros += 1
  if (zeros * 3 > bytes.length) return readable(bytes.toString('utf16le'))
  return readable(bytes.toString('utf8')) ?? readable(bytes.toString('latin1'))
}

function readable(text: string): string | undefined {
  let odd = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (
      (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 0) ||
      (code >= 0x7f && code < 0xa0) ||
      code === 0xfffd
    )
      odd += 1
  }
  return odd * 10 <= text.length ? text : undefined
}
