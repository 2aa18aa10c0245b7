import { createUtf16ToUtf8, type Encoding } from '../../inputs/encoding.ts'
import type { NameRegistry } from '../name-registry.ts'
import { LogRedactor } from './log-redactor.ts'

const OUTPUT_BUFFER_BYTES = 1 << 20

type Recode = (chunk: Uint8Array, final: boolean) => Uint8Array

const unchanged: Recode = (chunk) => chunk

/** Redacts logs and keeps their encodings. An input must not include the byte order mark. */
export class EncodedLogRedactor {
  private readonly redactor: LogRedactor
  private toBytes = unchanged
  private fromBytes = unchanged
  private readonly buffer = Buffer.allocUnsafe(OUTPUT_BUFFER_BYTES)
  private length = 0
  private readonly write: (bytes: Uint8Array) => void

  /**
   * The bytes passed to `write` are reused after the call. `shift`: milliseconds added to all
   * times.
   */
  constructor(
    names: NameRegistry,
    encoding: Encoding,
    write: (bytes: Uint8Array) => void,
    shift?: number,
  ) {
    this.write = write
    this.redactor = new LogRedactor(
      names,
      { writeBytes: (bytes) => this.writeBytes(bytes), writeText: (text) => this.writeText(text) },
      shift,
    )
    this.startLog(encoding)
  }

  /** Starts another log, after `end`. What was learned stays. */
  startLog(encoding: Encoding): void {
    this.toBytes = encoding === 'utf-8' ? unchanged : createUtf16ToUtf8(encoding)
    this.fromBytes = encoding === 'utf-8' ? unchanged : utf8ToUtf16(encoding)
  }

  /** Starts a pass that only learns names. After `end`, push the log again to redact it. */
  startLearning(): void {
    this.redactor.startLearning()
  }

  push(chunk: Uint8Array): void {
    this.redactor.push(this.toBytes(chunk, false))
  }

  end(): void {
    this.redactor.push(this.toBytes(new Uint8Array(0), true))
    this.redactor.end()
    this.flush(true)
  }

  private writeBytes(bytes: Uint8Array): void {
    if (bytes.length > OUTPUT_BUFFER_BYTES - this.length) this.flush(false)
    if (bytes.length > OUTPUT_BUFFER_BYTES) {
      this.write(this.fromBytes(bytes, false))
      return
    }
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  private writeText(text: string): void {
    if (text.length > OUTPUT_BUFFER_BYTES - this.length) this.flush(false)
    if (text.length > OUTPUT_BUFFER_BYTES) this.writeBytes(Buffer.from(text, 'latin1'))
    else this.length += this.buffer.write(text, this.length, 'latin1')
  }

  private flush(final: boolean): void {
    this.write(this.fromBytes(this.buffer.subarray(0, this.length), final))
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
