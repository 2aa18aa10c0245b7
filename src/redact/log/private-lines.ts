import { findOpenElement } from '../find-private.ts'
import { removePrivateText } from '../private-text.ts'
import { REMOVED_TEXT } from '../token-kind.ts'
import {
  EVENT_TEXT_END,
  isRecordStart,
  parsePacketTitle,
  parseStartLineMethod,
} from './record-patterns.ts'
import { MESSAGE_BODY_LINE, SipPacket } from './sip-packet.ts'

/** Shown instead of a line that is, or may be, message text or a credential. */
export const HIDDEN_LINE = '[message text not shown]'

/**
 * No body is longer: what follows that many characters without a packet is in none.
 * Limit: characters of a message body that is hidden.
 * Beyond: what follows is in no body.
 */
const MAX_BODY_CHARS = 512 << 10
/**
 * An element that is never closed must not hide the rest of a log.
 * Limit: characters of a hidden element.
 * Beyond: it counts as never closed, and the rest is shown.
 */
const MAX_ELEMENT_CHARS = 1 << 20
/** Of a line that is continued longer, the end is kept. */
const MAX_JOINED_CHARS = 4 << 10

/** Formats whose records all begin as `isRecordStart` says. */
const FORMATS_WITH_RECORD_STARTS: ReadonlySet<string> = new Set([
  'client-log',
  'tracefmt-text',
  'cls-text',
  'event-xml',
  'tracerpt-csv',
])
/** Formats in which a packet ends with the element that contains it. */
const XML_FORMATS: ReadonlySet<string> = new Set(['event-xml', 'clixml'])
/** Formats in which a packet ends with its quoted field, and quotes inside are doubled. */
const QUOTING_FORMATS: ReadonlySet<string> = new Set(['winevent-csv', 'powershell-csv'])
/** `TimeCreated : 6/14/2016`: the values of a list are indented. A SIP header has no blank there. */
const LIST_PROPERTY = /^\p{L}[\p{L}\p{N}_.]{0,60} +: /u
const HEADER_CONTINUATION = /^[ \t]+\S/
/** `s: a subject` in the short form of RFC 3261. */
const SHORT_SUBJECT = /^s[ \t]*:/i
const RTF = '{\\rtf'
/** `<t:Body BodyType="HTML"` whose tag goes on in the next line. */
const CUT_TAG =
  /<((?:[\w-]+:)?(?:Body|Subject|Preview|Password|MimeContent|UniqueBody|NormalizedBody|TextBody|note))(?:\s[^<>]*)?$/i

export interface PrivateLinesOptions {
  /** The format of the input, as its parser names it. */
  readonly format: string
  /** Whether the first line that is read is the first of the input. */
  readonly isFromStart: boolean
}

/**
 * Shows the lines of a log without message text and credentials, and keeps their number. It knows
 * from the lines before what a line is a part of. A line of which that is not known is hidden. Lines
 * are read with one character per byte and without their line feed.
 */
export class PrivateLines {
  private readonly format: string
  /** Characters that were read while it is unknown what the lines are a part of. */
  private unknownChars: number | undefined
  private title: string | undefined
  private packet: SipPacket | undefined
  private isInBody = false
  private isInRtf = false
  private header = ''
  /** Closing tag of the private element that the current line is in. */
  private closing: string | undefined
  private elementCharsLeft = 0
  /** The last line, with the lines that continue it. */
  private joined = ''
  /** Whether the beginning of `joined`, which may not be kept, ends in a secret. */
  private continuesLongSecret = false

  constructor({ format, isFromStart }: PrivateLinesOptions) {
    this.format = format
    this.unknownChars = isFromStart ? undefined : 0
  }

  /** Reads a line that is not shown. */
  skip(line: string): void {
    this.isHidden(line)
    this.join(line)
  }

  /** Reads a line, and returns its text as it may be shown. `text` is the line decoded. */
  show(line: string, text: string): string {
    const before = this.joined
    const isHidden = this.isHidden(line)
    this.join(line)
    if (line.trim() === '') return ''
    if (isHidden || this.continuesLongSecret || continuesSecret(before, line)) return HIDDEN_LINE
    return removePrivateText(text)
  }

  /**
   * Called after a line of which not all was read. What comes after it is hidden until a record
   * begins.
   */
  skipRest(): void {
    this.endPacket()
    this.closing = undefined
    this.isInRtf = false
    this.unknownChars = 0
  }

  private join(line: string): void {
    if (!HEADER_CONTINUATION.test(line)) {
      this.joined = line.trimEnd()
      this.continuesLongSecret = false
      return
    }
    const joined = `${this.joined} ${line.trim()}`
    if (joined.length > MAX_JOINED_CHARS && !this.continuesLongSecret)
      this.continuesLongSecret = removePrivateText(this.joined).endsWith(REMOVED_TEXT)
    this.joined = joined.slice(-MAX_JOINED_CHARS)
  }

  private isHidden(line: string): boolean {
    if (this.unknownChars !== undefined && !this.becomesKnown(line)) return true
    if (this.packet) {
      const isHidden = this.isHiddenInPacket(this.packet, line)
      if (isHidden !== undefined) return isHidden
      this.packet = undefined
      this.isInBody = false
    }
    return this.isHiddenOutside(line)
  }

  /** Whether it is known what this line is a part of, of an input that is not read from its start. */
  private becomesKnown(line: string): boolean {
    this.unknownChars = (this.unknownChars ?? 0) + line.length
    const isLongEnough =
      this.unknownChars > MAX_BODY_CHARS && !FORMATS_WITH_RECORD_STARTS.has(this.format)
    if (!isLongEnough && !this.startsRecord(line)) return false
    this.unknownChars = undefined
    return true
  }

  private startsRecord(line: string): boolean {
    if (isRecordStart(line)) return true
    if (this.format === 'powershell-list') return LIST_PROPERTY.test(line)
    // A quote inside a field is doubled, and the quote that ends a field is followed by a comma.
    return QUOTING_FORMATS.has(this.format) && /^"[^",\r]/.test(line)
  }

  /** Undefined for the line after the packet. */
  private isHiddenInPacket(packet: SipPacket, line: string): boolean | undefined {
    return this.isInBody ? this.isHiddenInBody(packet, line) : this.isHiddenInHead(packet, line)
  }

  private isHiddenInHead(packet: SipPacket, line: string): boolean | undefined {
    if (this.startsRecord(line)) return undefined
    const text = line.trim()
    if (HEADER_CONTINUATION.test(line) && this.header !== '' && this.format !== 'powershell-list') {
      this.header += ` ${text}`
      return SHORT_SUBJECT.test(this.header)
    }
    if (this.header !== '') packet.readHeader(this.header)
    const isBody = MESSAGE_BODY_LINE.test(line)
    this.header = isBody ? '' : text
    if (isBody || text === '') {
      packet.startBody()
      this.isInBody = true
      if (isBody) packet.countBodyLine(`${line.replace(MESSAGE_BODY_LINE, '')}\n`)
      else if (packet.contentLength === 0) this.endPacket()
      return isBody
    }
    if (this.endsContainer(line)) {
      this.endPacket()
      return true
    }
    return SHORT_SUBJECT.test(text)
  }

  private isHiddenInBody(packet: SipPacket, line: string): boolean | undefined {
    const endsHere = packet.endsAt(line)
    if (endsHere || (this.startsRecord(line) && !isRecordStart(line))) return undefined
    packet.countBodyLine(`${line}\n`)
    const isPrivate = packet.hasMessageText || packet.hasMethod('INVITE')
    if (this.endsContainer(line)) {
      this.endPacket()
      return true
    }
    return isPrivate || this.isHiddenOutside(line)
  }

  private endPacket(): void {
    this.packet = undefined
    this.isInBody = false
    this.header = ''
  }

  /** Whether the XML element or CSV field that contains the packet ends in this line. */
  private endsContainer(line: string): boolean {
    if (XML_FORMATS.has(this.format)) return EVENT_TEXT_END.test(line)
    return QUOTING_FORMATS.has(this.format) && (line.split('"').length - 1) % 2 === 1
  }

  private isHiddenOutside(line: string): boolean {
    if (this.isInRtf || this.closing !== undefined) {
      const isInside = !isRecordStart(line)
      this.elementCharsLeft -= line.length
      if (isInside && this.elementCharsLeft >= 0) {
        if (this.closing !== undefined && line.toLowerCase().includes(this.closing))
          this.closing = undefined
        return true
      }
      this.isInRtf = false
      this.closing = undefined
    }
    const open = findOpenElement(line) ?? cutTag(line)
    if (open !== undefined) {
      this.closing = open.toLowerCase()
      this.elementCharsLeft = MAX_ELEMENT_CHARS
    }
    if (this.packet) return false
    return this.startsPrivatePart(line)
  }

  /** Outside of packets: notes where one begins. */
  private startsPrivatePart(line: string): boolean {
    const title = parsePacketTitle(line)
    if (title !== undefined) this.title = line.includes('End of') ? undefined : title
    const method = parseStartLineMethod(line)
    if (method !== undefined) {
      this.packet = new SipPacket(method, this.title)
      this.title = undefined
      this.isInBody = false
      this.header = ''
      return false
    }
    if (MESSAGE_BODY_LINE.test(line)) {
      this.packet = new SipPacket('MESSAGE', undefined)
      this.isInBody = true
      return true
    }
    if (!line.includes(RTF)) return false
    this.isInRtf = true
    this.elementCharsLeft = MAX_ELEMENT_CHARS
    return true
  }
}

function cutTag(line: string): string | undefined {
  const name = line.includes('<') ? CUT_TAG.exec(line)?.[1] : undefined
  return name === undefined || /^(?:s|soap|soap-env|soapenv):body$/i.test(name)
    ? undefined
    : `</${name}`
}

/**
 * Whether an indented line goes on with a secret of the lines before: a folded header, or a value
 * that was wrapped. Only both together show that.
 */
function continuesSecret(before: string, line: string): boolean {
  if (before === '' || !HEADER_CONTINUATION.test(line)) return false
  const rest = line.trim()
  const first = removePrivateText(before)
  if (first.endsWith(REMOVED_TEXT)) return true
  const second = removePrivateText(rest)
  return ['', ' '].some(
    (glue) => removePrivateText(`${before}${glue}${rest}`) !== `${first}${glue}${second}`,
  )
}
