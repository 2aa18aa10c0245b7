import { present } from '../model/defined.ts'
import type { Marker } from '../model/marker.ts'
import { SIP_HEADERS } from '../model/sip-message.ts'
import { caseVariants } from './ascii.ts'
import { createFingerprintBuckets } from './fingerprint-buckets.ts'
import { MEMORY_LAYOUT } from './memory-layout.ts'

const MIN_LITERAL_CHARS = 3
const MAX_LITERAL_CHARS = 255
const FINGERPRINT_BYTES = 3
/** The bytes of a literal that are compared at once. */
const FIRST_BYTES = 8
/** Bytes before the text of a literal: see `assembly/search.ts`. */
const ENTRY_BYTES = 3 + 3 * FIRST_BYTES
/** The bit in which the cases of a letter differ. */
const CASE_BIT = 0x20
const MAX_HEADER_NAME_CHARS = 31
/** Flags of a header name, as in `assembly/packet-head.ts`. */
const HEADER = { kept: 1, cseq: 4, contentType: 8, contentLength: 16, list: 32 } as const
/**
 * Headers that are kept or that the scanner has to understand. A message with one of them twice is
 * left to the parser.
 */
const HEADER_FLAGS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(SIP_HEADERS.map((name) => [name, HEADER.kept])),
  cseq: HEADER.kept | HEADER.cseq,
  contact: HEADER.kept | HEADER.list,
  'content-length': HEADER.contentLength,
  'content-type': HEADER.contentType,
  'max-forwards': 0,
}

/** Literals that the scanner searches for, ready to be copied to its memory. */
export interface SearchPlan {
  /** Content of the memory from `MEMORY_LAYOUT.tables` on. */
  readonly image: Uint8Array
  /** Largest distance from the start of a literal to its fingerprint. */
  readonly maxFingerprintOffset: number
}

/**
 * Plans a search for the literals of `markers`, ignoring case, and for `formatLiterals`, which a
 * parser needs for its format. Those match exactly and are numbered from 1. Returns undefined when
 * the scanner cannot search for these literals: then the parser does it.
 */
export function createSearchPlan(
  markers: readonly Marker[],
  formatLiterals: readonly string[],
): SearchPlan | undefined {
  const folded = (place: Marker['place']) => [
    ...new Set(
      markers.filter((marker) => marker.place === place).map(({ text }) => text.toLowerCase()),
    ),
  ]
  const wanted = folded('anywhere')
  const all = [...wanted, ...formatLiterals]
  if (all.some(({ length }) => length < MIN_LITERAL_CHARS || length > MAX_LITERAL_CHARS))
    return undefined
  // The scanner does not examine the start of ordinary records.
  if (markers.some((marker) => marker.recordKind === 'trace' && marker.place === 'start'))
    return undefined
  const image = new Uint8Array(MEMORY_LAYOUT.headerNamesEnd - MEMORY_LAYOUT.tables)
  writeHeaderNames(image)
  const maxOffset = writeTables(image, wanted, formatLiterals)
  const fits = writeList(image, MEMORY_LAYOUT.sipStarts, MEMORY_LAYOUT.sipMethods, folded('start'))
  return maxOffset >= 0 &&
    fits &&
    writeList(image, MEMORY_LAYOUT.sipMethods, MEMORY_LAYOUT.sipMethodsEnd, folded('method'))
    ? { image, maxFingerprintOffset: maxOffset }
    : undefined
}

/**
 * Writes the tables and the literals of each bucket. Returns the largest fingerprint offset, or -1
 * when the literals do not fit.
 */
function writeTables(
  image: Uint8Array,
  wanted: readonly string[],
  formatLiterals: readonly string[],
): number {
  const buckets = createFingerprintBuckets([
    ...new Set([...wanted, ...formatLiterals.map((literal) => literal.toLowerCase())]),
  ])
  const view = new DataView(image.buffer)
  let at = MEMORY_LAYOUT.buckets - MEMORY_LAYOUT.tables + 16
  let maxOffset = 0
  for (let bucket = 0; bucket < 8; bucket += 1) {
    view.setUint16(
      MEMORY_LAYOUT.buckets - MEMORY_LAYOUT.tables + 2 * bucket,
      at + MEMORY_LAYOUT.tables,
      true,
    )
    for (const { literal, offset } of buckets[bucket] ?? []) {
      for (let place = 0; place < FINGERPRINT_BYTES; place += 1) {
        for (const byte of caseVariants(literal.charCodeAt(offset + place))) {
          image[32 * place + (byte & 15)] = (image[32 * place + (byte & 15)] ?? 0) | (1 << bucket)
          image[32 * place + 16 + (byte >> 4)] =
            (image[32 * place + 16 + (byte >> 4)] ?? 0) | (1 << bucket)
        }
      }
      const forms = present([
        wanted.includes(literal) ? { text: literal, number: 0 } : undefined,
        ...formatLiterals
          .map((text, index) => ({ text, number: index + 1 }))
          .filter(({ text }) => text.toLowerCase() === literal),
      ])
      for (const { text, number } of forms) {
        if (at + text.length + ENTRY_BYTES + 1 > MEMORY_LAYOUT.sipStarts - MEMORY_LAYOUT.tables)
          return -1
        image.set([text.length, offset, number], at)
        writeFirstBytes(image, at + 3, text, number === 0)
        at = writeText(image, at + ENTRY_BYTES, text)
      }
      maxOffset = Math.max(maxOffset, offset)
    }
    at += 1
  }
  return maxOffset
}

/**
 * Writes the first bytes of a literal for a comparison at once: the bytes, those bits of them that
 * are compared, and the bits in which the cases of its letters differ.
 */
function writeFirstBytes(image: Uint8Array, at: number, text: string, ignoresCase: boolean): void {
  for (let place = 0; place < Math.min(FIRST_BYTES, text.length); place += 1) {
    const byte = text.charCodeAt(place)
    const caseBit = ignoresCase && caseVariants(byte).length > 1 ? CASE_BIT : 0
    image[at + place] = byte
    image[at + FIRST_BYTES + place] = 0xff & ~caseBit
    image[at + 2 * FIRST_BYTES + place] = caseBit
  }
}

/**
 * Writes the names of the SIP headers that the scanner reads, listed by their length. An entry:
 * flags, a number, the length (one byte each), then the name. A zero length ends a list.
 */
function writeHeaderNames(image: Uint8Array): void {
  const view = new DataView(image.buffer)
  const headers = [...Object.entries(HEADER_FLAGS).entries()]
  const lengths = new Set(headers.map(([, [name]]) => name.length))
  const start = MEMORY_LAYOUT.headerNames - MEMORY_LAYOUT.tables
  let at = start + 2 * (MAX_HEADER_NAME_CHARS + 1)
  for (const nameLength of lengths) {
    view.setUint16(start + 2 * nameLength, at + MEMORY_LAYOUT.tables, true)
    for (const [number, [name, flags]] of headers) {
      if (name.length !== nameLength) continue
      image.set([flags, number, nameLength], at)
      at = writeText(image, at + 3, name)
    }
    at += 3
  }
}

/**
 * Writes each literal after its length, and a zero length at the end. Returns false when they do
 * not fit.
 */
function writeList(
  image: Uint8Array,
  from: number,
  end: number,
  literals: readonly string[],
): boolean {
  let at = from - MEMORY_LAYOUT.tables
  for (const literal of literals) {
    if (literal.length > MAX_LITERAL_CHARS || at + literal.length + 2 > end - MEMORY_LAYOUT.tables)
      return false
    image[at] = literal.length
    at = writeText(image, at + 1, literal)
  }
  return true
}

function writeText(image: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) image[at + index] = text.charCodeAt(index)
  return at + text.length
}
