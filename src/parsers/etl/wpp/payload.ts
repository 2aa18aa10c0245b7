/** Text that is not Unicode: bytes to characters in the code page of the traced machine. */
export type DecodeAnsi = (bytes: Uint8Array, from: number, to: number) => string

/** The arguments of one message, read from their start on. A read that finds too little gives undefined and stays where it is. */
export class Payload {
  at = 0
  to = 0
  pointerBytes: 4 | 8 = 8
  view: Buffer = Buffer.alloc(0)
  private readonly decodeAnsi: DecodeAnsi
  private bytes: Uint8Array | undefined

  constructor(decodeAnsi: DecodeAnsi) {
    this.decodeAnsi = decodeAnsi
  }

  open({
    bytes,
    from,
    to,
    pointerBytes,
  }: {
    readonly bytes: Uint8Array
    readonly from: number
    readonly to: number
    readonly pointerBytes: 4 | 8
  }): void {
    // Events of one buffer share their bytes.
    if (this.bytes !== bytes) this.view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.bytes = bytes
    this.at = from
    this.to = Math.min(to, bytes.length)
    this.pointerBytes = pointerBytes
  }

  /** Place of the next `count` bytes, which are then behind; -1 when there are not so many. */
  take(count: number): number {
    const { at } = this
    if (count < 0 || at + count > this.to) return -1
    this.at = at + count
    return at
  }

  /** An integer of 1, 2, 4 or 8 bytes; of 8 a bigint where a double would not hold it. */
  integer(bytes: 1 | 2 | 4 | 8, signed: boolean): number | bigint | undefined {
    const at = this.take(bytes)
    if (at < 0) return undefined
    const { view } = this
    if (bytes < 8) return signed ? view.readIntLE(at, bytes) : view.readUIntLE(at, bytes)
    const high = signed ? view.readInt32LE(at + 4) : view.readUInt32LE(at + 4)
    if (high < 0x20_0000 && high >= -0x20_0000) return high * 0x1_0000_0000 + view.readUInt32LE(at)
    return signed ? view.readBigInt64LE(at) : view.readBigUInt64LE(at)
  }

  real(bytes: 4 | 8): number | undefined {
    const at = this.take(bytes)
    if (at < 0) return undefined
    return bytes === 4 ? this.view.readFloatLE(at) : this.view.readDoubleLE(at)
  }

  /** Up to a NUL, which is not part of it. */
  ansiText(): string | undefined {
    const end = this.view.indexOf(0, this.at)
    if (end < 0 || end >= this.to) return undefined
    const text = this.ansi(this.at, end)
    this.at = end + 1
    return text
  }

  wideText(): string | undefined {
    const { view, at, to } = this
    for (let end = at; end + 1 < to; end += 2) {
      if (view[end] !== 0 || view[end + 1] !== 0) continue
      this.at = end + 2
      return view.toString('utf16le', at, end)
    }
    return undefined
  }

  /** Behind the number of its bytes, 16 bits. */
  countedAnsi(): string | undefined {
    const at = this.counted()
    return at < 0 ? undefined : this.ansi(at, this.at)
  }

  countedWide(): string | undefined {
    const at = this.counted()
    return at < 0 ? undefined : this.view.toString('utf16le', at, this.at)
  }

  private counted(): number {
    const start = this.at
    const length = this.integer(2, false)
    const at = length === undefined ? -1 : this.take(Number(length))
    if (at < 0) this.at = start
    return at
  }

  private ansi(from: number, to: number): string {
    for (let at = from; at < to; at += 1) if ((this.view[at] as number) >= 0x80) return this.decodeAnsi(this.view, from, to)
    return this.view.toString('latin1', from, to)
  }

  /** What is left, in hexadecimal, at most so many bytes of it. */
  restHex(most: number): string {
    const end = Math.min(this.to, this.at + most)
    return this.view.toString('hex', this.at, end) + (end < this.to ? '…' : '')
  }
}
