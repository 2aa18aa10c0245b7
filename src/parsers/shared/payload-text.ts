const MIN_RUN_CHARACTERS = 4
const BLANK = 0x20
const LF = 0x0a

/** Value of an ASCII hex digit by its byte, or -1. */
const HEX_VALUES = Int8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(value) ? -1 : value
})

const isPrintableByte = (byte: number): boolean =>
  (byte >= 0x20 && byte <= 0x7e) || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte >= 0xc0

/**
 * Accepts Latin, Greek, Cyrillic, Hebrew, Arabic and typographic characters. The range is narrow
 * enough that binary numbers seldom look like text.
 */
const isPrintableUnit = (unit: number): boolean =>
  unit < 0x80
    ? unit >= 0x20 || unit === 9 || unit === 10 || unit === 13
    : unit < 0x700
      ? unit >= 0xa0
      : unit >= 0x2010 && unit <= 0x2026

/**
 * Extracts the text from binary payloads that no schema describes: runs of four or more characters,
 * in UTF-16LE or one byte each.
 */
export class PayloadText {
  /**
   * The runs, one per line: UTF-8 where the payload is UTF-16, otherwise the original bytes. Only
   * the first `length` bytes count. Valid until the next payload is read.
   */
  text: Uint8Array = new Uint8Array(1024)
  length = 0
  /** Number of payload bytes that are neither text nor zero. */
  binaryBytes = 0
  private payload: Uint8Array = new Uint8Array(512)

  /**
   * Reads a payload written as hex digits from `from` up to the first other byte. Blanks and line
   * breaks between digits are skipped.
   */
  readHex(bytes: Uint8Array, from: number, to: number): void {
    const size = (to - from) >> 1
    if (this.payload.length < size) this.payload = new Uint8Array(size * 2)
    let length = 0
    let high = -1
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number
      const digit = HEX_VALUES[byte] as number
      if (digit < 0) {
        if (byte <= BLANK) continue
        break
      }
      if (high < 0) high = digit
      else {
        this.payload[length] = (high << 4) | digit
        length += 1
        high = -1
      }
    }
    this.extract(this.payload, 0, length)
  }

  /** Reads a payload of raw bytes. */
  readBytes(bytes: Uint8Array, from: number, to: number): void {
    this.extract(bytes, from, to)
  }

  private extract(payload: Uint8Array, from: number, to: number): void {
    this.length = 0
    this.binaryBytes = 0
    const maxTextBytes = (to - from) * 2 + 1
    if (this.text.length < maxTextBytes) this.text = new Uint8Array(maxTextBytes * 2)
    for (let at = from; at < to; ) {
      const units = utf16RunLength(payload, at, to)
      const narrow = units < MIN_RUN_CHARACTERS ? byteRunLength(payload, at, to) : 0
      if (units < MIN_RUN_CHARACTERS && narrow < MIN_RUN_CHARACTERS) {
        if (payload[at] !== 0) this.binaryBytes += 1
        at += 1
        continue
      }
      if (this.length > 0) this.append(LF)
      const end = narrow > 0 ? at + narrow : at + units * 2
      for (; at < end; at += narrow > 0 ? 1 : 2) {
        if (narrow > 0) this.append(payload[at] as number)
        else this.appendUnit((payload[at] as number) | ((payload[at + 1] as number) << 8))
      }
    }
  }

  private appendUnit(unit: number): void {
    if (unit < 0x80) this.append(unit)
    else if (unit < 0x800) this.append(0xc0 | (unit >> 6))
    else {
      this.append(0xe0 | (unit >> 12))
      this.append(0x80 | ((unit >> 6) & 0x3f))
    }
    if (unit >= 0x80) this.append(0x80 | (unit & 0x3f))
  }

  private append(byte: number): void {
    this.text[this.length] = byte
    this.length += 1
  }
}

interface TextOptions {
  /** Whether text must have an ASCII character. The bytes of -1 are those of `ÿÿÿÿ`. */
  readonly needsAscii?: boolean
}

/** Whether the bytes contain a run of text, or are text as a whole, however short. */
export function hasText(
  bytes: Uint8Array,
  from = 0,
  to = bytes.length,
  { needsAscii = false }: TextOptions = {},
): boolean {
  if (from < to && isWholeText(bytes, from, to) && (!needsAscii || hasAscii(bytes, from, to)))
    return true
  let run = 0
  let runHasAscii = false
  // Characters of UTF-16 that end at this byte, and at the byte before.
  let wideRun = 0
  let otherWideRun = 0
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number
    if (isPrintableByte(byte)) {
      run += 1
      runHasAscii ||= byte < 0x80
      if (run >= MIN_RUN_CHARACTERS && (runHasAscii || !needsAscii)) return true
    } else {
      run = 0
      runHasAscii = false
    }
    if (at === from) continue
    const isWide = isPrintableUnit((bytes[at - 1] as number) | (byte << 8))
    const longer = isWide ? otherWideRun + 1 : 0
    otherWideRun = wideRun
    wideRun = longer
    if (longer >= MIN_RUN_CHARACTERS) return true
  }
  return false
}

function hasAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number
    if (byte !== 0 && byte < 0x80) return true
  }
  return false
}

/** Whether all bytes are printable, or every second one is zero. */
function isWholeText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number
    if (!isPrintableByte(byte) && (byte !== 0 || (at - from) % 2 === 0)) return false
  }
  return true
}

function utf16RunLength(payload: Uint8Array, from: number, to: number): number {
  let at = from
  while (
    at + 1 < to &&
    isPrintableUnit((payload[at] as number) | ((payload[at + 1] as number) << 8))
  )
    at += 2
  return (at - from) >> 1
}

function byteRunLength(payload: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isPrintableByte(payload[at] as number)) at += 1
  return at - from
}
