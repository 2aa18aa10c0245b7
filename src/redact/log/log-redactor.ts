import { defined } from '../../model/defined.ts'
import type { NameRegistry } from '../name-registry.ts'
import { LineRedactor } from './line-redactor.ts'
import { HEADER_KIND, LineScanner } from './line-scanner.ts'
import type { LogOutput } from './log-output.ts'
import { type LinePart, LOOKAHEAD_BYTES, secretLength, splitLine } from './long-line.ts'
import { PacketRedactor } from './packet-redactor.ts'
import { parsePacketTitle, parseStartLineMethod } from './record-patterns.ts'

const LF = 10
const CR = 13
/**
 * A line has to be in memory as a whole.
 * Limit: bytes of a line that is redacted as a whole.
 * Beyond: it is redacted in parts, split between names and secrets.
 */
const MAX_LINE_BYTES = 64 << 10
/** Number of bytes that are scanned together. A line that is not complete stays in the window. */
const WINDOW_BYTES = (1 << 20) + MAX_LINE_BYTES + LOOKAHEAD_BYTES

/**
 * Redacts a log in an ASCII-compatible encoding, chunk by chunk. The result does not depend on how
 * the log is split into chunks.
 */
export class LogRedactor {
  private readonly scan = new LineScanner(WINDOW_BYTES, MAX_LINE_BYTES)
  private readonly text: LineRedactor
  private readonly names: NameRegistry
  private readonly output: LogOutput
  private readonly everyLine: boolean
  /** The bytes that are not processed yet. They are in the memory of the scanner. */
  private readonly window = this.scan.window
  private length = 0
  private packet: PacketRedactor | undefined
  private title: string | undefined
  /** What precedes the secret of a long line in which the last part ended. */
  private opening: string | undefined
  /** True in the first pass, which learns names and writes nothing. */
  private learning = false

  constructor(names: NameRegistry, output: LogOutput, shift?: number) {
    this.output = output
    this.names = names
    this.everyLine = shift !== undefined
    this.text = new LineRedactor(names, this.scan, shift)
  }

  /** Starts a pass that only learns names. After `end`, push the log again to redact it. */
  startLearning(): void {
    this.learning = true
    this.text.start(true)
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const length = Math.min(chunk.length - at, WINDOW_BYTES - this.length)
      this.window.set(chunk.subarray(at, at + length), this.length)
      this.length += length
      at += length
      this.processLines(false)
    }
  }

  end(): void {
    this.processLines(true)
    this.packet?.end()
    this.packet = undefined
    this.opening = undefined
    this.title = undefined
    this.text.reset()
    if (this.learning) this.text.start(false)
    this.learning = false
  }

  /** Processes all complete lines, and long ones in parts. What is left moves to the start. */
  private processLines(final: boolean): void {
    const { scan, window, length } = this
    scan.endWindow(length)
    let at = 0
    while (at < length) {
      const lineFeedAt = final ? length - 1 : window.lastIndexOf(LF, length - 1)
      if (lineFeedAt >= at) {
        this.processWindow(at, lineFeedAt + 1)
        at = lineFeedAt + 1
      } else if (length - at >= MAX_LINE_BYTES + LOOKAHEAD_BYTES)
        at += this.takePart(this.nextPart(at, length))
      else break
    }
    if (at === 0) return
    window.copyWithin(0, at, length)
    this.length = length - at
  }

  private processWindow(from: number, to: number): void {
    if (this.learning) this.learnWindow(from, to)
    else this.writeWindow(from, to)
  }

  private learnWindow(start: number, to: number): void {
    const { scan } = this
    for (let at = start; ; ) {
      const from = scan.findPart(at, to, true)
      if (from >= to) return
      const lineAt = this.longLineAt(at, from)
      if (lineAt === undefined) {
        at = scan.partEnd
        this.text.learnPart(from, at)
      } else at = lineAt + this.takePart(this.nextPart(lineAt, scan.lineEnd))
    }
  }

  private writeWindow(start: number, to: number): void {
    const { scan, output, window } = this
    /** Start of the unchanged bytes that are not yet written. */
    let unchangedFrom = start
    for (let at = start; at < to; ) {
      if (this.takesEveryLine) {
        output.writeBytes(window, unchangedFrom, at)
        unchangedFrom = at = this.writeLine(at, to)
        continue
      }
      const from = scan.findPart(at, to)
      if (from >= to) break
      const lineAt = this.longLineAt(at, from)
      if (lineAt !== undefined) {
        output.writeBytes(window, unchangedFrom, lineAt)
        at = lineAt + this.takePart(this.nextPart(lineAt, scan.lineEnd))
        unchangedFrom = at
        continue
      }
      const { mayStartPacket } = scan
      at = scan.partEnd
      const isLastPart = at === scan.lineEnd
      if (mayStartPacket && isLastPart) {
        output.writeBytes(window, unchangedFrom, from)
        unchangedFrom = at
        this.redactLine(scan.text(from, at))
        continue
      }
      const part = this.text.redactPart(from, at)
      if (part !== undefined)
        unchangedFrom = this.text.writePart(part, unchangedFrom, from, at, output)
      if (isLastPart) this.text.enterOpenElement()
    }
    output.writeBytes(window, unchangedFrom, to)
  }

  /** Whether no line may be skipped, as what precedes it tells what it is. */
  private get takesEveryLine(): boolean {
    return (
      this.everyLine ||
      this.packet !== undefined ||
      this.opening !== undefined ||
      this.text.isInPrivateElement
    )
  }

  /**
   * Start of the line with the part that the scanner found at `from`, if the line is long. It is not
   * before `at`, where the search began: that is where the part taken last ends.
   */
  private longLineAt(at: number, from: number): number | undefined {
    const { lineEnd } = this.scan
    if (lineEnd - at <= MAX_LINE_BYTES) return undefined
    const lineAt = Math.max(at, from === 0 ? 0 : this.window.lastIndexOf(LF, from - 1) + 1)
    return lineEnd - lineAt > MAX_LINE_BYTES ? lineAt : undefined
  }

  /**
   * Writes the line at `from`, and headers before it that do not change; its next part where it is
   * long. Returns where it ends. `to`: end of the bytes that are known.
   */
  private writeLine(from: number, to: number): number {
    const { scan, window, packet } = this
    if (!packet?.isInHeader || this.everyLine || this.opening !== undefined) {
      const lineFeedAt = window.indexOf(LF, from)
      const lineEnd = lineFeedAt < 0 || lineFeedAt >= to ? to : lineFeedAt + 1
      return from + this.takePart(this.nextPart(from, lineEnd))
    }
    const at = scan.skipPlainHeaders(from, to, MAX_LINE_BYTES)
    const { headerKind, lineEnd } = scan
    if (headerKind === HEADER_KIND.plain) packet.takePlainHeaders(window, from, at, lineEnd)
    else {
      if (at > from) packet.takeUnchangedHeaders(window, from, at)
      if (headerKind === HEADER_KIND.none) return at + this.takePart(this.nextPart(at, lineEnd))
      packet.takeUnchangedHeader(window.latin1Slice(at, lineEnd))
    }
    return lineEnd
  }

  /** The line at `at`, or its next part where it is long or begins in a secret. */
  private nextPart(at: number, lineEnd: number): LinePart {
    const { opening, window } = this
    const isLong = lineEnd - at > MAX_LINE_BYTES
    if (!isLong && opening === undefined)
      return { length: lineEnd - at, text: window.latin1Slice(at, lineEnd) }
    let end = lineEnd
    while (end > at && (window[end - 1] === LF || window[end - 1] === CR)) end -= 1
    const start = window.latin1Slice(at, Math.min(end, at + MAX_LINE_BYTES + LOOKAHEAD_BYTES))
    const secret = opening === undefined ? 0 : secretLength(start, opening)
    if (secret > 0) {
      const length = Math.min(secret, MAX_LINE_BYTES)
      const isWhole = secret === length && secret < start.length
      return defined({ length, opening: isWhole ? undefined : opening })
    }
    return isLong
      ? splitLine(start, MAX_LINE_BYTES, this.names)
      : { length: lineEnd - at, text: window.latin1Slice(at, lineEnd) }
  }

  /**
   * Learns the names in a part of a line, or writes it. Returns its number of bytes; 0 for a line
   * behind a packet, which the scanner may skip now.
   */
  private takePart({ length, text, opening }: LinePart): number {
    if (!this.learning || text === undefined) this.opening = opening
    if (text === undefined) return length
    if (this.learning) this.text.learnLine(text)
    else if (!this.packet) this.redactLine(text)
    else {
      const taken = this.packet.take(text)
      if (taken === 'taken') return length
      this.packet = undefined
      if (taken.rest === text && length === text.length && !this.takesEveryLine) return 0
      if (taken.rest !== '') this.redactLine(taken.rest)
    }
    return length
  }

  private redactLine(line: string): void {
    const title = parsePacketTitle(line)
    if (title !== undefined) this.title = line.includes('End of') ? undefined : title
    const method = parseStartLineMethod(line)
    if (method === undefined) {
      this.output.writeText(this.text.redactNextLine(line))
      return
    }
    this.packet = new PacketRedactor(line, method, this.title, this.text, this.output)
    this.title = undefined
  }
}
