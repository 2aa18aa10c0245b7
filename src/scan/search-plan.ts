import { present } from '../model/defined.ts'
import type { Marker } from '../model/marker.ts'
import { caseVariants, createFingerprintBuckets } from './fingerprint-buckets.ts'
import { MEMORY_LAYOUT } from './memory-layout.ts'

const SHORTEST = 3
const LONGEST = 255
const PLACES = 3

/** What the kernel is told to look for, as it stands in its memory from `LAYOUT.tables` on. */
export interface SearchPlan {
  readonly image: Uint8Array
  /** Longest way from the start of a literal to what it is found by. */
  readonly maxFingerprintOffset: number
}

/**
 * Prepares a search for the literals that evidence asks for, and for `signs`, which a format looks
 * for itself: to the letter, numbered from 1. Undefined when the kernel cannot look for these: then
 * parsers do it.
 */
export function createSearchPlan(
  markers: readonly Marker[],
  signs: readonly string[],
): SearchPlan | undefined {
  const folded = (place: Marker['place']) => [
    ...new Set(
      markers.filter((marker) => marker.place === place).map(({ text }) => text.toLowerCase()),
    ),
  ]
  const wanted = folded('anywhere')
  const all = [...wanted, ...signs]
  if (all.some(({ length }) => length < SHORTEST || length > LONGEST)) return undefined
  // A pass does not look at the start of ordinary records.
  if (markers.some((marker) => marker.recordKind === 'trace' && marker.place === 'start'))
    return undefined
  const image = new Uint8Array(MEMORY_LAYOUT.prefixes - MEMORY_LAYOUT.tables)
  const reach = writeTables(image, wanted, signs)
  const fits = writeList(image, MEMORY_LAYOUT.sipStarts, MEMORY_LAYOUT.sipMethods, folded('start'))
  return reach >= 0 &&
    fits &&
    writeList(image, MEMORY_LAYOUT.sipMethods, MEMORY_LAYOUT.prefixes, folded('method'))
    ? { image, maxFingerprintOffset: reach }
    : undefined
}

/**
 * The tables, and behind them the literals of each bucket; returns the reach, or -1 when there is
 * no room.
 */
function writeTables(
  image: Uint8Array,
  wanted: readonly string[],
  signs: readonly string[],
): number {
  const buckets = createFingerprintBuckets([
    ...new Set([...wanted, ...signs.map((sign) => sign.toLowerCase())]),
  ])
  const view = new DataView(image.buffer)
  let at = MEMORY_LAYOUT.buckets - MEMORY_LAYOUT.tables + 16
  let reach = 0
  for (let bucket = 0; bucket < 8; bucket += 1) {
    view.setUint16(
      MEMORY_LAYOUT.buckets - MEMORY_LAYOUT.tables + 2 * bucket,
      at + MEMORY_LAYOUT.tables,
      true,
    )
    for (const { literal, offset: depth } of buckets[bucket] ?? []) {
      for (let place = 0; place < PLACES; place += 1) {
        for (const byte of caseVariants(literal.charCodeAt(depth + place))) {
          image[32 * place + (byte & 15)] = (image[32 * place + (byte & 15)] ?? 0) | (1 << bucket)
          image[32 * place + 16 + (byte >> 4)] =
            (image[32 * place + 16 + (byte >> 4)] ?? 0) | (1 << bucket)
        }
      }
      const forms = present([
        wanted.includes(literal) ? { text: literal, sign: 0 } : undefined,
        ...signs
          .map((text, index) => ({ text, sign: index + 1 }))
          .filter(({ text }) => text.toLowerCase() === literal),
      ])
      for (const { text, sign } of forms) {
        if (at + text.length + 4 > MEMORY_LAYOUT.sipStarts - MEMORY_LAYOUT.tables) return -1
        image.set([text.length, depth, sign], at)
        at = writeText(image, at + 3, text)
      }
      reach = Math.max(reach, depth)
    }
    at += 1
  }
  return reach
}

/** Each literal behind its length; a 0 ends them. False when there is no room. */
function writeList(
  image: Uint8Array,
  from: number,
  end: number,
  literals: readonly string[],
): boolean {
  let at = from - MEMORY_LAYOUT.tables
  for (const literal of literals) {
    if (literal.length > LONGEST || at + literal.length + 2 > end - MEMORY_LAYOUT.tables)
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
