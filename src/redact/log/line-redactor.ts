import { findOpenElement } from '../find-private.ts'
import type { NameRegistry } from '../name-registry.ts'
import { findReplacements, redactLearnedNames, redactText } from '../redact-text.ts'
import { shiftTimes } from '../shift-times.ts'
import { trimEnd } from '../trim-end.ts'
import { fromBytes, toBytes } from './line-bytes.ts'
import { isRecordStart, parseServerPrefix, volatilePrefixLength } from './record-patterns.ts'

const MAX_CACHED_LINES = 10_000
const MAX_CACHED_LENGTH = 1024
/**
 * An element that is never closed must not hide the rest of a log.
 * Limit: characters of a private element in a log.
 * Beyond: it counts as never closed.
 */
const MAX_ELEMENT_LENGTH = 1 << 20

interface CachedLine {
  readonly text: string
  /** Closing tag of a private element that is still open at the end of the line. */
  readonly open: string | undefined
  /** Number of learned names when the line was redacted. */
  names: number
}

/**
 * Redacts lines with one character per byte. Detects for each line whether it is UTF-8 or ANSI.
 * Caches redacted lines, and redacts them again if they may contain a name learned since.
 */
export class LineRedactor {
  private readonly names: NameRegistry
  private readonly shift: number | undefined
  private recent = new Map<string, CachedLine>()
  private older: ReadonlyMap<string, CachedLine> = new Map()
  private readonly learned: string[] = []
  /** Closing tag of the private element that the current line is in. */
  private closing: string | undefined
  /** Closing tag of the private element that the last redacted line left open. */
  private opened: string | undefined
  private elementLengthLeft = 0

  constructor(names: NameRegistry, shift: number | undefined, onLearn: (word: string) => void) {
    this.names = names
    this.shift = shift
    names.watchWords((word) => {
      this.learned.push(word)
      onLearn(Buffer.from(word, 'utf8').toString('utf8'))
    })
  }

  /** Closes a private element that was open at the end of a log. */
  reset(): void {
    this.closing = undefined
    this.opened = undefined
  }

  /** Shifts the times of a line that contains no names. */
  shiftLine(line: string): string {
    return this.shift === undefined ? line : shiftTimes(line, this.shift)
  }

  /** True inside a private element. Then no line may be skipped. */
  get isInPrivateElement(): boolean {
    return this.closing !== undefined
  }

  /** Redacts the next line. A private element may extend over several lines. */
  redactNextLine(text: string): string {
    let line = text
    if (this.closing !== undefined) {
      const end = line.toLowerCase().indexOf(this.closing.toLowerCase())
      this.elementLengthLeft -= line.length
      if (end < 0 && this.elementLengthLeft >= 0 && !isRecordStart(line)) return ''
      this.closing = undefined
      if (end > 0) line = line.slice(end)
    }
    this.opened = undefined
    const redacted = this.redactLine(line)
    if (this.opened !== undefined) {
      this.closing = this.opened
      this.elementLengthLeft = MAX_ELEMENT_LENGTH
    }
    return redacted
  }

  /** Redacts a line that contains no names except learned ones. */
  redactLearnedNames(line: string): string {
    const server = parseServerPrefix(line)
    const front = server?.[0] ?? ''
    const text = fromBytes(line.slice(front.length))
    const redacted = redactLearnedNames(text, this.names)
    const rest =
      redacted === text
        ? line.slice(front.length)
        : toBytes(redacted, text.length === line.length - front.length)
    return this.shiftLine((front === '' ? '' : this.redactCached(front)) + rest)
  }

  /** Learns the names in a line. */
  learnNames(line: string): void {
    findReplacements(fromBytes(line.slice(volatilePrefixLength(line))), this.names)
  }

  /** Learns pool and server of a server record that contains no other names. */
  learnServerPrefix(line: string): void {
    const server = parseServerPrefix(line)
    if (server) this.redactCached(server[0])
  }

  /** Redacts a line, regardless of the lines before it. */
  redactLine(line: string): string {
    const server = parseServerPrefix(line)
    if (server) {
      const [front, time] = server
      return (
        this.shiftLine(this.redactCached(front) + time) +
        this.shiftLine(this.redactCached(line.slice(front.length + time.length)))
      )
    }
    const volatile = volatilePrefixLength(line)
    return this.shiftLine(
      volatile === 0
        ? this.redactCached(line)
        : line.slice(0, volatile) + this.redactCached(line.slice(volatile)),
    )
  }

  /** Redacts a folded header. Unfolds it only if a name extends over a fold. */
  redactHeader(lines: readonly string[]): string {
    if (lines.length === 1) return this.redactLine(lines[0] ?? '')
    const end = /\r?\n?$/.exec((lines.at(-1) ?? '').slice(-2))?.[0] ?? ''
    const parts = lines.map((line) => trimEnd(line, '\r\n'))
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
      const replacements = findReplacements(text, this.names)
      if (text.length !== whole.length || replacements.crossesAny(folds))
        return (
          this.shiftLine(
            toBytes(redactText(replacements.applyTo(text), this.names), text === whole),
          ) + end
        )
    }
    return lines.map((line) => this.redactLine(line)).join('')
  }

  private redactCached(line: string): string {
    if (line.length > MAX_CACHED_LENGTH) {
      this.opened = findOpenElement(line)
      return this.redactText(line)
    }
    const recent = this.recent.get(line)
    const cached = recent ?? this.older.get(line)
    if (cached && this.isStillValid(line, cached)) {
      this.opened = cached.open
      if (recent === undefined) this.store(line, cached)
      return cached.text
    }
    const text = this.redactText(line)
    const open = findOpenElement(line)
    this.opened = open
    this.store(line, { text, open, names: this.learned.length })
    return text
  }

  /**
   * Stores a line in the recent half of the cache. When it is full, it becomes the older half, and
   * the previous older half is dropped. Deleting single keys of a large Map is slow.
   */
  private store(line: string, cached: CachedLine): void {
    if (this.recent.size >= MAX_CACHED_LINES) {
      this.older = this.recent
      this.recent = new Map()
    }
    this.recent.set(line, cached)
  }

  private isStillValid(line: string, cached: CachedLine): boolean {
    if (cached.names === this.learned.length) return true
    if (this.learned.length - cached.names > 64) return false
    const lower = line.toLowerCase()
    for (let index = cached.names; index < this.learned.length; index += 1)
      if (lower.includes(this.learned[index] ?? '')) return false
    cached.names = this.learned.length
    return true
  }

  private redactText(line: string): string {
    const text = fromBytes(line)
    const redacted = redactText(text, this.names)
    return redacted === text ? line : toBytes(redacted, text === line)
  }
}
