import { REMOVED_TEXT } from '../token-kind.ts'
import type { LineRedactor } from './line-redactor.ts'
import { EVENT_TEXT_END, isRecordStart } from './record-patterns.ts'

/** More is not held: then its Content-Length stays as it was. */
const LONGEST_HELD = 1 << 20
/** A body said to be longer is not believed. */
const LONGEST_BODY = 256 << 10

/**
 * Whether a packet takes a line, or has ended before it; `rest` is what of the line is none of it.
 */
export type TakeResult = 'taken' | { readonly rest: string }

/**
 * One SIP message of a log, line by line. Its headers and body are redacted and held until it ends,
 * because Content-Length has to say how long the body has become. What is no structured body is
 * message text, and goes.
 */
export class PacketRedactor {
  private readonly text: LineRedactor
  private readonly emit: (text: string) => void
  /** Of its `Sending Packet` or `Data Received` line: the `End of` line repeats it. */
  private readonly title: string | undefined
  private message: boolean
  private structured = true
  private declared = -1
  private held: string[] = []
  private size = 0
  private lengthAt = -1
  private folded: string[] = []
  private body: 'none' | 'kept' | 'dropped' = 'none'
  private left = 0
  private grown = 0
  private marked = false

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
    this.message = method === 'MESSAGE'
    this.hold(text.redactLine(start))
  }

  take(line: string): TakeResult {
    return this.body === 'none' ? this.head(line) : this.inBody(line)
  }

  end(): void {
    this.header()
    const { lengthAt, held } = this
    if (lengthAt >= 0) {
      const length = this.marked ? REMOVED_TEXT.length : Math.max(0, this.declared + this.grown)
      held[lengthAt] = (held[lengthAt] ?? '').replace(/\d+(?=\s*$)/, String(length))
    }
    this.emit(held.join(''))
    this.held = []
  }

  private head(line: string): TakeResult {
    if (isRecordStart(line) || EVENT_TEXT_END.test(line)) return this.over(line)
    if (/^[ \t]/.test(line) && line.trim() !== '' && this.folded.length > 0) {
      this.folded.push(line)
      return 'taken'
    }
    this.header()
    // As servers log it; the body begins on the same line.
    const server = /^Message-Body: ?/.exec(line)
    if (server) {
      this.hold(server[0])
      this.begin()
      return this.inBody(line.slice(server[0].length))
    }
    if (line.trim() !== '') {
      this.folded.push(line)
      return 'taken'
    }
    this.hold(line)
    if (this.declared === 0) return this.over('')
    this.begin()
    return 'taken'
  }

  private begin(): void {
    this.body = this.message || !this.structured ? 'dropped' : 'kept'
    this.left = this.declared > LONGEST_BODY ? -1 : this.declared
  }

  private inBody(line: string): TakeResult {
    if (this.endsAt(line)) return this.over(line)
    const close = EVENT_TEXT_END.exec(line)
    if (close && this.body === 'dropped') {
      this.drop(line.slice(0, close.index), '')
      return this.over(line.slice(close.index))
    }
    // In a quoted field the body ends with the field: what comes behind is of the row.
    const field = this.left <= 0 ? undefined : line.slice(this.left)
    if (field !== undefined && /^["']?,|^"\s*$/.test(field)) {
      if (this.body === 'dropped') this.drop(line.slice(0, this.left), '')
      else this.hold(this.text.redactLine(line.slice(0, this.left)))
      return this.over(field)
    }
    this.left -= line.length + (line.endsWith('\n') && !line.endsWith('\r\n') ? 1 : 0)
    if (this.body === 'dropped') this.drop(line, /\r?\n?$/.exec(line)?.[0] ?? '')
    else {
      const redacted = this.text.line(line)
      this.grown += redacted.length - line.length
      this.hold(redacted)
    }
    return 'taken'
  }

  /**
   * Inside of the body only the `End of` line of this very packet ends it; what looks like one in a
   * message may have been pasted there.
   */
  private endsAt(line: string): boolean {
    if (!isRecordStart(line)) return false
    if (this.title !== undefined && line.includes(`End of ${this.title}`)) return true
    return this.left <= 0
  }

  private drop(line: string, lineEnd: string): void {
    if (this.marked || line.trim() === '') {
      if (!this.marked) this.hold(lineEnd)
      return
    }
    this.marked = true
    this.hold(REMOVED_TEXT + lineEnd)
  }

  private header(): void {
    if (this.folded.length === 0) return
    // Of the others none says anything of the body: Content-Length, Content-Type, CSeq, and their
    // short forms.
    const first = (this.folded[0]?.charCodeAt(0) ?? 0) | 0x20
    if (first !== 0x63 && first !== 0x6c) {
      this.hold(this.text.redactHeader(this.folded))
      this.folded = []
      return
    }
    const whole = this.folded.map((line) => line.trim()).join(' ')
    const [, name = '', value = ''] = /^([^:\s]+)\s*:\s*(.*)$/.exec(whole) ?? []
    switch (name.toLowerCase()) {
      case 'content-length':
      case 'l':
        if (/^\d{1,9}$/.test(value)) {
          this.declared = Number(value)
          this.hold(this.folded.join(''))
          this.lengthAt = this.held.length - 1
          this.folded = []
          return
        }
        break
      case 'content-type':
      case 'c':
        this.structured = /^application\/(?!x-(?:im|rtf))/i.test(value)
        break
      case 'cseq':
        this.message ||= /\bMESSAGE\b/i.test(value)
        break
      default:
    }
    this.hold(this.text.redactHeader(this.folded))
    this.folded = []
  }

  private over(rest: string): TakeResult {
    this.end()
    return { rest }
  }

  private hold(text: string): void {
    this.held.push(text)
    this.size += text.length
    if (this.size < LONGEST_HELD) return
    this.emit(this.held.join(''))
    this.held = []
    this.size = 0
    this.lengthAt = -1
  }
}
