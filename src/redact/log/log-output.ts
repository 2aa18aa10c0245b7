/** What `write(…, 'latin1')` calls after its checks; Node has it, but not its types. */
interface Latin1Buffer extends Buffer {
  latin1Write(text: string, at: number, length: number): number
}

const BUFFER_BYTES = 1 << 20
/** A call of the runtime takes as long as copying so many bytes, or characters, one by one. */
const COPY_LOOP_BYTES = 96
const COPY_LOOP_CHARS = 32

const allocate = (bytes: number): Latin1Buffer => Buffer.allocUnsafeSlow(bytes) as Latin1Buffer

/**
 * Collects the redacted log and passes it on in large pieces. A part of it can be held back, to be
 * replaced when what follows is known.
 */
export class LogOutput {
  private readonly write: (bytes: Uint8Array) => void
  private buffer = allocate(BUFFER_BYTES)
  private length = 0
  private passedOn = 0
  /** Start of what is held back; -1 when nothing is. */
  private heldFrom = -1

  /** `write` may keep the bytes that it is passed. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.write = write
  }

  /** Number of bytes written until now. */
  get size(): number {
    return this.passedOn + this.length
  }

  /** Writes a part of `bytes`, which may be reused after the call. */
  writeBytes(bytes: Uint8Array, from: number, to: number): void {
    this.makeRoom(to - from)
    const { buffer } = this
    let at = this.length
    this.length += to - from
    if (to - from > COPY_LOOP_BYTES) buffer.set(bytes.subarray(from, to), at)
    else
      for (let index = from; index < to; index += 1) {
        buffer[at] = bytes[index] as number
        at += 1
      }
  }

  /** Writes text with one character per byte. */
  writeText(text: string): void {
    const { length } = text
    this.makeRoom(length)
    const { buffer, length: at } = this
    if (length > COPY_LOOP_CHARS) buffer.latin1Write(text, at, length)
    else for (let index = 0; index < length; index += 1) buffer[at + index] = text.charCodeAt(index)
    this.length = at + length
  }

  /** Holds back what is written from now on, and nothing that was written before. */
  hold(): void {
    this.heldFrom = this.length
  }

  /** Replaces the first bytes that are held back, and holds nothing back any more. */
  replaceHeld(bytes: number, text: string): void {
    this.makeRoom(text.length)
    const { buffer, heldFrom: start } = this
    buffer.copyWithin(start + text.length, start + bytes, this.length)
    buffer.latin1Write(text, start, text.length)
    this.length += text.length - bytes
    this.release()
  }

  release(): void {
    this.heldFrom = -1
  }

  flush(): void {
    this.release()
    this.passOn(this.length)
  }

  private makeRoom(bytes: number): void {
    if (bytes <= this.buffer.length - this.length) return
    this.passOn(this.heldFrom < 0 ? this.length : this.heldFrom)
    if (this.heldFrom > 0) this.heldFrom = 0
    if (bytes > this.buffer.length - this.length) this.replaceBuffer(0, this.length + bytes)
  }

  /** Passes on the beginning of the buffer. */
  private passOn(to: number): void {
    if (to === 0) return
    const passed = this.buffer.subarray(0, to)
    this.replaceBuffer(to, BUFFER_BYTES)
    this.passedOn += to
    this.write(passed)
  }

  /** Continues in another buffer, with what was written from `from` on. */
  private replaceBuffer(from: number, minBytes: number): void {
    const { buffer } = this
    this.length -= from
    this.buffer = allocate(Math.max(minBytes, this.length, BUFFER_BYTES))
    buffer.copy(this.buffer, 0, from, from + this.length)
  }
}
