import { createUtf16ToUtf8, type Encoding } from '../../inputs/encoding.ts'
import type { NameRegistry } from '../name-registry.ts'
import { LogOutput } from './log-output.ts'
import { LogRedactor } from './log-redactor.ts'

type Recode = (chunk: Uint8Array, final: boolean) => Uint8Array

const unchanged: Recode = (chunk) => chunk

/** Redacts logs and keeps their encodings. An input must not include the byte order mark. */
export class EncodedLogRedactor {
  private readonly redactor: LogRedactor
  private toBytes = unchanged
  private fromBytes = unchanged
  private readonly output: LogOutput
  private readonly write: (bytes: Uint8Array) => void

  /** `write` may keep the bytes that it is passed. `shift`: milliseconds added to all times. */
  constructor(
    names: NameRegistry,
    encoding: Encoding,
    write: (bytes: Uint8Array) => void,
    shift?: number,
  ) {
    this.write = write
    this.output = new LogOutput((bytes) => write(this.fromBytes(bytes, false)))
    this.redactor = new LogRedactor(names, this.output, shift)
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
    this.output.flush()
    const rest = this.fromBytes(new Uint8Array(0), true)
    if (rest.length > 0) this.write(rest)
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
