import type { ParseContext, Reading } from '../model/parser.ts'
import { countLines } from './count-lines.ts'
import { hitsAhead } from './hits-ahead.ts'

const LF = 10

/** Not to be told before more of the input is there. */
export const NOT_YET = -1

/** Longer than any prefix that begins a record: with so many bytes it can be told whether one stands there. */
const LONGEST_PREFIX = 1024

/** A text format whose records begin at the start of a line and run until the next one begins. */
export interface PrefixedFormat {
  /** The character that every prefix begins with, ASCII; empty when there is no such. */
  readonly mark: string
  /** Whether a prefix stands at `at`; `to` is the end of its line, or where to stop looking. */
  prefixAt(bytes: Uint8Array, at: number, to: number): boolean
  /** End of the record at `start`, or NOT_YET; that is where the next prefix stands when absent. */
  endOf?(window: RecordWindow, start: number): number
  record(window: RecordWindow, start: number, end: number): void
}

interface Lent {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly final: boolean
  /** Line number of `from`. */
  readonly line: number
}

/** The bytes at hand of a text made of prefixed records, with what is looked up in them again and again. */
export class RecordWindow {
  /** Of the same memory as `bytes`, ending at `to`: searches natively. */
  readonly view: Buffer
  readonly bytes: Uint8Array
  readonly to: number
  readonly final: boolean
  readonly wantsTrace: (from: number, end: number) => boolean
  readonly wantsSip: (from: number, end: number) => boolean
  private readonly places = new Map<string, number>()
  private readonly format: PrefixedFormat
  /** First byte of every prefix, -1 when it may be any. */
  private readonly mark: number
  private proven = -1
  private counted: number
  private line: number

  constructor(format: PrefixedFormat, wanted: ParseContext['wanted'], lent: Lent) {
    const { bytes, from, to, final, line } = lent
    this.format = format
    this.mark = format.mark === '' ? -1 : format.mark.charCodeAt(0)
    this.bytes = bytes
    this.to = to
    this.final = final
    this.line = line
    this.counted = from
    this.view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    this.wantsTrace = hitsAhead(wanted.trace, bytes, to)
    this.wantsSip = hitsAhead(wanted.sip, bytes, to)
  }

  /** Line number of a place; places are to be asked in their order. */
  lineOf(at: number): number {
    this.line += countLines(this.bytes, this.counted, at)
    this.counted = at
    return this.line
  }

  /** Where the first prefix at the start of a line after `from` stands; `to` or NOT_YET when there is none. */
  nextPrefix(from: number): number {
    const { view, bytes, mark } = this
    // One search for a byte is much quicker than one for a text, even where many lines begin otherwise.
    for (let at = view.indexOf(LF, from) + 1; at > 0; at = view.indexOf(LF, at) + 1) {
      if (mark >= 0 && bytes[at] !== mark && at < this.to) continue
      const told = this.knownAt(at)
      if (told === undefined) return NOT_YET
      if (!told) continue
      this.proven = at
      return at
    }
    return this.final ? this.to : NOT_YET
  }

  /** Whether a prefix stands there; undefined when too little of it is there to tell. */
  knownAt(at: number): boolean | undefined {
    if (at === this.proven) return true
    const newline = this.view.indexOf(LF, at)
    if (newline < 0 && !this.final && this.to - at < LONGEST_PREFIX) return undefined
    return this.format.prefixAt(this.bytes, at, Math.min(newline < 0 ? this.to : newline, at + LONGEST_PREFIX))
  }

  /** Whether a SIP message may stand there: none is without its version. */
  holdsSip(from: number, end: number): boolean {
    return this.find('SIP/2.0', from) < end
  }

  /** First place of a text from `from` on, `to` when there is none: each stretch is searched once, however often it is asked for. */
  find(text: string, from: number): number {
    const known = this.places.get(text)
    if (known !== undefined && known >= from) return known
    const found = this.view.indexOf(text, from, 'latin1')
    const place = found < 0 ? this.to : found
    this.places.set(text, place)
    return place
  }
}

/** Reads such a text. What stands before the first prefix is the end of a record whose beginning is missing: one loss. */
export function readPrefixed(context: ParseContext, format: PrefixedFormat, firstLine = 1): Reading {
  let line = firstLine
  let astray = false
  return {
    read(bytes, from, to, final) {
      const window = new RecordWindow(format, context.wanted, { bytes, from, to, final, line })
      let at = from
      while (at < to) {
        const told = window.knownAt(at)
        if (told === undefined) break
        if (told) {
          const end = format.endOf ? format.endOf(window, at) : window.nextPrefix(at)
          if (end === NOT_YET) break
          format.record(window, at, end)
          astray = false
          at = end
          continue
        }
        const next = window.nextPrefix(at)
        // The last line feed stays: a prefix may follow it.
        const end = next === NOT_YET ? Math.max(at, window.view.lastIndexOf(10)) : next
        const ink = firstInk(bytes, at, end)
        if (!astray && ink < end) {
          context.tally.lost({ line: window.lineOf(ink), reason: 'part of a record whose beginning is missing' })
          astray = true
        }
        if (end === at) break
        at = end
        if (next === NOT_YET) break
      }
      line = window.lineOf(at)
      return at
    },
  }
}

function firstInk(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] as number) <= 32) at += 1
  return at
}
