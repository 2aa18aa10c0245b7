import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'

const MIN_TEXT_LENGTH = 12
const BASE64 = /(?<![A-Za-z0-9+/_-])([A-Za-z0-9+/_-]{12,}={0,2})(?![A-Za-z0-9+/_=-])/dg
const HEXADECIMAL = /(?<![0-9A-Za-z])(?:0x)?((?:[0-9A-Fa-f]{2}){16,})(?![0-9A-Za-z])/dg
/** `hex(2):25,00,4c,00` in a registry export, on one line. */
const REGISTRY = /hex(?:\([0-9a-f]+\))?:((?:[0-9a-f]{2},){7,}[0-9a-f]{2})/dgi

/**
 * Replaces base64 and hexadecimal texts that contain a secret. `hasSecret` examines the decoded
 * text.
 */
export function findEncoded(
  view: TextView,
  names: NameRegistry,
  hasSecret: (text: string) => boolean,
): void {
  const { text } = view
  if (text.length < MIN_TEXT_LENGTH) return
  const tokenIfSecret = (encoded: string, bytes: Buffer) => {
    const decoded = decodeText(bytes)
    return decoded !== undefined && hasSecret(decoded)
      ? names.tokenFor('encoded', encoded)
      : undefined
  }
  claimMatches(view, HEXADECIMAL, (encoded) => tokenIfSecret(encoded, Buffer.from(encoded, 'hex')))
  if (text.includes('hex'))
    claimMatches(view, REGISTRY, (encoded) =>
      tokenIfSecret(encoded, Buffer.from(encoded.replaceAll(',', ''), 'hex')),
    )
  claimMatches(view, BASE64, (encoded) =>
    (/[A-Z]/.test(encoded) && /[^0-9A-Fa-f-]/.test(encoded)) || encoded.endsWith('=')
      ? tokenIfSecret(encoded, Buffer.from(encoded, 'base64'))
      : undefined,
  )
}

/** Decodes bytes as UTF-8, UTF-16 or Latin-1. Undefined if the result does not look like text. */
function decodeText(bytes: Buffer): string | undefined {
  if (bytes.length < 6) return undefined
  let zeros = 0
  for (const byte of bytes) if (byte === 0) zeros += 1
  if (zeros * 3 > bytes.length) return textIfReadable(bytes.toString('utf16le'))
  return textIfReadable(bytes.toString('utf8')) ?? textIfReadable(bytes.toString('latin1'))
}

/** Returns the text if at most a tenth of its characters are control or invalid characters. */
function textIfReadable(text: string): string | undefined {
  let unusual = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (
      (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 0) ||
      (code >= 0x7f && code < 0xa0) ||
      code === 0xfffd
    )
      unusual += 1
  }
  return unusual * 10 <= text.length ? text : undefined
}
