import { toHexDigits } from './hex-digits.ts'

/** Cached GUIDs: a damaged trace can contain any number of them. */
const MAX_GUIDS = 1 << 15
const SLOTS = MAX_GUIDS << 1

/** Formats GUIDs. The text of a GUID is created once and cached. */
export class GuidCache {
  readonly #parts = new Uint32Array(SLOTS * 4)
  readonly #names: (string | undefined)[] = []
  #count = 0

  /** Formats the 16 bytes at `offset`: lower case, without braces. */
  read(view: DataView, offset: number): string {
    const a = view.getUint32(offset, true)
    const b = view.getUint32(offset + 4, true)
    const c = view.getUint32(offset + 8, true)
    const d = view.getUint32(offset + 12, true)
    const hash = Math.imul(
      a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35),
      0x27d4eb2f,
    )
    const parts = this.#parts
    for (let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const name = this.#names[slot]
      if (name === undefined) return this.#store(slot, a, b, c, d)
      const at = slot * 4
      if (parts[at] === a && parts[at + 1] === b && parts[at + 2] === c && parts[at + 3] === d)
        return name
    }
  }

  #store(slot: number, a: number, b: number, c: number, d: number): string {
    const name = guidText(a, b, c, d)
    if (this.#count >= MAX_GUIDS) return name
    this.#count++
    this.#names[slot] = name
    this.#parts.set([a, b, c, d], slot * 4)
    return name
  }
}

/** Formats a GUID from its four little-endian words. */
function guidText(a: number, b: number, c: number, d: number): string {
  const words = toHexDigits(b)
  const tail = toHexDigits(swapped(c)) + toHexDigits(swapped(d))
  return `${toHexDigits(a)}-${words.slice(4)}-${words.slice(0, 4)}-${tail.slice(0, 4)}-${tail.slice(4)}`
}

const swapped = (word: number): number =>
  ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)) >>> 0
