import { findOpenElement } from '../find-private.ts'
import type { NameRegistry } from '../name-registry.ts'
import { findReplacements, redactLearnedNames, redactText } from '../redact-text.ts'
import { shiftTimes } from '../shift-times.ts'
import { isRecordStart, parseServerPrefix, volatilePrefixLength } from './record-patterns.ts'

const MOST_KNOWN = 10_000
const LONGEST_KNOWN = 1024
/** An element of private text that does not end by then does not end. */
const LONGEST_ELEMENT = 1 << 20

interface Known {
  readonly text: string
  /** Closing tag of a private element that it leaves open. */
  readonly open: string | undefined
  /** How many names were learnt when it was made. */
  names: number
}

/**
 * Redacts lines that are given as bytes, a character for each: whether they are UTF-8 or ANSI is
 * decided line by line. What it made of a line is kept for when the line comes again, and made anew
 * when a name was learnt since that may stand in it.
 */
export class LineRedactor {
  private readonly names: NameRegistry
  private readonly shift: number | undefined
  private known = new Map<string, Known>()
  private olderKnown: ReadonlyMap<string, Known> = new Map()
  private readonly learnt: string[] = []
  /**
   * The closing tag that private text ends with, while inside of it, and how much is left to wait.
   */
  private closing: string | undefined
  /** The one that the line redacted last leaves open. */
  private opened: string | undefined
  private patience = 0

  constructor(names: NameRegistry, shift: number | undefined, onLearn: (word: string) => void) {
    this.names = names
    this.shift = shift
    names.onLearn = (word) => {
      this.learnt.push(word)
      onLearn(Buffer.from(word, 'utf8').toString('utf8'))
    }
  }

  /** A line without a secret: only its times may have to move. */
  shiftLine(line: string): string {
    return this.shift === undefined ? line : shiftTimes(line, this.shift)
  }

  /** Inside of an element of private text: no line may be passed by. */
  get isInPrivateElement(): boolean {
    return this.closing !== undefined
  }

  /** The next line of a text, in which an element of private text may go over several. */
  line(given: string): string {
    let line = given
    if (this.closing !== undefined) {
      const end = line.toLowerCase().indexOf(this.closing.toLowerCase())
      this.patience -= line.length
      if (end < 0 && this.patience > 0 && !isRecordStart(line)) return ''
      this.closing = undefined
      if (end > 0) line = line.slice(end)
    }
    this.opened = undefined
    const redacted = this.redactLine(line)
    if (this.opened !== undefined) {
      this.closing = this.opened
      this.patience = LONGEST_ELEMENT
    }
    return redacted
  }

  /** A line in which nothing but learnt names may be found. */
  redactLearnedNames(line: string): string {
    const server = parseServerPrefix(line)
    const front = server?.[0] ?? ''
    const text = fromBytes(line.slice(front.length))
    const made = redactLearnedNames(text, this.names)
    const rest =
      made === text
        ? line.slice(front.length)
        : toBytes(made, text.length === line.length - front.length)
    return this.shiftLine((front === '' ? '' : this.cached(front)) + rest)
  }

  /** Learns what names are in a line. */
  learnNames(line: string): void {
    findReplacements(fromBytes(line.slice(volatilePrefixLength(line))), this.names)
  }

  /** Learns pool and server of a record that names nobody else. */
  learnServerPrefix(line: string): void {
    const server = parseServerPrefix(line)
    if (server) this.cached(server[0])
  }

  /** A line on its own. */
  redactLine(line: string): string {
    const server = parseServerPrefix(line)
    if (server) {
      const [front, time] = server
      return (
        this.shiftLine(this.cached(front) + time) +
        this.shiftLine(this.cached(line.slice(front.length + time.length)))
      )
    }
    const volatile = volatilePrefixLength(line)
    return this.shiftLine(
      volatile === 0
        ? this.cached(line)
        : line.slice(0, volatile) + this.cached(line.slice(volatile)),
    )
  }

  /** A header that was folded: unfolded only where a secret reaches across a fold. */
  redactHeader(lines: readonly string[]): string {
    if (lines.length === 1) return this.redactLine(lines[0] ?? '')
    const end = /\r?\n?$/.exec(lines.at(-1) ?? '')?.[0] ?? ''
    const parts = lines.map((line) => line.replace(/[\r\n]+$/, ''))
    for (const glue of ['', ' ']) {
      const folds: number[] = []
      let whole = ''
      for (const part of parts) {
        const piece = whole === '' ? part : part.trimStart()
        if (whole !== '') {
          folds.push(whole.length)
          whole += glue
        }
        whole += piece
      }
      const text = fromBytes(whole)
      const spans = findReplacements(text, this.names)
      if (text.length !== whole.length || folds.some((fold) => spans.crosses(fold)))
        return this.shiftLine(toBytes(spans.applyTo(text), text === whole)) + end
    }
    return lines.map((line) => this.redactLine(line)).join('')
  }

  private cached(line: string): string {
    if (line.length > LONGEST_KNOWN) {
      this.opened = findOpenElement(line)
      return this.made(line)
    }
    const young = this.known.get(line)
    const before = young ?? this.olderKnown.get(line)
    if (before && this.stillRight(line, before)) {
      this.opened = before.open
      if (young === undefined) this.keep(line, before)
      return before.text
    }
    const text = this.made(line)
    const open = findOpenElement(line)
    this.opened = open
    this.keep(line, { text, open, names: this.learnt.length })
    return text
  }

  /**
   * What was not met since the younger half was begun goes, all at once: a Map that loses its first
   * key again and again becomes slow.
   */
  private keep(line: string, known: Known): void {
    if (this.known.size >= MOST_KNOWN) {
      this.olderKnown = this.known
      this.known = new Map()
    }
    this.known.set(line, known)
  }

  private stillRight(line: string, before: Known): boolean {
    if (before.names === this.learnt.length) return true
    if (this.learnt.length - before.names > 64) return false
    const lower = line.toLowerCase()
    for (let index = before.names; index < this.learnt.length; index += 1)
      if (lower.includes(this.learnt[index] ?? '')) return false
    before.names = this.learnt.length
    return true
  }

  private made(line: string): string {
    const text = fromBytes(line)
    const made = redactText(text, this.names)
    return made === text ? line : toBytes(made, text === line)
  }
}

/**
 * Bytes, a character for each, as the text that they are: UTF-8 where that is possible, else as it
 * stands.
 */
function fromBytes(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? bytes : text
}

const toBytes = (text: string, plain: boolean): string =>
  plain ? text : Buffer.from(text, 'utf8').toString('latin1')
