import type { SipHeader } from '../../model/sip-message.ts'
import { longHeaderName, splitHeaderValues } from './sip-header-values.ts'

/** Headers that contain credentials or text of the user. */
const DROPPED_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'proxy-authentication-info',
  'subject',
])

/** 1 for the characters that a header name may contain (RFC 3261 `token`). */
const IS_TOKEN = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9\-.!%*_+`'~]/.test(String.fromCharCode(code)) ? 1 : 0,
)
/**
 * Evidence keeps hundreds of headers. No client or server writes so much.
 * Limit: characters of a SIP header.
 * Beyond: the value is cut; the report says so.
 */
const MAX_VALUE_CHARACTERS = 16 * 1024
const [TAB, CR, BLANK, COLON] = [9, 13, 0x20, 0x3a]

/**
 * The parameter of `ms-text-format` and `ms-im-format` that contains the first message in base64:
 * ms-body=cXdl
 */
const MESSAGE_TEXT = /;?\s{0,8}ms-body\s{0,8}=\s{0,8}(?:"[^"]*(?:"|$)|[^;]*)/gi
const MAY_CONTAIN_TEXT = /ms-body/i

/** A header value or start line without the message text in its parameters. */
export const removeMessageText = (value: string): string =>
  MAY_CONTAIN_TEXT.test(value) ? value.replace(MESSAGE_TEXT, '') : value

/**
 * Parses the header lines of a SIP message from `from` to the first empty line. Lines end in LF or
 * CRLF. Reads in place, because splitting into lines first costs more than all the rest.
 */
export class SipHead {
  headers: SipHeader[] = []
  /** Number of header lines without a name. */
  namelessLines = 0
  /** Number of header lines of which only the beginning is kept. */
  longLines = 0
  /** Start of the body after the empty line. The end of the text when there is no empty line. */
  bodyAt: number
  private readonly text: string

  constructor(text: string, from: number) {
    this.text = text
    this.bodyAt = text.length
    this.read(from, false)
    if (!MAY_CONTAIN_TEXT.test(text.slice(from, this.bodyAt))) return
    this.headers = []
    this.namelessLines = 0
    this.longLines = 0
    this.read(from, true)
  }

  /** The first value of a header. `name` is the long form in lower case. */
  first(name: string): string | undefined {
    return this.headers.find((header) => header.name === name)?.value
  }

  private read(from: number, mayHoldText: boolean): void {
    const { text } = this
    for (let at = from; at < text.length; ) {
      let feed = nextLineFeed(text, at)
      const end = trimLineEnd(text, at, feed)
      if (end === at && feed < text.length) {
        this.bodyAt = feed + 1
        return
      }
      if (!isBlank(text.charCodeAt(feed + 1))) this.addLine(text, at, end, mayHoldText)
      else {
        // A line that begins with a blank continues the header above.
        let folded = text.slice(at, end)
        while (isBlank(text.charCodeAt(feed + 1))) {
          at = feed + 1
          feed = nextLineFeed(text, at)
          folded = `${folded} ${text.slice(at, feed).trim()}`
        }
        this.addLine(folded, 0, folded.length, mayHoldText)
      }
      at = feed + 1
    }
  }

  private addLine(text: string, from: number, to: number, mayHoldText: boolean): void {
    let nameEnd = from
    while (nameEnd < to && IS_TOKEN[text.charCodeAt(nameEnd)] === 1) nameEnd += 1
    let colon = nameEnd
    while (colon < to && isBlank(text.charCodeAt(colon))) colon += 1
    if (nameEnd === from || colon === to || text.charCodeAt(colon) !== COLON) {
      if (text.slice(from, to).trim() !== '') this.namelessLines += 1
      return
    }
    const name = longHeaderName(text.slice(from, nameEnd))
    if (DROPPED_HEADERS.has(name)) return
    if (to - colon - 1 > MAX_VALUE_CHARACTERS) this.longLines += 1
    const value = trimmedSlice(text, colon + 1, Math.min(to, colon + 1 + MAX_VALUE_CHARACTERS))
    const kept = mayHoldText ? removeMessageText(value) : value
    if (!kept.includes(',')) this.headers.push({ name, value: kept })
    else for (const part of splitHeaderValues(name, kept)) this.headers.push({ name, value: part })
  }
}

/** Position of the next LF, or the end of the text. */
export function nextLineFeed(text: string, at: number): number {
  const feed = text.indexOf('\n', at)
  return feed < 0 ? text.length : feed
}

/** End of a line without its line break. A CR at the very end of the text is not a line break. */
export const trimLineEnd = (text: string, at: number, feed: number): number =>
  feed > at && feed < text.length && text.charCodeAt(feed - 1) === CR ? feed - 1 : feed

const isBlank = (code: number): boolean => code === BLANK || code === TAB

/** The text between two positions, without blanks at both ends. */
function trimmedSlice(text: string, from: number, to: number): string {
  let start = from
  while (start < to && isBlank(text.charCodeAt(start))) start += 1
  // Only characters outside printable ASCII can still be blanks, and they are rare.
  const value = text.slice(start, to)
  const last = value.charCodeAt(value.length - 1)
  return last > BLANK && last < 0x7f && value.charCodeAt(0) < 0x7f && value.charCodeAt(0) > BLANK
    ? value
    : value.trim()
}
