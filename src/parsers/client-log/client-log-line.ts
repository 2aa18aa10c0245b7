import type { SipObservation } from '../../model/observation.ts'
import { asciiBytes } from '../../scan/ascii.ts'

const LF = 10
const CR = 13

/** Position of the first LF from `from` to before `to`, or -1. */
export function findLineFeed(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (bytes[at] === LF) return at
  return -1
}

/** End of a line without the CR of its line break. */
export const trimCr = (bytes: Uint8Array, start: number, end: number): number =>
  end > start && bytes[end - 1] === CR ? end - 1 : end

const SENDING = asciiBytes('Sending Packet')
const RECEIVED = asciiBytes('Data Received')
const END_PREFIX = asciiBytes('End of ')
const VERSION = asciiBytes('SIP/2.0')

function matchesAt(bytes: Uint8Array, at: number, to: number, text: Uint8Array): boolean {
  if (at + text.length > to) return false
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text[index]) return false
  return true
}

/**
 * Direction of the packet that a message announces, such as `Sending Packet - 192.0.2.20:443 …`.
 * Undefined for other messages.
 */
export function packetStartDirection(
  bytes: Uint8Array,
  at: number,
  to: number,
): SipObservation['direction'] | undefined {
  if (matchesAt(bytes, at, to, SENDING)) return 'sent'
  return matchesAt(bytes, at, to, RECEIVED) ? 'received' : undefined
}

/**
 * Direction of the packet that a message ends, such as `End of Data Received -192.0.2.20:443 …`.
 * Undefined for other messages.
 */
export const packetEndDirection = (
  bytes: Uint8Array,
  at: number,
  to: number,
): SipObservation['direction'] | undefined =>
  matchesAt(bytes, at, to, END_PREFIX)
    ? packetStartDirection(bytes, at + END_PREFIX.length, to)
    : undefined

/**
 * Whether a line has the form `SIP/2.0 200 OK` or `REGISTER sip:contoso.example SIP/2.0`. Quick and
 * lenient: `isSipStartLine` checks in full.
 */
export function mayBeSipStartLine(bytes: Uint8Array, at: number, to: number): boolean {
  if (matchesAt(bytes, at, to, VERSION)) return bytes[at + VERSION.length] === 0x20
  const version = to - VERSION.length
  if (version < at || !matchesAt(bytes, version, to, VERSION) || bytes[version - 1] !== 0x20)
    return false
  let blanks = 0
  for (let index = at; index < version; index += 1) if (bytes[index] === 0x20) blanks += 1
  return blanks === 2
}

const CONTENT_LENGTH = asciiBytes('content-length')
const COMPACT_NAME = asciiBytes('l')

/**
 * Value of a `Content-Length: 849` or `l: 849` line. Returns -1 for another header and NaN when the
 * number follows on a folded line.
 */
export function parseContentLength(bytes: Uint8Array, at: number, to: number): number {
  const name = matchesIgnoringCase(bytes, at, to, CONTENT_LENGTH) ? CONTENT_LENGTH : COMPACT_NAME
  if (name === COMPACT_NAME && !matchesIgnoringCase(bytes, at, to, COMPACT_NAME)) return -1
  const colon = skipBlanks(bytes, at + name.length, to)
  return bytes[colon] === 0x3a && colon < to ? parseWholeNumber(bytes, colon + 1, to) : -1
}

/** The number after optional blanks. NaN unless it has one to nine digits. */
export function parseWholeNumber(bytes: Uint8Array, from: number, to: number): number {
  const start = skipBlanks(bytes, from, to)
  let value = 0
  let at = start
  for (; at < to && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39; at += 1) {
    value = value * 10 + (bytes[at] as number) - 0x30
  }
  return at === start || at - start > 9 ? Number.NaN : value
}

function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1
  return at
}

function matchesIgnoringCase(bytes: Uint8Array, at: number, to: number, text: Uint8Array): boolean {
  if (at + text.length > to) return false
  for (let index = 0; index < text.length; index += 1) {
    const byte = bytes[at + index] as number
    if (byte !== text[index] && (byte | 0x20) !== text[index]) return false
  }
  return true
}
