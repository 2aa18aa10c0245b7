import { asciiBytes } from '../../scan/ascii.ts'
import { isDigit } from '../shared/digits.ts'

const BLANK = 0x20
const VERSION = asciiBytes('SIP/2.0')

/** 1 for the characters that a method may contain (RFC 3261 `token`). */
const IS_TOKEN = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9\-.!%*_+`'~]/.test(String.fromCharCode(byte)) ? 1 : 0,
)

/**
 * Whether the line is `SIP/2.0 200 OK` or `REGISTER sip:contoso.example SIP/2.0`. Exactly as strict
 * as `parseSip`, so that unreadable packets are counted even when no evidence wants them.
 */
export function isSipStartLine(bytes: Uint8Array, at: number, to: number): boolean {
  if (hasVersionAt(bytes, at, to)) return isStatusCode(bytes, at + VERSION.length, to)
  let method = at
  while (method < to && IS_TOKEN[bytes[method] as number] === 1) method += 1
  const version = to - VERSION.length
  if (method === at || bytes[method] !== BLANK || version < method + 3) return false
  if (bytes[version - 1] !== BLANK || !hasVersionAt(bytes, version, to)) return false
  for (let uri = method + 1; uri < version - 1; uri += 1) if (bytes[uri] === BLANK) return false
  return true
}

function isStatusCode(bytes: Uint8Array, at: number, to: number): boolean {
  if (at + 4 > to || bytes[at] !== BLANK) return false
  for (let digit = at + 1; digit < at + 4; digit += 1)
    if (!isDigit(bytes[digit] as number)) return false
  return at + 4 === to || bytes[at + 4] === BLANK
}

function hasVersionAt(bytes: Uint8Array, at: number, to: number): boolean {
  if (at < 0 || at + VERSION.length > to) return false
  for (let index = 0; index < VERSION.length; index += 1)
    if (bytes[at + index] !== VERSION[index]) return false
  return true
}
