import { createUtf16ToUtf8, type Encoding } from '../../inputs/encoding.ts'
import type { NameRegistry } from '../name-registry.ts'
import { LogRedactor } from './log-redactor.ts'

const COLLECTED = 1 << 20

/**
 * Redacts a log in whatever encoding it is written, and writes it in the same; the byte order mark
 * is none of it.
 */
export class EncodedLogRedactor {
  private readonly redactor: LogRedactor
  private readonly toBytes: (chunk: Uint8Array, final: boolean) => Uint8Array
  private readonly fromBytes: (chunk: Uint8Array, final: boolean) => Uint8Array
  private readonly collected = Buffer.allocUnsafe(COLLECTED)
  private length = 0
  private readonly write: (bytes: Uint8Array) => void

  /** What is written is good until the call returns. */
  constructor(
    names: NameRegistry,
    encoding: Encoding,
    write: (bytes: Uint8Array) => void,
    shift?: number,
  ) {
    this.write = write
    this.redactor = new LogRedactor(
      names,
      { writeBytes: (bytes) => this.takeBytes(bytes), writeText: (text) => this.takeText(text) },
      shift,
    )
    this.toBytes = encoding === 'utf-8' ? (chunk) => chunk : createUtf16ToUtf8(encoding)
    this.fromBytes = encoding === 'utf-8' ? (chunk) => chunk : utf8ToUtf16(encoding)
  }

  /** Reads the log once for its names; then it has to be pushed again, to be redacted. */
  startLearning(): void {
    this.redactor.startLearning()
  }

  push(piece: Uint8Array): void {
    this.redactor.push(this.toBytes(piece, false))
  }

  end(): void {
    this.redactor.push(this.toBytes(new Uint8Array(0), true))
    this.redactor.end()
    this.flush(true)
  }

  private takeBytes(bytes: Uint8Array): void {
    if (bytes.length > COLLECTED - this.length) this.flush(false)
    if (bytes.length > COLLECTED) {
      this.write(this.fromBytes(bytes, false))
      return
    }
    this.collected.set(bytes, this.length)
    this.length += bytes.length
  }

  private takeText(text: string): void {
    if (text.length > COLLECTED - this.length) this.flush(false)
    if (text.length > COLLECTED) this.takeBytes(Buffer.from(text, 'latin1'))
    else this.length += this.collected.write(text, this.length, 'latin1')
  }

  private flush(final: boolean): void {
    this.write(this.fromBytes(this.collected.subarray(0, this.length), final))
    this.length = 0
  }
}

function utf8ToUtf16(
  encoding: 'utf-16le' | 'utf-16be',
): (chunk: Uint8Array, final: boolean) => Uint8Array {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return (chunk, final) => {
    const bytes = Buffer.from(decoder.decode(chunk, { stream: !final }), 'utf16le')
    return encoding === 'utf-16be' ? bytes.swap16() : bytes
  }
}
