import { isRecordStart } from './record-patterns.ts'

/**
 * A larger Content-Length is treated as invalid.
 * Limit: Content-Length of a packet that is believed.
 * Beyond: it counts as invalid.
 */
const MAX_BODY_BYTES = 256 << 10

/** `Message-Body: hello`: server logs start the body on this line. */
export const MESSAGE_BODY_LINE = /^Message-Body: ?/

/**
 * Follows the lines of one SIP message in a log: where its body begins and ends, and whether it may
 * contain message text. Lines have one character per byte.
 */
export class SipPacket {
  /** Bytes of the body as its header states; -1 when it does not. */
  contentLength = -1
  private readonly methods: Set<string>
  private isStructured = true
  /** Title in the `Sending Packet` or `Data Received` line. The `End of` line repeats it. */
  private readonly title: string | undefined
  private bodyBytesLeft = 0

  /** `method` is that of the start line; empty for a response. */
  constructor(method: string, title: string | undefined) {
    this.methods = new Set([method])
    this.title = title
  }

  /** Whether the body is message text: of a MESSAGE, or not a structured document. */
  get hasMessageText(): boolean {
    return this.hasMethod('MESSAGE') || !this.isStructured
  }

  /** Whether the start line or CSeq names this method. */
  hasMethod(method: string): boolean {
    return this.methods.has(method)
  }

  /** Reads a header without its line breaks. */
  readHeader(header: string): void {
    const colon = header.indexOf(':')
    const value = header.slice(colon + 1).trimStart()
    switch (header.slice(0, Math.max(0, colon)).trimEnd().toLowerCase()) {
      case 'content-length':
      case 'l':
        if (/^\d{1,9}$/.test(value)) this.contentLength = Number(value)
        break
      case 'content-type':
      case 'c':
        this.isStructured = /^application\/(?!x-(?:im|rtf))/i.test(value)
        break
      case 'cseq':
        for (const word of value.split(/\s+/)) this.methods.add(word.toUpperCase())
        break
      default:
    }
  }

  startBody(): void {
    this.bodyBytesLeft = this.contentLength > MAX_BODY_BYTES ? -1 : this.contentLength
  }

  /** Counts a line of the body, with its line feed. */
  countBodyLine(line: string): void {
    this.bodyBytesLeft -= line.length + (line.endsWith('\n') && !line.endsWith('\r\n') ? 1 : 0)
  }

  /**
   * Whether the record that starts on this line ends the body. Before Content-Length is reached,
   * only the `End of` line of this packet does: a message may contain pasted log lines.
   */
  endsAt(line: string): boolean {
    if (!isRecordStart(line)) return false
    if (this.title !== undefined && line.includes(`End of ${this.title}`)) return true
    return this.bodyBytesLeft <= 0
  }

  /**
   * In a quoted CSV field, the body ends with the field. Returns where in this line; undefined
   * where it does not.
   */
  fieldEnd(line: string): number | undefined {
    if (this.bodyBytesLeft <= 0) return undefined
    return /^["']?,|^"\s*$/.test(line.slice(this.bodyBytesLeft)) ? this.bodyBytesLeft : undefined
  }
}
