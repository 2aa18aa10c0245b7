import { Payload } from '../decoders/payload.ts'
import { isWideText, type MisreadText, wide } from '../decoders/texts.ts'

/** Decodes text that is not Unicode, in the code page of the traced machine. */
export type DecodeAnsi = (bytes: Uint8Array, from: number, to: number) => string

/** Reads the arguments of one WPP message in order. A read past the end returns undefined. */
export class WppPayload extends Payload {
  private readonly decodeAnsi: DecodeAnsi

  constructor(decodeAnsi: DecodeAnsi) {
    super()
    this.decodeAnsi = decodeAnsi
  }

  /** Reads an integer of 1, 2, 4 or 8 bytes. Returns a bigint when a double would lose digits. */
  integer(size: 1 | 2 | 4 | 8, signed: boolean): number | bigint | undefined {
    const at = this.take(size)
    if (at < 0) return undefined
    const { bytes } = this
    if (size < 8) return signed ? bytes.readIntLE(at, size) : bytes.readUIntLE(at, size)
    const high = signed ? bytes.readInt32LE(at + 4) : bytes.readUInt32LE(at + 4)
    if (high < 0x20_0000 && high >= -0x20_0000) return high * 0x1_0000_0000 + bytes.readUInt32LE(at)
    return signed ? bytes.readBigInt64LE(at) : bytes.readBigUInt64LE(at)
  }

  real(size: 4 | 8): number | undefined {
    const at = this.take(size)
    if (at < 0) return undefined
    return size === 4 ? this.bytes.readFloatLE(at) : this.bytes.readDoubleLE(at)
  }

  /** Reads text up to its NUL, which WPP always writes. */
  ansiText(): string | undefined {
    const end = this.bytes.indexOf(0, this.at)
    if (end < 0 || end >= this.to) return undefined
    const text = this.ansi(this.at, end)
    this.at = end + 1
    return text
  }

  wideText(): string | MisreadText | undefined {
    const { bytes, at, to } = this
    for (let end = at; end + 1 < to; end += 2) {
      if (bytes[end] !== 0 || bytes[end + 1] !== 0) continue
      this.at = end + 2
      return wide(this, at, end)
    }
    return undefined
  }

  /** Reads text after its 16-bit byte count. */
  countedAnsi(): string | MisreadText | undefined {
    const at = this.counted()
    if (at < 0) return undefined
    return isWideText(this.bytes, at, this.at) ? this.addBlob(at, this.at) : this.ansi(at, this.at)
  }

  countedWide(): string | MisreadText | undefined {
    const at = this.counted()
    return at < 0 ? undefined : wide(this, at, this.at)
  }

  private counted(): number {
    const start = this.at
    const length = this.integer(2, false)
    const at = length === undefined ? -1 : this.take(Number(length))
    if (at < 0) this.at = start
    return at
  }

  private ansi(from: number, to: number): string {
    for (let at = from; at < to; at += 1)
      if ((this.bytes[at] as number) >= 0x80) return this.decodeAnsi(this.bytes, from, to)
    return this.bytes.toString('latin1', from, to)
  }
}
