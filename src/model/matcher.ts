import type { Marker } from './marker.ts'

/** Tells which records some evidence asks for, from their bytes. */
export interface Wanted {
  /** Whether a literal that must stand at the start stands at `at`. */
  startsAt(bytes: Uint8Array, at: number, to: number): boolean
  /** Place of the first literal in `bytes` that lies from `from` to before `to`; `to` when there is none. */
  next(bytes: Uint8Array, from: number, to: number): number
}

/** Every record: the plain way of reading, that the fast one is held against. */
export const everything: Wanted = { startsAt: () => true, next: (_, from) => from }

const fold = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)

/**
 * Finds any of several ASCII literals in bytes, ignoring case. Wu-Manber: a table tells, for each pair of bytes, how far the
 * next literal could end at the nearest, so most bytes are never looked at.
 */
export class Matcher implements Wanted {
  private readonly starts: readonly Uint8Array[]
  private readonly literals: readonly Uint8Array[]
  private readonly shortest: number
  /** Shift by pair of bytes (second byte high), for any case of letters. */
  private readonly shift: Uint8Array

  constructor(markers: readonly Marker[], scope: Marker['in']) {
    const own = markers.filter((marker) => marker.in === scope)
    const bytesOf = (place: Marker['place']) =>
      [...new Set(own.filter((marker) => marker.place === place).map(({ text }) => text.toLowerCase()))].map(
        (text) => new Uint8Array([...text].map((character) => character.charCodeAt(0))),
      )
    this.starts = bytesOf('start')
    this.literals = bytesOf('anywhere')
    this.shortest = Math.min(...this.literals.map(({ length }) => length), 255)
    this.shift = new Uint8Array(65_536).fill(this.shortest - 1)
    for (const literal of this.literals) this.tabulate(literal)
  }

  private tabulate(literal: Uint8Array): void {
    for (let end = 1; end < this.shortest; end += 1) {
      for (const first of cases(literal[end - 1] ?? 0)) {
        for (const second of cases(literal[end] ?? 0)) {
          const pair = first | (second << 8)
          this.shift[pair] = Math.min(this.shift[pair] ?? 0, this.shortest - 1 - end)
        }
      }
    }
  }

  startsAt(bytes: Uint8Array, at: number, to: number): boolean {
    return this.starts.some((literal) => at + literal.length <= to && matches(bytes, at, literal))
  }

  next(bytes: Uint8Array, from: number, to: number): number {
    if (this.literals.length === 0) return to
    const { shift, shortest } = this
    let end = from + shortest - 1
    while (end < to) {
      const step = shift[(bytes[end - 1] as number) | ((bytes[end] as number) << 8)] as number
      if (step === 0) {
        const start = end - shortest + 1
        for (const literal of this.literals) {
          if (start + literal.length <= to && matches(bytes, start, literal)) return start
        }
        end += 1
      } else end += step
    }
    return to
  }
}

function matches(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let index = 0; index < literal.length; index += 1) {
    if (fold(bytes[at + index] as number) !== literal[index]) return false
  }
  return true
}

const cases = (byte: number): number[] => (byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte])
