import { defined } from '../../model/defined.ts'
import type { NameRegistry } from '../name-registry.ts'
import { LineRedactor } from './line-redactor.ts'
import { type LinePart, LOOKAHEAD_BYTES, secretLength, splitLine } from './long-line.ts'
import { PacketRedactor } from './packet-redactor.ts'
import { parsePacketTitle, parseStartLineMethod, serverPrefixLength } from './record-patterns.ts'
import { SecretLineScanner } from './secret-line-scanner.ts'

const LF = 10
const CR = 13
/**
 * A line has to be in memory as a whole.
 * Limit: bytes of a line that is redacted as a whole.
 * Beyond: it is redacted in parts, split between names and secrets.
 */
const MAX_LINE_BYTES = 64 << 10
const MAX_PREFIX_BYTES = 300
/** Number of bytes that are scanned together. */
const WINDOW_BYTES = 1 << 20

/**
 * Receives the redacted log in order. `writeBytes` gets unchanged bytes, which are reused after the
 * call. `writeText` gets new text with one character per byte.
 */
export interface LogOutput {
  writeBytes(bytes: Uint8Array): void
  writeText(text: string): void
}

/**
 * Redacts a log in an ASCII-compatible encoding, chunk by chunk. The result does not depend on how
 * the log is split into chunks.
 */
export class LogRedactor {
  private readonly scan = new SecretLineScanner(WINDOW_BYTES)
  private readonly text: LineRedactor
  private readonly names: NameRegistry
  private readonly output: LogOutput
  private readonly everyLine: boolean
  private rest: Buffer = Buffer.alloc(0)
  private packet: PacketRedactor | undefined
  private title: string | undefined
  /** What precedes the secret of a long line in which the last part ended. */
  private opening: string | undefined
  /** True in the first pass, which learns names and writes nothing. */
  private learning = false
  private readonly emit = (text: string): void => this.output.writeText(text)

  constructor(names: NameRegistry, output: LogOutput, shift?: number) {
    this.output = output
    this.names = names
    this.everyLine = shift !== undefined
    this.text = new LineRedactor(names, shift, this.scan.addWord)
  }

  /** Starts a pass that only learns names. After `end`, push the log again to redact it. */
  startLearning(): void {
    this.learning = true
  }

  push(chunk: Uint8Array): void {
    const bytes =
      this.rest.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([this.rest, chunk])
    const used = this.processLines(bytes, false)
    this.rest = Buffer.from(bytes.subarray(used))
  }

  end(): void {
    this.processLines(this.rest, true)
    this.rest = Buffer.alloc(0)
    this.packet?.end()
    this.packet = undefined
    this.opening = undefined
    this.title = undefined
    this.text.reset()
    this.learning = false
  }

  /** Processes all complete lines. Returns the number of bytes processed. */
  private processLines(bytes: Buffer, final: boolean): number {
    let at = 0
    while (at < bytes.length) {
      let to = Math.min(bytes.length, at + WINDOW_BYTES)
      let part: LinePart | undefined
      if (!final || to < bytes.length) {
        const lineFeedAt = bytes.lastIndexOf(LF, to - 1)
        if (lineFeedAt >= at) to = lineFeedAt + 1
        else if (to - at >= MAX_LINE_BYTES + LOOKAHEAD_BYTES) {
          part = this.nextPart(bytes, at, to)
          to = at + part.length
        } else break
      }
      this.redactWindow(bytes, at, to, part)
      at = to
    }
    return at
  }

  /** Redacts whole lines, or a part of a long line. */
  private redactWindow(bytes: Buffer, from: number, to: number, given: LinePart | undefined): void {
    const { scan, learning } = this
    scan.load(bytes.subarray(from, to))
    /** Start of the unchanged bytes that are not yet written. */
    let unchangedFrom = from
    for (let at = from; at < to; ) {
      const takesEveryLine =
        !learning &&
        (this.everyLine ||
          this.packet !== undefined ||
          this.opening !== undefined ||
          this.text.isInPrivateElement)
      if (!takesEveryLine) at = from + scan.findNext(at - from, to - from, learning)
      if (at >= to) break
      const lineFeedAt = bytes.indexOf(LF, at)
      const lineEnd = lineFeedAt < 0 || lineFeedAt >= to ? to : lineFeedAt + 1
      const part = given ?? this.nextPart(bytes, at, lineEnd)
      const end = at + part.length
      if (!learning && unchangedFrom < at) this.output.writeBytes(bytes.subarray(unchangedFrom, at))
      const hasOnlyLearnedWords =
        !takesEveryLine &&
        part.opening === undefined &&
        (scan.foundOnlyLearnedWord || this.hasOnlyLearnedWordsAfterPrefix(bytes, from, at, end))
      const { text } = part
      if (text === undefined) this.opening = part.opening
      else if (learning) {
        if (hasOnlyLearnedWords) this.text.learnServerPrefix(text)
        else this.text.learnNames(text)
      } else if (hasOnlyLearnedWords) this.emit(this.text.redactLearnedNames(text))
      else {
        this.opening = part.opening
        this.redactLine(text)
      }
      at = end
      unchangedFrom = end
    }
    if (!learning && unchangedFrom < to) this.output.writeBytes(bytes.subarray(unchangedFrom, to))
  }

  /** The line at `at`, or its next part where it is long or begins in a secret. */
  private nextPart(bytes: Buffer, at: number, lineEnd: number): LinePart {
    const { opening } = this
    const isLong = lineEnd - at > MAX_LINE_BYTES
    if (!isLong && opening === undefined)
      return { length: lineEnd - at, text: bytes.toString('latin1', at, lineEnd) }
    let end = lineEnd
    while (end > at && (bytes[end - 1] === LF || bytes[end - 1] === CR)) end -= 1
    const start = bytes.toString('latin1', at, Math.min(end, at + MAX_LINE_BYTES + LOOKAHEAD_BYTES))
    const secret = opening === undefined ? 0 : secretLength(start, opening)
    if (secret > 0) {
      const length = Math.min(secret, MAX_LINE_BYTES)
      const isWhole = secret === length && secret < start.length
      return defined({ length, opening: isWhole ? undefined : opening })
    }
    return isLong
      ? splitLine(start, MAX_LINE_BYTES, this.names)
      : { length: lineEnd - at, text: bytes.toString('latin1', at, lineEnd) }
  }

  /**
   * Whether a server record has names only in its prefix (pool and server), except for learned
   * words.
   */
  private hasOnlyLearnedWordsAfterPrefix(
    bytes: Buffer,
    from: number,
    at: number,
    end: number,
  ): boolean {
    if (bytes[at] !== 0x54 || bytes[at + 1] !== 0x4c || bytes[at + 2] !== 0x5f) return false
    const length = serverPrefixLength(
      bytes.toString('latin1', at, Math.min(end, at + MAX_PREFIX_BYTES)),
    )
    if (length === 0) return false
    return (
      this.scan.findNext(at + length - from, end - from) >= end - from ||
      this.scan.foundOnlyLearnedWord
    )
  }

  private redactLine(text: string): void {
    let line = text
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
      this.emit(this.text.redactNextLine(line))
      return
    }
    this.packet = new PacketRedactor(line, method, this.title, this.text, this.emit)
    this.title = undefined
  }
}
