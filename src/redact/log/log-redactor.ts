import type { NameRegistry } from '../name-registry.ts'
import { LineRedactor } from './line-redactor.ts'
import { PacketRedactor } from './packet-redactor.ts'
import { parsePacketTitle, parseStartLineMethod, serverPrefixLength } from './record-patterns.ts'
import { SecretLineScanner } from './secret-line-scanner.ts'

const LF = 10
/**
 * A line has to be in memory as a whole.
 * Limit: bytes of a line that is redacted as a whole.
 * Beyond: it is redacted in parts, split between names.
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
    this.title = undefined
    this.text.reset()
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
    const { scan, learning } = this
    scan.load(bytes.subarray(from, to))
    /** Start of the unchanged bytes that are not yet written. */
    let unchangedFrom = from
    for (let at = from; at < to; ) {
      const takesEveryLine =
        !learning && (this.packet !== undefined || this.text.isInPrivateElement || this.everyLine)
      if (!takesEveryLine) at = from + scan.findNext(at - from, to - from, learning)
      if (at >= to) break
      const lineFeedAt = bytes.indexOf(LF, at)
      const lineEnd = lineFeedAt < 0 || lineFeedAt >= to ? to : lineFeedAt + 1
      const end = lineEnd - at > MAX_LINE_BYTES ? findCut(bytes, at) : lineEnd
      if (!learning && unchangedFrom < at) this.output.writeBytes(bytes.subarray(unchangedFrom, at))
      const hasOnlyLearnedWords =
        !takesEveryLine &&
        (scan.foundOnlyLearnedWord || this.hasOnlyLearnedWordsAfterPrefix(bytes, from, at, end))
      const line = bytes.toString('latin1', at, end)
      if (learning) {
        if (hasOnlyLearnedWords) this.text.learnServerPrefix(line)
        else this.text.learnNames(line)
      } else if (hasOnlyLearnedWords) this.emit(this.text.redactLearnedNames(line))
      else this.redactLine(line)
      at = end
      unchangedFrom = end
    }
    if (!learning && unchangedFrom < to) this.output.writeBytes(bytes.subarray(unchangedFrom, to))
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
