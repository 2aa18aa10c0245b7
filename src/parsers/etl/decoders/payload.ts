import type { EtlEvent } from '../etl-event.ts'

/** What is read beyond one element a byte: schemas may hold elements without any bytes. */
const SPARE_WORK_ELEMENTS = 4096

/**
 * A place in the payload of the event that is being decoded. What does not fit sets `ended`;
 * nothing is thrown.
 */
export class Payload {
  bytes: Buffer = Buffer.alloc(0)
  view: DataView = new DataView(new ArrayBuffer(0))
  at = 0
  to = 0
  pointerBytes: 4 | 8 = 8
  /** Something asked for more bytes than there are. */
  exhausted = false
  /**
   * Length of the next field in bytes or characters, as its schema has it; -1 where the schema has
   * none.
   */
  length = -1
  /** Values of the fields that others take their count or length from. */
  readonly slots: number[] = []
  private source: Uint8Array | undefined
  private workLeft = 0

  open({ bytes, from, to, pointerBytes }: EtlEvent): void {
    if (bytes !== this.source) {
      this.source = bytes
      this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    this.to = Math.min(to, bytes.byteLength)
    this.at = Math.min(from, this.to)
    this.pointerBytes = pointerBytes
    this.exhausted = false
    this.length = -1
    if (this.slots.length > 0) this.slots.length = 0
    this.workLeft = this.to - this.at + SPARE_WORK_ELEMENTS
  }

  get remaining(): number {
    return this.to - this.at
  }

  /** Moves on by `size` bytes and gives the place where they begin; -1 when there are fewer. */
  take(size: number): number {
    const at = this.at
    if (size < 0 || size > this.to - at) {
      this.exhausted = true
      return -1
    }
    this.at = at + size
    return at
  }

  /** Called for each element, so that no schema can ask for more work than its payload is worth. */
  spendWork(): boolean {
    this.workLeft -= 1
    if (this.workLeft < 0) this.exhausted = true
    return !this.exhausted
  }
}
