import type { Encoding } from '../inputs/encoding.ts'

const NOT_TEXT = 'not text, so names in it cannot be found'
const MIXED = 'partly UTF-16 and partly not, so names in it cannot be found'

/** One control character in so many bytes is more than texts have; a single one proves nothing. */
const MIN_BYTES_PER_CONTROL = 32
/** Beginning of a file whose control characters are counted. */
const COUNTED_BYTES = 64 << 10
/**
 * Bytes in a row that look like plain ASCII. In UTF-16 there are never so many: of plain text each
 * second byte is zero, and of other scripts one of the two is outside of ASCII often enough.
 */
const PLAIN_RUN_BYTES = 32
/** A line that is drawn of one character has fewer. */
const MIN_DIFFERENT_BYTES = 8

/** Control characters that texts have: tab, line ends, form feed, the end of a DOS file, escape. */
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b])
const isControl = (byte: number): boolean =>
  byte < 0x20 ? !TEXT_CONTROLS.has(byte) : byte === 0x7f
const isPlain = (byte: number): boolean => byte < 0x7f && (byte >= 0x20 || TEXT_CONTROLS.has(byte))

/**
 * Whether the bytes of a file are text of its encoding, in which names can be found. Text of another
 * encoding inside it would pass a redactor unread.
 */
export class TextCheck {
  private readonly encoding: Encoding
  private countedBytes = 0
  private controlCount = 0
  private zeroCount = 0
  /** The last two bytes of the chunk before; -1 before the first. */
  private beforeLast = -1
  private last = -1
  private plainRun: number[] = []
  private bomLeft: number

  constructor({ encoding, bom }: { readonly encoding: Encoding; readonly bom: number }) {
    this.encoding = encoding
    this.bomLeft = bom
  }

  /** Returns why the file is not text, in view of its next chunk; undefined if it may be text. */
  findProblem(chunk: Uint8Array): string | undefined {
    const bytes = chunk.subarray(this.bomLeft)
    this.bomLeft = 0
    if (this.encoding !== 'utf-8') return this.findPlainRun(bytes) ? MIXED : undefined
    if (this.findWideCharacters(bytes)) return this.controlsAreMany(bytes) ? NOT_TEXT : MIXED
    return this.controlsAreMany(bytes) ? NOT_TEXT : undefined
  }

  /** Zero bytes with one other byte between them are UTF-16. Damaged disks leave rows of zeros. */
  private findWideCharacters(bytes: Uint8Array): boolean {
    const { beforeLast, last } = this
    const byteAt = (at: number) => (at >= 0 ? bytes[at] : at === -1 ? last : beforeLast)
    let found = false
    // A buffer has the fastest search.
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let at = view.indexOf(0); at >= 0 && !found; at = view.indexOf(0, at + 1))
      found = byteAt(at - 1) !== 0 && byteAt(at - 2) === 0
    this.last = byteAt(bytes.length - 1) ?? last
    this.beforeLast = byteAt(bytes.length - 2) ?? beforeLast
    return found
  }

  private findPlainRun(bytes: Uint8Array): boolean {
    for (const byte of bytes) {
      if (isPlain(byte)) this.plainRun.push(byte)
      else if (this.plainRun.length > 0) this.plainRun = []
      if (this.plainRun.length < PLAIN_RUN_BYTES) continue
      if (new Set(this.plainRun).size >= MIN_DIFFERENT_BYTES) return true
      this.plainRun = []
    }
    return false
  }

  private controlsAreMany(bytes: Uint8Array): boolean {
    const left = COUNTED_BYTES - this.countedBytes
    if (left <= 0) return false
    const counted = bytes.subarray(0, left)
    this.countedBytes += counted.length
    // A row of zeros in a text is damage, and counts once.
    let before = -1
    for (const byte of counted) {
      if (byte === 0) this.zeroCount += 1
      if (isControl(byte) && !(byte === 0 && before === 0)) this.controlCount += 1
      before = byte
    }
    if (this.zeroCount * 2 > this.countedBytes) return true
    return this.controlCount > 1 && this.controlCount * MIN_BYTES_PER_CONTROL > this.countedBytes
  }
}
