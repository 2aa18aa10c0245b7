import type { Reading } from '../model/parser.ts'
import type { Tally } from '../model/tally.ts'
import { type ByteSource, fileSource } from './byte-source.ts'
import { crToLf, utf16ToUtf8 } from './encoding.ts'
import type { Recognised } from './recognise.ts'
import { Window } from './window.ts'

const PIECE = 1 << 20
/** A record longer than this is read in parts: no input may take all memory. */
const LONGEST_RECORD = 64 << 20

/** Takes one input off the disk piece by piece, as UTF-8 or ANSI with LF line ends, and offers it to a parser. */
export class Feed {
  ended = false
  private readonly source: ByteSource
  private readonly window = new Window(2 * PIECE)
  private readonly convert: ReturnType<typeof utf16ToUtf8> | undefined
  private readonly cr: boolean
  private skip: number

  constructor(input: Recognised) {
    this.source = input.taken ? resume(input.taken) : fileSource(input.found.location, input.found.bytes)
    this.convert = input.encoding === 'utf-8' ? undefined : utf16ToUtf8(input.encoding)
    this.cr = input.cr
    this.skip = input.bom
  }

  /** Reads one more piece; returns how many bytes that took off the input. */
  async more(): Promise<number> {
    const { window } = this
    const before = window.length
    const length = this.convert ? await this.readConverted(this.convert) : await this.readAsItIs()
    if (this.cr) crToLf(window.bytes, window.to - (window.length - before), window.to)
    this.ended = length === 0
    return length
  }

  private async readAsItIs(): Promise<number> {
    const { window } = this
    window.makeRoom(PIECE)
    const length = await this.source.read(window.bytes, window.to, PIECE)
    window.to += length
    const skipped = Math.min(this.skip, window.length)
    window.from += skipped
    this.skip -= skipped
    return length
  }

  private async readConverted(convert: ReturnType<typeof utf16ToUtf8>): Promise<number> {
    const raw = new Uint8Array(PIECE)
    const length = await this.source.read(raw, 0, PIECE)
    const skipped = Math.min(this.skip, length)
    this.skip -= skipped
    this.window.append(convert(raw.subarray(skipped, length), length === 0))
    return length
  }

  /** Lets the parser read what is in memory. */
  offer(reading: Reading, tally: Tally): void {
    const { window } = this
    const cut = window.length > LONGEST_RECORD
    if (cut) tally.note(`A record longer than ${LONGEST_RECORD >> 20} MiB was read in parts`)
    window.from = reading.read(window.bytes, window.from, window.to, this.ended || cut)
  }

  close(): void {
    this.source.close()
  }
}

/** The same input again from its start, of which a part has been taken already. */
function resume({ bytes, source }: NonNullable<Recognised['taken']>): ByteSource {
  let at = 0
  return {
    ...source,
    read(into, place, length) {
      if (at >= bytes.length) return source.read(into, place, length)
      const part = bytes.subarray(at, at + length)
      into.set(part, place)
      at += part.length
      return part.length
    },
  }
}
