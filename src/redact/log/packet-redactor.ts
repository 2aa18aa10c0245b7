import { REMOVED_TEXT } from '../token-kind.ts'
import type { LineRedactor } from './line-redactor.ts'
import type { LogOutput } from './log-output.ts'
import { EVENT_TEXT_END, isRecordStart } from './record-patterns.ts'
import { MESSAGE_BODY_LINE, SipPacket } from './sip-packet.ts'

/**
 * Content-Length comes before the body, so it is held back until the packet ends.
 * Limit: bytes of a packet whose Content-Length is corrected.
 * Beyond: its Content-Length stays as it is.
 */
const MAX_BUFFERED_LENGTH = 1 << 20
const CONTENT_LENGTH = /^(?:content-length|l)\s*:\s*\d{1,9}$/i

/**
 * `taken`: the line belongs to the packet. Otherwise the packet has ended, and `rest` is the part
 * of the line after it.
 */
export type TakeResult = 'taken' | { readonly rest: string }

/**
 * Redacts one SIP message of a log, line by line. Corrects Content-Length when the message ends,
 * because it must match the redacted body. Bodies other than structured documents are
 * message text and are removed.
 */
export class PacketRedactor {
  private readonly text: LineRedactor
  private readonly output: LogOutput
  private readonly packet: SipPacket
  /** Characters written since the packet began, or since they were too many. */
  private size = 0
  /** The header Content-Length, which the output holds back with all that follows it. */
  private contentLengthLine: string | undefined
  private headerLines: string[] = []
  private body: 'none' | 'kept' | 'dropped' = 'none'
  private bodyGrowth = 0
  private bodyIsRemoved = false

  constructor(
    start: string,
    method: string,
    title: string | undefined,
    text: LineRedactor,
    output: LogOutput,
  ) {
    this.text = text
    this.output = output
    this.packet = new SipPacket(method, title)
    this.write(text.redactLine(start))
  }

  take(line: string): TakeResult {
    return this.body === 'none' ? this.takeHeaderLine(line) : this.takeBodyLine(line)
  }

  /** Whether the next line may be a header. */
  get isInHeader(): boolean {
    return this.body === 'none'
  }

  /** Takes headers that are not folded, that change nothing, and that do not change themselves. */
  takeUnchangedHeaders(bytes: Uint8Array, from: number, to: number): void {
    this.flushHeader()
    this.output.writeBytes(bytes, from, to)
    this.count(to - from)
  }

  /** Takes a header that is not folded, and that does not change itself. */
  takeUnchangedHeader(line: string): void {
    this.flushHeader()
    if (!this.readHeader(line, line.trim())) this.write(line)
  }

  /**
   * Takes headers that are not folded, and that change nothing but themselves: unchanged ones, and
   * from `at` on the one that the scanner examined last.
   */
  takePlainHeaders(bytes: Uint8Array, from: number, at: number, to: number): void {
    const { output, text } = this
    const part = text.redactPart(at, to)
    // Names get their tokens in this order.
    if (this.headerLines.length > 0) {
      const redacted = text.partText(part, at, to)
      this.takeUnchangedHeaders(bytes, from, at)
      this.write(redacted)
    } else if (part === undefined) this.takeUnchangedHeaders(bytes, from, to)
    else {
      const before = output.size
      output.writeBytes(bytes, text.writePart(part, from, at, to, output), to)
      this.count(output.size - before)
    }
  }

  end(): void {
    this.flushHeader()
    const { contentLengthLine: line, output } = this
    if (line === undefined) return
    const length = this.bodyIsRemoved
      ? REMOVED_TEXT.length
      : Math.max(0, this.packet.contentLength + this.bodyGrowth)
    output.replaceHeld(line.length, withLength(line, length))
    this.contentLengthLine = undefined
  }

  private takeHeaderLine(line: string): TakeResult {
    if (isRecordStart(line) || EVENT_TEXT_END.test(line)) return this.endWith(line)
    // The last one has no line feed if it is a part of a long line, which goes on here.
    const mayFold = this.headerLines.at(-1)?.endsWith('\n')
    if (mayFold && /^[ \t]/.test(line) && line.trim() !== '') {
      this.headerLines.push(line)
      return 'taken'
    }
    this.flushHeader()
    const server = MESSAGE_BODY_LINE.exec(line)
    if (server) {
      this.write(server[0])
      this.startBody()
      return this.takeBodyLine(line.slice(server[0].length))
    }
    if (line.trim() !== '') {
      this.headerLines.push(line)
      return 'taken'
    }
    this.write(line)
    if (this.packet.contentLength === 0) return this.endWith('')
    this.startBody()
    return 'taken'
  }

  private startBody(): void {
    this.body = this.packet.hasMessageText ? 'dropped' : 'kept'
    this.packet.startBody()
  }

  private takeBodyLine(line: string): TakeResult {
    if (this.packet.endsAt(line)) return this.endWith(line)
    const close = EVENT_TEXT_END.exec(line)
    if (close && this.body === 'dropped') {
      this.removeLine(line.slice(0, close.index), '')
      return this.endWith(line.slice(close.index))
    }
    // Text behind a quoted CSV field belongs to the row.
    const fieldEnd = this.packet.fieldEnd(line)
    if (fieldEnd !== undefined) {
      const text = line.slice(0, fieldEnd)
      if (this.body === 'dropped') this.removeLine(text, '')
      else this.write(this.text.redactLine(text))
      return this.endWith(line.slice(fieldEnd))
    }
    this.packet.countBodyLine(line)
    if (this.body === 'dropped') this.removeLine(line, /\r?\n?$/.exec(line)?.[0] ?? '')
    else {
      const redacted = this.text.redactNextLine(line)
      this.bodyGrowth += redacted.length - line.length
      this.write(redacted)
    }
    return 'taken'
  }

  private removeLine(line: string, lineEnd: string): void {
    if (this.bodyIsRemoved || line.trim() === '') {
      if (!this.bodyIsRemoved) this.write(lineEnd)
      return
    }
    this.bodyIsRemoved = true
    this.write(REMOVED_TEXT + lineEnd)
  }

  private flushHeader(): void {
    if (this.headerLines.length === 0) return
    // Only headers starting with C or L matter here: Content-Length, Content-Type, CSeq and short
    // forms.
    const first = (this.headerLines[0]?.charCodeAt(0) ?? 0) | 0x20
    if (first !== 0x63 && first !== 0x6c) {
      this.write(this.text.redactHeader(this.headerLines))
      this.headerLines = []
      return
    }
    const whole = this.headerLines.map((line) => line.trim()).join(' ')
    if (!this.readHeader(this.headerLines.join(''), whole))
      this.write(this.text.redactHeader(this.headerLines))
    this.headerLines = []
  }

  /**
   * Reads a header. Writes it if it is Content-Length, and returns whether it is. `whole`: the
   * header without its line breaks.
   */
  private readHeader(lines: string, whole: string): boolean {
    this.packet.readHeader(whole)
    if (!CONTENT_LENGTH.test(whole)) return false
    this.output.hold()
    this.contentLengthLine = lines
    this.write(lines)
    return true
  }

  private endWith(rest: string): TakeResult {
    this.end()
    return { rest }
  }

  private write(text: string): void {
    this.output.writeText(text)
    this.count(text.length)
  }

  private count(characters: number): void {
    this.size += characters
    if (this.size <= MAX_BUFFERED_LENGTH) return
    this.output.release()
    this.contentLengthLine = undefined
    this.size = 0
  }
}

/** The header line with another number at its end. */
function withLength(line: string, length: number): string {
  const end = line.trimEnd().length
  let start = end
  while (start > 0 && /\d/.test(line.charAt(start - 1))) start -= 1
  return start === end ? line : line.slice(0, start) + length + line.slice(end)
}
