import type { Marker, RecordMatcher, WantedRecords } from '../model/marker.ts'
import { asciiBytes, upperCase } from './ascii.ts'

/** Matchers for the records that contain one of these markers. */
export const createWantedRecords = (markers: readonly Marker[]): WantedRecords => ({
  sip: new Matcher(markers.filter((marker) => marker.recordKind === 'sip')),
  trace: new Matcher(markers.filter((marker) => marker.recordKind === 'trace')),
  any: new Matcher(markers),
  sentPackets: markers.some(({ place }) => place === 'sent'),
  markers,
})

const matchEverything: RecordMatcher = { matchesStart: () => true, findNext: (_, from) => from }
/** Wants every record. Tests compare fast reading with this. */
export const allRecords: WantedRecords = {
  sip: matchEverything,
  trace: matchEverything,
  any: matchEverything,
}

const MIN_BLOCK_BYTES = 1 << 10
const MAX_BLOCK_BYTES = 1 << 16
/** Pairs of bytes. */
const PAIRS = 1 << 16
const EMPTY_TABLE = new Uint8Array(0)
const [LF, COLON] = [10, 0x3a]
const RESPONSE_START = asciiBytes('sip/2.0 ')
const CSEQ = asciiBytes('cseq')
/** How far a CSeq header is searched for. */
const MAX_HEADER_BYTES = 16 << 10

/** Used again for each pair, because this runs before V8 has optimized it. */
const variants = new Uint16Array(4)

/** The pair of bytes that ends at `end`, in all combinations of cases. */
function pairVariants(literal: Uint8Array, end: number): Uint16Array {
  const [first, second] = [literal[end - 1] as number, literal[end] as number]
  variants[0] = first | (second << 8)
  variants[1] = upperCase(first) | (second << 8)
  variants[2] = first | (upperCase(second) << 8)
  variants[3] = upperCase(first) | (upperCase(second) << 8)
  return variants
}

const fold = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)

/**
 * Finds any of several ASCII literals in bytes, ignoring case (Wu-Manber algorithm). A table holds
 * for each pair of bytes the distance to the nearest possible end of a literal. So most bytes are
 * skipped.
 */
export class Matcher implements RecordMatcher {
  private readonly sipStarts: readonly Uint8Array[]
  private readonly sipMethods: readonly Uint8Array[]
  private readonly literals: readonly Uint8Array[]
  private readonly minLength: number
  /** Distance by pair of bytes (second byte high), for upper and lower case. */
  private shift = EMPTY_TABLE
  /**
   * 1 for each pair of bytes that a literal begins with. Most candidate ends are false hits; this
   * rejects them quickly.
   */
  private firstPairs = EMPTY_TABLE

  constructor(markers: readonly Marker[]) {
    const bytesOf = (place: Marker['place']) =>
      [
        ...new Set(
          markers.filter((marker) => marker.place === place).map(({ text }) => text.toLowerCase()),
        ),
      ].map(asciiBytes)
    this.sipStarts = bytesOf('start')
    this.sipMethods = bytesOf('method')
    this.literals = bytesOf('anywhere')
    this.minLength = Math.min(...this.literals.map(({ length }) => length), 255)
  }

  /** Most matchers are never used: the scanner searches, or there is nothing to search. */
  private createTables(): void {
    this.firstPairs = new Uint8Array(PAIRS)
    this.shift = new Uint8Array(PAIRS).fill(this.minLength - 1)
    for (const literal of this.literals) this.addToTables(literal)
  }

  private addToTables(literal: Uint8Array): void {
    for (const pair of pairVariants(literal, 1)) this.firstPairs[pair] = 1
    for (let end = 1; end < this.minLength; end += 1) {
      const distance = this.minLength - 1 - end
      for (const pair of pairVariants(literal, end))
        if ((this.shift[pair] as number) > distance) this.shift[pair] = distance
    }
  }

  matchesStart(bytes: Uint8Array, at: number, to: number, isSent = false): boolean {
    // Loops instead of `some`: a closure per record would be most of the garbage of a log.
    for (const literal of this.sipStarts)
      if (at + literal.length <= to && matches(bytes, at, literal)) return true
    if (isSent || this.sipMethods.length === 0 || !matches(bytes, at, RESPONSE_START)) return false
    const end = Math.min(to, at + MAX_HEADER_BYTES)
    const method = findCSeqMethod(bytes, at, end)
    // The header may be further on.
    if (method === end && end < to) return true
    for (const literal of this.sipMethods)
      if (method + literal.length <= end && matches(bytes, method, literal)) return true
    return false
  }

  findNext(bytes: Uint8Array, from: number, to: number): number {
    if (this.literals.length === 0) return to
    if (this.shift === EMPTY_TABLE) this.createTables()
    let block = MIN_BLOCK_BYTES
    for (let end = from + this.minLength - 1; end < to; ) {
      const last = Math.min(to, end + block)
      const found = this.findInBlock(bytes, end, last, to)
      if (found >= 0) return found
      end = last
      // Short blocks waste little work where hits are dense; they grow where hits are rare.
      block = Math.min(2 * block, MAX_BLOCK_BYTES)
    }
    return to
  }

  /**
   * Start of the first literal whose first `minLength` bytes end in `first`..`last`; -1 when there
   * is none. Searches both halves of the block at once. Each step depends on the one before, so two
   * chains take the time of one.
   */
  private findInBlock(bytes: Uint8Array, first: number, last: number, to: number): number {
    const { shift } = this
    const middle = (first + last) >> 1
    let low = first
    let high = middle
    while (low < middle && high < last) {
      const lowStep = shift[(bytes[low - 1] as number) | ((bytes[low] as number) << 8)] as number
      const highStep = shift[(bytes[high - 1] as number) | ((bytes[high] as number) << 8)] as number
      if (lowStep === 0) {
        if (this.isLiteralEnd(bytes, low, to)) return low - this.minLength + 1
        low += 1
      } else low += lowStep
      if (highStep === 0) {
        if (this.isLiteralEnd(bytes, high, to)) break
        high += 1
      } else high += highStep
    }
    const found = this.findSequentially(bytes, low, middle, to)
    return found >= 0 ? found : this.findSequentially(bytes, high, last, to)
  }

  private findSequentially(bytes: Uint8Array, first: number, last: number, to: number): number {
    const { shift } = this
    let end = first
    while (end < last) {
      const step = shift[(bytes[end - 1] as number) | ((bytes[end] as number) << 8)] as number
      if (step === 0 && this.isLiteralEnd(bytes, end, to)) return end - this.minLength + 1
      end += step === 0 ? 1 : step
    }
    return -1
  }

  /** Whether a literal begins where its first `minLength` bytes would end at `end`. */
  private isLiteralEnd(bytes: Uint8Array, end: number, to: number): boolean {
    const start = end - this.minLength + 1
    const pair = (bytes[start] as number) | ((bytes[start + 1] as number) << 8)
    return this.firstPairs[pair] === 1 && this.isLiteralAt(bytes, start, to)
  }

  private isLiteralAt(bytes: Uint8Array, start: number, to: number): boolean {
    return this.literals.some(
      (literal) => start + literal.length <= to && matches(bytes, start, literal),
    )
  }
}

/**
 * Position of the method in the CSeq header of the SIP response at `at`; `to` when there is none.
 */
function findCSeqMethod(bytes: Uint8Array, at: number, to: number): number {
  for (
    let line = bytes.indexOf(LF, at);
    line >= 0 && line < to;
    line = bytes.indexOf(LF, line + 1)
  ) {
    if (!matches(bytes, line + 1, CSEQ)) continue
    let method = line + 1 + CSEQ.length
    while (method < to && isBlank(bytes[method] as number)) method += 1
    if (bytes[method] !== COLON) continue
    while (method < to && !isLetter(bytes[method] as number)) method += 1
    return method
  }
  return to
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 9
const isLetter = (byte: number): boolean => fold(byte) >= 0x61 && fold(byte) <= 0x7a

function matches(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let index = 0; index < literal.length; index += 1) {
    if (fold(bytes[at + index] as number) !== literal[index]) return false
  }
  return true
}
