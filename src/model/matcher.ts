import type { Marker } from './marker.ts'

/** Tells which records some evidence asks for, from their bytes. */
export interface Wanted {
  /** Whether a literal that must stand at the start stands at `at`. */
  startsAt(bytes: Uint8Array, at: number, to: number): boolean
  /** Place of the first literal in `bytes` that lies from `from` to before `to`; `to` when there is none. */
  next(bytes: Uint8Array, from: number, to: number): number
}

/** What is wanted of each kind of record; `any` finds the literals of all kinds in one search, to be asked first. */
export interface WantedRecords {
  readonly sip: Wanted
  readonly trace: Wanted
  readonly any: Wanted
}

export const wantedRecords = (markers: readonly Marker[]): WantedRecords => ({
  sip: new Matcher(markers.filter((marker) => marker.in === 'sip')),
  trace: new Matcher(markers.filter((marker) => marker.in === 'trace')),
  any: new Matcher(markers),
})

/** Every record: the plain way of reading, that the fast one is held against. */
const everything: Wanted = { startsAt: () => true, next: (_, from) => from }
export const allRecords: WantedRecords = { sip: everything, trace: everything, any: everything }

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
  /** 1 for each pair of bytes that a literal begins with: most ends that look right are none, and this tells at once. */
  private readonly begins = new Uint8Array(65_536)

  constructor(markers: readonly Marker[]) {
    const bytesOf = (place: Marker['place']) =>
      [...new Set(markers.filter((marker) => marker.place === place).map(({ text }) => text.toLowerCase()))].map(
        (text) => new Uint8Array([...text].map((character) => character.charCodeAt(0))),
      )
    this.starts = bytesOf('start')
    this.literals = bytesOf('anywhere')
    this.shortest = Math.min(...this.literals.map(({ length }) => length), 255)
    this.shift = new Uint8Array(65_536).fill(this.shortest - 1)
    for (const literal of this.literals) this.tabulate(literal)
  }

  private tabulate(literal: Uint8Array): void {
    for (const first of cases(literal[0] ?? 0))
      for (const second of cases(literal[1] ?? 0)) this.begins[first | (second << 8)] = 1
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
    const { shift, shortest, begins } = this
    let end = from + shortest - 1
    while (end < to) {
      const step = shift[(bytes[end - 1] as number) | ((bytes[end] as number) << 8)] as number
      if (step === 0) {
        const start = end - shortest + 1
        if (begins[(bytes[start] as number) | ((bytes[start + 1] as number) << 8)] === 1 && this.matchesAt(bytes, start, to))
          return start
        end += 1
      } else end += step
    }
    return to
  }

  private matchesAt(bytes: Uint8Array, start: number, to: number): boolean {
    return this.literals.some((literal) => start + literal.length <= to && matches(bytes, start, literal))
  }
}

function matches(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let index = 0; index < literal.length; index += 1) {
    if (fold(bytes[at + index] as number) !== literal[index]) return false
  }
  return true
}

const cases = (byte: number): number[] => (byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte])
