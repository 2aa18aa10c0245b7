import type { SipHeader } from '../../model/sip-message.ts'
import { longHeaderName, splitHeaderValues } from './sip-header-values.ts'

/** Credentials, and what the user wrote. */
const DROPPED_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'proxy-authentication-info',
  'subject',
])

/** What may stand in the name of a header (RFC 3261 `token`). */
const IS_TOKEN = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9\-.!%*_+`'~]/.test(String.fromCharCode(code)) ? 1 : 0,
)
const [TAB, CR, BLANK, COLON] = [9, 13, 0x20, 0x3a]

/** `ms-text-format` and `ms-im-format` carry the first message itself, in base64: ms-body=cXdl */
const MESSAGE_TEXT = /;?\s{0,8}ms-body\s{0,8}=\s{0,8}(?:"[^"]*(?:"|$)|[^;]*)/gi
const MAY_CONTAIN_TEXT = /ms-body/i

/** A header's value, or a start line, without the message text that a parameter carries. */
export const removeMessageText = (value: string): string =>
  MAY_CONTAIN_TEXT.test(value) ? value.replace(MESSAGE_TEXT, '') : value

/**
 * The header lines of a SIP message, from a place in its text up to an empty line; lines end in LF
 * or CRLF. They are read where they stand: to make a text of each line first costs more than all
 * that is then read from it.
 */
export class SipHead {
  headers: SipHeader[] = []
  /** Header lines without a name. */
  namelessLines = 0
  /** Where the body begins, behind the empty line; the end of the text when there is none. */
  bodyAt: number
  private readonly text: string

  constructor(text: string, from: number) {
    this.text = text
    this.bodyAt = text.length
    this.read(from, false)
    if (!MAY_CONTAIN_TEXT.test(text.slice(from, this.bodyAt))) return
    this.headers = []
    this.namelessLines = 0
    this.read(from, true)
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
    const value = trimmedSlice(text, colon + 1, to)
    const kept = mayHoldText ? removeMessageText(value) : value
    if (!kept.includes(',')) this.headers.push({ name, value: kept })
    else for (const one of splitHeaderValues(name, kept)) this.headers.push({ name, value: one })
  }
}

/** Place of the next LF, or the end of the text. */
export function nextLineFeed(text: string, at: number): number {
  const feed = text.indexOf('\n', at)
  return feed < 0 ? text.length : feed
}

/** End of the line without its line end: a CR at the very end of a text is half of none. */
export const trimLineEnd = (text: string, at: number, feed: number): number =>
  feed > at && feed < text.length && text.charCodeAt(feed - 1) === CR ? feed - 1 : feed

const isBlank = (code: number): boolean => code === BLANK || code === TAB

/** What stands between two places without the blanks around it. */
function trimmedSlice(text: string, from: number, to: number): string {
  let start = from
  while (start < to && isBlank(text.charCodeAt(start))) start += 1
  // Other characters that count as blank are rare; they lie outside of what is printed in ASCII.
  const value = text.slice(start, to)
  const last = value.charCodeAt(value.length - 1)
  return last > BLANK && last < 0x7f && value.charCodeAt(0) < 0x7f && value.charCodeAt(0) > BLANK
    ? value
    : value.trim()
}
