import { defined } from '../../model/defined.ts'
import type { NameRegistry } from '../name-registry.ts'
import { LineRedactor } from './line-redactor.ts'
import { LineScanner } from './line-scanner.ts'
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
  private readonly scan = new LineScanner(WINDOW_BYTES, MAX_LINE_BYTES)
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
    this.text = new LineRedactor(names, this.scan, shift)
  }

  /** Starts a pass that only learns names. After `end`, push the log again to redact it. */
  startLearning(): void {
    this.learning = true
    this.text.start(true)
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
    if (this.learning) this.text.start(false)
    this.learning = false
  }

  /** Processes all complete lines, and long ones in parts. Returns the number of bytes processed. */
  private processLines(bytes: Buffer, final: boolean): number {
    let at = 0
    while (at < bytes.length) {
      let to = Math.min(bytes.length, at + WINDOW_BYTES)
      if (!final || to < bytes.length) {
        const lineFeedAt = bytes.lastIndexOf(LF, to - 1)
        if (lineFeedAt < at) {
          if (to - at < MAX_LINE_BYTES + LOOKAHEAD_BYTES) break
          at += this.takePart(this.nextPart(bytes, at, to))
          continue
        }
        to = lineFeedAt + 1
      }
      this.processWindow(bytes.subarray(at, to))
      at = to
    }
    return at
  }

  private processWindow(window: Buffer): void {
    this.scan.load(window)
    if (this.learning) this.learnWindow(window)
    else this.writeWindow(window)
  }

  private learnWindow(window: Buffer): void {
    const { scan } = this
    for (let at = 0; ; ) {
      const from = scan.findPart(at, window.length, true)
      if (from >= window.length) return
      const lineAt = this.longLineAt(window, at, from)
      if (lineAt === undefined) {
        at = scan.partEnd
        this.text.learnPart(from, at)
      } else at = lineAt + this.takePart(this.nextPart(window, lineAt, scan.lineEnd))
    }
  }

  private writeWindow(window: Buffer): void {
    const { scan } = this
    /** Start of the unchanged bytes that are not yet written. */
    let unchangedFrom = 0
    const writeUnchanged = (to: number) => {
      if (unchangedFrom < to) this.output.writeBytes(window.subarray(unchangedFrom, to))
    }
    for (let at = 0; at < window.length; ) {
      if (this.takesEveryLine) {
        writeUnchanged(at)
        unchangedFrom = at = this.writeLine(window, at)
        continue
      }
      const from = scan.findPart(at, window.length)
      if (from >= window.length) break
      const lineAt = this.longLineAt(window, at, from)
      if (lineAt !== undefined) {
        writeUnchanged(lineAt)
        at = lineAt + this.takePart(this.nextPart(window, lineAt, scan.lineEnd))
        unchangedFrom = at
        continue
      }
      const { mayStartPacket } = scan
      at = scan.partEnd
      const isLastPart = at === scan.lineEnd
      if (mayStartPacket && isLastPart) {
        writeUnchanged(from)
        unchangedFrom = at
        this.redactLine(scan.text(from, at))
        continue
      }
      const redacted = this.text.redactPart(from, at)
      if (redacted !== undefined) {
        writeUnchanged(from)
        unchangedFrom = at
        this.output.writeText(redacted)
      }
      if (isLastPart) this.text.enterOpenElement()
    }
    writeUnchanged(window.length)
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
  private longLineAt(window: Buffer, at: number, from: number): number | undefined {
    const { lineEnd } = this.scan
    if (lineEnd - at <= MAX_LINE_BYTES) return undefined
    const lineAt = Math.max(at, from === 0 ? 0 : window.lastIndexOf(LF, from - 1) + 1)
    return lineEnd - lineAt > MAX_LINE_BYTES ? lineAt : undefined
  }

  /** Writes the line at `at`, or its next part where it is long. Returns its end. */
  private writeLine(window: Buffer, at: number): number {
    const { scan } = this
    if (this.packet?.isInHeader && !this.everyLine && this.opening === undefined) {
      const isPlain = scan.examineLine(at, window.length)
      const { lineEnd } = scan
      if (isPlain && lineEnd - at <= MAX_LINE_BYTES) {
        this.packet.takePlainHeader(this.text.redactPart(at, lineEnd) ?? scan.text(at, lineEnd))
        return lineEnd
      }
    }
    const lineFeedAt = window.indexOf(LF, at)
    const lineEnd = lineFeedAt < 0 ? window.length : lineFeedAt + 1
    return at + this.takePart(this.nextPart(window, at, lineEnd))
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

  /** Learns the names in a part of a line, or writes it. Returns its number of bytes. */
  private takePart({ length, text, opening }: LinePart): number {
    if (!this.learning || text === undefined) this.opening = opening
    if (text === undefined) return length
    if (this.learning) this.text.learnLine(text)
    else this.redactLine(text)
    return length
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
