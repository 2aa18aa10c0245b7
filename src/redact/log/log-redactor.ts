import type { NameRegistry } from '../name-registry.ts'
import { LineRedactor } from './line-redactor.ts'
import { PacketRedactor } from './packet-redactor.ts'
import { parsePacketTitle, parseStartLineMethod, serverPrefixLength } from './record-patterns.ts'
import { SecretLineScanner } from './secret-line-scanner.ts'

const LF = 10
/** Longer lines are redacted in parts, cut where no name is cut. */
const LONGEST_LINE = 64 << 10
const LONGEST_PREFIX = 300
/** Bytes that are looked at together. */
const WINDOW = 1 << 20

/**
 * Where redacted text goes, in order: bytes as they were, good until the call returns, and new
 * text, a character for each byte.
 */
export interface LogOutput {
  writeBytes(bytes: Uint8Array): void
  writeText(text: string): void
}

/**
 * Redacts a log of one byte for each ASCII character, piece by piece; where the pieces part makes
 * no difference.
 */
export class LogRedactor {
  private readonly scan = new SecretLineScanner(WINDOW)
  private readonly text: LineRedactor
  private readonly output: LogOutput
  private readonly everyLine: boolean
  private rest: Buffer = Buffer.alloc(0)
  private packet: PacketRedactor | undefined
  private title: string | undefined
  /** Nothing is written yet: lines are looked at for names, each once. */
  private learning = false
  private readonly emit = (text: string): void => this.output.writeText(text)

  constructor(names: NameRegistry, output: LogOutput, shift?: number) {
    this.output = output
    this.everyLine = shift !== undefined
    this.text = new LineRedactor(names, shift, this.scan.addWord)
  }

  /**
   * Learns names of what is pushed until it ends; then the same may be pushed again, to be
   * redacted.
   */
  startLearning(): void {
    this.learning = true
  }

  push(piece: Uint8Array): void {
    const bytes =
      this.rest.length === 0
        ? Buffer.from(piece.buffer, piece.byteOffset, piece.length)
        : Buffer.concat([this.rest, piece])
    const used = this.windows(bytes, false)
    this.rest = Buffer.from(bytes.subarray(used))
  }

  end(): void {
    this.windows(this.rest, true)
    this.rest = Buffer.alloc(0)
    this.packet?.end()
    this.packet = undefined
    this.learning = false
  }

  /** Works off all whole lines; returns how far. */
  private windows(bytes: Buffer, final: boolean): number {
    let at = 0
    while (at < bytes.length) {
      let to = Math.min(bytes.length, at + WINDOW)
      if (!final || to < bytes.length) {
        const feed = bytes.lastIndexOf(LF, to - 1)
        if (feed >= at) to = feed + 1
        else if (to - at > LONGEST_LINE) to = cutOf(bytes, at)
        else break
      }
      this.lines(bytes, at, to)
      at = to
    }
    return at
  }

  private lines(bytes: Buffer, from: number, to: number): void {
    const { scan, learning } = this
    scan.load(bytes.subarray(from, to))
    /** From here on, what has not been written yet is as it was. */
    let plain = from
    for (let at = from; at < to; ) {
      const everything =
        !learning && (this.packet !== undefined || this.text.isInPrivateElement || this.everyLine)
      if (!everything) at = from + scan.findNext(at - from, to - from, learning)
      if (at >= to) break
      const feed = bytes.indexOf(LF, at)
      const lineEnd = feed < 0 || feed >= to ? to : feed + 1
      const end = lineEnd - at > LONGEST_LINE ? cutOf(bytes, at) : lineEnd
      if (!learning && plain < at) this.output.writeBytes(bytes.subarray(plain, at))
      const bare =
        !everything && (scan.foundOnlyLearnedWord || this.bareBehindServer(bytes, from, at, end))
      const line = bytes.toString('latin1', at, end)
      if (learning) {
        if (bare) this.text.learnServerPrefix(line)
        else this.text.learnNames(line)
      } else if (bare) this.emit(this.text.redactLearnedNames(line))
      else this.line(line)
      at = end
      plain = end
    }
    if (!learning && plain < to) this.output.writeBytes(bytes.subarray(plain, to))
  }

  /**
   * Whether a record of a server names pool and server in front, and behind its time nobody, or
   * only who is known.
   */
  private bareBehindServer(bytes: Buffer, from: number, at: number, end: number): boolean {
    if (bytes[at] !== 0x54 || bytes[at + 1] !== 0x4c || bytes[at + 2] !== 0x5f) return false
    const length = serverPrefixLength(
      bytes.toString('latin1', at, Math.min(end, at + LONGEST_PREFIX)),
    )
    if (length === 0) return false
    return (
      this.scan.findNext(at + length - from, end - from) >= end - from ||
      this.scan.foundOnlyLearnedWord
    )
  }

  private line(given: string): void {
    let line = given
    if (this.packet) {
      const taken = this.packet.take(line)
      if (taken === 'taken') return
      this.packet = undefined
      line = taken.rest
      if (line === '') return
    }
    const title = parsePacketTitle(line)
    if (title !== undefined) this.title = line.includes('End of') ? undefined : title
    const method = parseStartLineMethod(line)
    if (method === undefined) {
      this.emit(this.text.line(line))
      return
    }
    this.packet = new PacketRedactor(line, method, this.title, this.text, this.emit)
    this.title = undefined
  }
}

/** Where a line that is too long is cut: behind the last mark at which no name goes on. */
function cutOf(bytes: Buffer, from: number): number {
  for (let at = from + LONGEST_LINE; at > from + LONGEST_LINE / 2; at -= 1) {
    const byte = bytes[at - 1]
    if (byte === 0x3e || byte === 0x2c || byte === 0x3b || byte === 0x7d) return at
  }
  for (let at = from + LONGEST_LINE; at > from + LONGEST_LINE / 2; at -= 1)
    if (bytes[at - 1] === 0x20) return at
  return from + LONGEST_LINE
}
