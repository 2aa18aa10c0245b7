import type { Names } from '../names.ts'
import { LineScan } from './line-scan.ts'
import { Packet } from './packet.ts'
import { startLine, TITLE } from './record-marks.ts'
import { TextRedactor } from './text-redactor.ts'

const LF = 10
/** Longer lines are redacted in parts, cut where no name is cut. */
const LONGEST_LINE = 64 << 10
/** What becomes of the bytes: they are good until the call returns. */
type Write = (bytes: Uint8Array) => void

/** Redacts a log of one byte for each ASCII character, piece by piece; where the pieces part makes no difference. */
export class LogRedactor {
  private readonly scan = new LineScan()
  private readonly text: TextRedactor
  private readonly write: Write
  private rest: Buffer = Buffer.alloc(0)
  private packet: Packet | undefined
  private title: string | undefined
  private readonly everyLine: boolean

  constructor(names: Names, write: Write, shift?: number) {
    this.write = write
    this.everyLine = shift !== undefined
    this.text = new TextRedactor(names, shift, this.scan.add)
  }

  push(piece: Uint8Array): void {
    const bytes =
      this.rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([this.rest, piece])
    const used = this.lines(bytes, false)
    this.rest = Buffer.from(bytes.subarray(used))
  }

  end(): void {
    this.lines(this.rest, true)
    this.rest = Buffer.alloc(0)
    this.packet?.end()
    this.packet = undefined
  }

  /** Works off all whole lines; returns how far. */
  private lines(bytes: Buffer, final: boolean): number {
    let at = 0
    /** From here on, what has not been written yet is as it was. */
    let plain = 0
    while (at < bytes.length) {
      const feed = bytes.indexOf(LF, at)
      let end = feed < 0 ? bytes.length : feed + 1
      if (end - at > LONGEST_LINE) end = cutOf(bytes, at)
      else if (feed < 0 && !final) break
      if (this.packet || this.text.waiting || this.everyLine || this.scan.hit(bytes, at, end)) {
        if (plain < at) this.write(bytes.subarray(plain, at))
        this.line(bytes.toString('latin1', at, end))
        plain = end
      }
      at = end
    }
    if (plain < at) this.write(bytes.subarray(plain, at))
    return at
  }

  private line(given: string): void {
    let line = given
    if (this.packet) {
      const taken = this.packet.take(line)
      if (taken === 'taken') return
      this.packet = undefined
      line = taken.rest
      if (line === '') return
    }
    const title = TITLE.exec(line)?.[0]
    if (title !== undefined) this.title = line.includes('End of') ? undefined : title
    const method = startLine(line)
    if (method !== undefined) {
      this.packet = new Packet(line, method, this.title, this.text, this.emit)
      this.title = undefined
      return
    }
    this.emit(this.text.line(line))
  }

  private readonly emit = (text: string): void => {
    if (text !== '') this.write(Buffer.from(text, 'latin1'))
  }
}

/** Where a line that is too long is cut: behind the last mark at which no name goes on. */
function cutOf(bytes: Buffer, from: number): number {
  for (let at = from + LONGEST_LINE; at > from + LONGEST_LINE / 2; at -= 1) {
    const byte = bytes[at - 1]
    if (byte === 0x3e || byte === 0x2c || byte === 0x3b || byte === 0x7d) return at
  }
  for (let at = from + LONGEST_LINE; at > from + LONGEST_LINE / 2; at -= 1) if (bytes[at - 1] === 0x20) return at
  return from + LONGEST_LINE
}
