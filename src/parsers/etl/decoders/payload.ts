import type { EtlEvent } from '../etl-event.ts'

/** Elements that may be read beyond one per byte: schemas may have elements without bytes. */
const SPARE_WORK_ELEMENTS = 4096

/** The same bytes, as numbers and text are read from them. */
interface Views {
  readonly buffer: Buffer
  readonly view: DataView
}

/**
 * Read position in the payload of the decoded event. A read past the end sets `exhausted`; nothing
 * is thrown.
 */
export class Payload {
  bytes: Buffer = Buffer.alloc(0)
  view: DataView = new DataView(new ArrayBuffer(0))
  at = 0
  to = 0
  pointerBytes: 4 | 8 = 8
  /** True after an attempt to read past the end. */
  exhausted = false
  /** Length of the next field in bytes or characters; -1 when the schema gives none. */
  length = -1
  /** Values of fields that give the count or length of later fields. */
  readonly slots: number[] = []
  /** Copies of the bytes whose text the values do not show. Empty for nearly all events. */
  blobs: Uint8Array[] = []
  private source: Uint8Array | undefined
  /** Events in the order of their times alternate between the buffers of the processors. */
  private readonly views = new WeakMap<Uint8Array, Views>()
  private workLeft = 0

  open({ bytes, from, to, pointerBytes }: EtlEvent): void {
    if (bytes !== this.source) {
      const views = this.viewsOf(bytes)
      this.source = bytes
      this.bytes = views.buffer
      this.view = views.view
    }
    this.to = Math.min(to, bytes.byteLength)
    this.at = Math.min(from, this.to)
    this.pointerBytes = pointerBytes
    this.exhausted = false
    this.length = -1
    if (this.slots.length > 0) this.slots.length = 0
    if (this.blobs.length > 0) this.blobs = []
    this.workLeft = this.to - this.at + SPARE_WORK_ELEMENTS
  }

  private viewsOf(bytes: Uint8Array): Views {
    const known = this.views.get(bytes)
    if (known) return known
    const { buffer, byteOffset, byteLength } = bytes
    const views = {
      buffer: Buffer.from(buffer, byteOffset, byteLength),
      view: new DataView(buffer, byteOffset, byteLength),
    }
    this.views.set(bytes, views)
    return views
  }

  get remaining(): number {
    return this.to - this.at
  }

  /** Moves past `size` bytes and returns their position; -1 when there are fewer. */
  take(size: number): number {
    const at = this.at
    if (size < 0 || size > this.to - at) {
      this.exhausted = true
      return -1
    }
    this.at = at + size
    return at
  }

  /** Copies bytes whose text no value shows, and remembers them in `blobs`. */
  addBlob(from: number, to: number): Uint8Array {
    const blob = Uint8Array.from(this.bytes.subarray(from, to))
    if (to > from) this.blobs.push(blob)
    return blob
  }

  /**
   * Must be called for each element. Returns false when the payload is exhausted, or when the
   * schema demands more elements than the payload justifies.
   */
  spendWork(): boolean {
    this.workLeft -= 1
    if (this.workLeft < 0) this.exhausted = true
    return !this.exhausted
  }
}
