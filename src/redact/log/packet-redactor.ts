import { REMOVED_TEXT } from '../token-kind.ts'
import type { LineRedactor } from './line-redactor.ts'
import { EVENT_TEXT_END, isRecordStart } from './record-patterns.ts'

/** Maximum size of buffered text. Content-Length is not corrected for larger packets. */
const MAX_BUFFERED_LENGTH = 1 << 20
/** A larger Content-Length is treated as invalid. */
const MAX_BODY_BYTES = 256 << 10

/**
 * `taken`: the line belongs to the packet. Otherwise the packet has ended, and `rest` is the part
 * of the line after it.
 */
export type TakeResult = 'taken' | { readonly rest: string }

/**
 * Redacts one SIP message of a log, line by line. Buffers the output until the message ends,
 * because Content-Length must match the redacted body. Bodies other than structured documents are
 * message text and are removed.
 */
export class PacketRedactor {
  private readonly text: LineRedactor
  private readonly emit: (text: string) => void
  /** Title in the `Sending Packet` or `Data Received` line. The `End of` line repeats it. */
  private readonly title: string | undefined
  private isMessage: boolean
  private isStructured = true
  private contentLength = -1
  private buffered: string[] = []
  private size = 0
  private contentLengthIndex = -1
  private headerLines: string[] = []
  private body: 'none' | 'kept' | 'dropped' = 'none'
  private bodyBytesLeft = 0
  private bodyGrowth = 0
  private bodyIsRemoved = false

  constructor(
    start: string,
    method: string,
    title: string | undefined,
    text: LineRedactor,
    emit: (text: string) => void,
  ) {
    this.text = text
    this.emit = emit
    this.title = title
    this.isMessage = method === 'MESSAGE'
    this.buffer(text.redactLine(start))
  }

  take(line: string): TakeResult {
    return this.body === 'none' ? this.takeHeaderLine(line) : this.takeBodyLine(line)
  }

  end(): void {
    this.flushHeader()
    const { contentLengthIndex, buffered } = this
    if (contentLengthIndex >= 0) {
      const length = this.bodyIsRemoved
        ? REMOVED_TEXT.length
        : Math.max(0, this.contentLength + this.bodyGrowth)
      buffered[contentLengthIndex] = (buffered[contentLengthIndex] ?? '').replace(
        /\d+(?=\s*$)/,
        String(length),
      )
    }
    this.emit(buffered.join(''))
    this.buffered = []
  }

  private takeHeaderLine(line: string): TakeResult {
    if (isRecordStart(line) || EVENT_TEXT_END.test(line)) return this.endWith(line)
    if (/^[ \t]/.test(line) && line.trim() !== '' && this.headerLines.length > 0) {
      this.headerLines.push(line)
      return 'taken'
    }
    this.flushHeader()
    // Server logs start the body on this line.
    const server = /^Message-Body: ?/.exec(line)
    if (server) {
      this.buffer(server[0])
      this.startBody()
      return this.takeBodyLine(line.slice(server[0].length))
    }
    if (line.trim() !== '') {
      this.headerLines.push(line)
      return 'taken'
    }
    this.buffer(line)
    if (this.contentLength === 0) return this.endWith('')
    this.startBody()
    return 'taken'
  }

  private startBody(): void {
    this.body = this.isMessage || !this.isStructured ? 'dropped' : 'kept'
    this.bodyBytesLeft = this.contentLength > MAX_BODY_BYTES ? -1 : this.contentLength
  }

  private takeBodyLine(line: string): TakeResult {
    if (this.endsAt(line)) return this.endWith(line)
    const close = EVENT_TEXT_END.exec(line)
    if (close && this.body === 'dropped') {
      this.removeLine(line.slice(0, close.index), '')
      return this.endWith(line.slice(close.index))
    }
    // In a quoted CSV field, the body ends with the field. The rest belongs to the row.
    const field = this.bodyBytesLeft <= 0 ? undefined : line.slice(this.bodyBytesLeft)
    if (field !== undefined && /^["']?,|^"\s*$/.test(field)) {
      if (this.body === 'dropped') this.removeLine(line.slice(0, this.bodyBytesLeft), '')
      else this.buffer(this.text.redactLine(line.slice(0, this.bodyBytesLeft)))
      return this.endWith(field)
    }
    this.bodyBytesLeft -= line.length + (line.endsWith('\n') && !line.endsWith('\r\n') ? 1 : 0)
    if (this.body === 'dropped') this.removeLine(line, /\r?\n?$/.exec(line)?.[0] ?? '')
    else {
      const redacted = this.text.redactNextLine(line)
      this.bodyGrowth += redacted.length - line.length
      this.buffer(redacted)
    }
    return 'taken'
  }

  /**
   * Whether the record that starts on this line ends the body. Before Content-Length is reached,
   * only the `End of` line of this packet does: a message may contain pasted log lines.
   */
  private endsAt(line: string): boolean {
    if (!isRecordStart(line)) return false
    if (this.title !== undefined && line.includes(`End of ${this.title}`)) return true
    return this.bodyBytesLeft <= 0
  }

  private removeLine(line: string, lineEnd: string): void {
    if (this.bodyIsRemoved || line.trim() === '') {
      if (!this.bodyIsRemoved) this.buffer(lineEnd)
      return
    }
    this.bodyIsRemoved = true
    this.buffer(REMOVED_TEXT + lineEnd)
  }

  private flushHeader(): void {
    if (this.headerLines.length === 0) return
    // Only headers starting with C or L matter here: Content-Length, Content-Type, CSeq and short
    // forms.
    const first = (this.headerLines[0]?.charCodeAt(0) ?? 0) | 0x20
    if (first !== 0x63 && first !== 0x6c) {
      this.buffer(this.text.redactHeader(this.headerLines))
      this.headerLines = []
      return
    }
    const whole = this.headerLines.map((line) => line.trim()).join(' ')
    const [, name = '', value = ''] = /^([^:\s]+)\s*:\s*(.*)$/.exec(whole) ?? []
    switch (name.toLowerCase()) {
      case 'content-length':
      case 'l':
        if (/^\d{1,9}$/.test(value)) {
          this.contentLength = Number(value)
          this.buffer(this.headerLines.join(''))
          this.contentLengthIndex = this.buffered.length - 1
          this.headerLines = []
          return
        }
        break
      case 'content-type':
      case 'c':
        this.isStructured = /^application\/(?!x-(?:im|rtf))/i.test(value)
        break
      case 'cseq':
        this.isMessage ||= /\bMESSAGE\b/i.test(value)
        break
      default:
    }
    this.buffer(this.text.redactHeader(this.headerLines))
    this.headerLines = []
  }

  private endWith(rest: string): TakeResult {
    this.end()
    return { rest }
  }

  private buffer(text: string): void {
    this.buffered.push(text)
    this.size += text.length
    if (this.size < MAX_BUFFERED_LENGTH) return
    this.emit(this.buffered.join(''))
    this.buffered = []
    this.size = 0
    this.contentLengthIndex = -1
  }
}
