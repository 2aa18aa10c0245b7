import type { NameRegistry } from '../name-registry.ts'
import { LineRedactor } from './line-redactor.ts'
import { LineScanner } from './line-scanner.ts'
import { PacketRedactor } from './packet-redactor.ts'
import { parsePacketTitle, parseStartLineMethod } from './record-patterns.ts'

const LF = 10
/**
 * A line has to be in memory as a whole.
 * Limit: bytes of a line that is redacted as a whole.
 * Beyond: it is redacted in parts, split between names.
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
  private readonly output: LogOutput
  private readonly everyLine: boolean
  private rest: Buffer = Buffer.alloc(0)
  private packet: PacketRedactor | undefined
  private title: string | undefined
  /** True in the first pass, which learns names and writes nothing. */
  private learning = false
  private readonly emit = (text: string): void => this.output.writeText(text)

  constructor(names: NameRegistry, output: LogOutput, shift?: number) {
    this.output = output
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
    if (this.learning) this.text.start(false)
    this.learning = false
  }

  /** Processes all complete lines. Returns the number of bytes processed. */
  private processLines(bytes: Buffer, final: boolean): number {
    let at = 0
    while (at < bytes.length) {
      let to = Math.min(bytes.length, at + WINDOW_BYTES)
      if (!final || to < bytes.length) {
        const lineFeedAt = bytes.lastIndexOf(LF, to - 1)
        if (lineFeedAt >= at) to = lineFeedAt + 1
        else if (to - at > MAX_LINE_BYTES) to = findCut(bytes, at)
        else break
      }
      this.redactWindow(bytes, at, to)
      at = to
    }
    return at
  }

  private redactWindow(bytes: Buffer, from: number, to: number): void {
    const window = bytes.subarray(from, to)
    this.scan.load(window)
    if (this.learning) this.learnWindow(window)
    else this.writeWindow(window)
  }

  private learnWindow(window: Buffer): void {
    const { scan } = this
    for (let at = 0; ; ) {
      at = scan.findPart(at, window.length, true)
      if (at >= window.length) return
      const end = this.cutPart(window, at)
      this.text.learnPart(at, end)
      at = end
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
      if (this.everyLine || this.packet !== undefined || this.text.isInPrivateElement) {
        writeUnchanged(at)
        unchangedFrom = at = this.writeLine(window, at)
        continue
      }
      const from = scan.findPart(at, window.length)
      if (from >= window.length) break
      const { mayStartPacket } = scan
      const isLastPart = scan.partEnd === scan.lineEnd
      at = this.cutPart(window, from)
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

  /** End of the part that the scanner found at `at`. A long part is cut, and examined again. */
  private cutPart(window: Buffer, at: number): number {
    const end = this.scan.partEnd
    if (end - at <= MAX_LINE_BYTES) return end
    const cut = findCut(window, at)
    this.scan.examine(at, cut, false)
    return cut
  }

  /** Writes the line at `at`, or its part that is redacted as a whole. Returns its end. */
  private writeLine(window: Buffer, at: number): number {
    const { scan } = this
    if (this.packet?.isInHeader && !this.everyLine) {
      const isPlain = scan.examineLine(at, window.length)
      const { lineEnd } = scan
      if (isPlain && lineEnd - at <= MAX_LINE_BYTES) {
        this.packet.takePlainHeader(this.text.redactPart(at, lineEnd) ?? scan.text(at, lineEnd))
        return lineEnd
      }
    }
    const lineFeedAt = window.indexOf(LF, at)
    const lineEnd = lineFeedAt < 0 ? window.length : lineFeedAt + 1
    const end = lineEnd - at > MAX_LINE_BYTES ? findCut(window, at) : lineEnd
    this.redactLine(scan.text(at, end))
    return end
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

/** Where to split a long line: after the last separator that is not part of a name. */
function findCut(bytes: Buffer, from: number): number {
  for (let at = from + MAX_LINE_BYTES; at > from + MAX_LINE_BYTES / 2; at -= 1) {
    const byte = bytes[at - 1]
    if (byte === 0x3e || byte === 0x2c || byte === 0x3b || byte === 0x7d) return at
  }
  for (let at = from + MAX_LINE_BYTES; at > from + MAX_LINE_BYTES / 2; at -= 1)
    if (bytes[at - 1] === 0x20) return at
  return from + MAX_LINE_BYTES
}
