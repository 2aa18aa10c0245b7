import { present } from '../model/defined.ts'
import type { Marker } from '../model/marker.ts'
import { bothCases, fingerprints } from './fingerprints.ts'
import { LAYOUT } from './layout.ts'

const SHORTEST = 3
const LONGEST = 255
const PLACES = 3

/** What the kernel is told to look for, as it stands in its memory from `LAYOUT.tables` on. */
export interface Aim {
  readonly image: Uint8Array
  /** Longest way from the start of a literal to what it is found by. */
  readonly reach: number
}

/**
 * Prepares a search for the literals that evidence asks for, and for `signs`, which a format looks
 * for itself: to the letter, numbered from 1. Undefined when the kernel cannot look for these: then
 * parsers do it.
 */
export function aimAt(markers: readonly Marker[], signs: readonly string[]): Aim | undefined {
  const folded = (place: Marker['place']) => [
    ...new Set(
      markers.filter((marker) => marker.place === place).map(({ text }) => text.toLowerCase()),
    ),
  ]
  const wanted = folded('anywhere')
  const all = [...wanted, ...signs]
  if (all.some(({ length }) => length < SHORTEST || length > LONGEST)) return undefined
  // A pass does not look at the start of ordinary records.
  if (markers.some((marker) => marker.in === 'trace' && marker.place === 'start')) return undefined
  const image = new Uint8Array(LAYOUT.prefixes - LAYOUT.tables)
  const reach = writeSearch(image, wanted, signs)
  const fits = writeList(image, LAYOUT.starts, LAYOUT.methods, folded('start'))
  return reach >= 0 && fits && writeList(image, LAYOUT.methods, LAYOUT.prefixes, folded('method'))
    ? { image, reach }
    : undefined
}

/**
 * The tables, and behind them the literals of each bucket; returns the reach, or -1 when there is
 * no room.
 */
function writeSearch(
  image: Uint8Array,
  wanted: readonly string[],
  signs: readonly string[],
): number {
  const buckets = fingerprints([
    ...new Set([...wanted, ...signs.map((sign) => sign.toLowerCase())]),
  ])
  const view = new DataView(image.buffer)
  let at = LAYOUT.buckets - LAYOUT.tables + 16
  let reach = 0
  for (let bucket = 0; bucket < 8; bucket += 1) {
    view.setUint16(LAYOUT.buckets - LAYOUT.tables + 2 * bucket, at + LAYOUT.tables, true)
    for (const { literal, at: depth } of buckets[bucket] ?? []) {
      for (let place = 0; place < PLACES; place += 1) {
        for (const byte of bothCases(literal.charCodeAt(depth + place))) {
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
        if (at + text.length + 4 > LAYOUT.starts - LAYOUT.tables) return -1
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
  let at = from - LAYOUT.tables
  for (const literal of literals) {
    if (literal.length > LONGEST || at + literal.length + 2 > end - LAYOUT.tables) return false
    image[at] = literal.length
    at = writeText(image, at + 1, literal)
  }
  return true
}

function writeText(image: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) image[at + index] = text.charCodeAt(index)
  return at + text.length
}
