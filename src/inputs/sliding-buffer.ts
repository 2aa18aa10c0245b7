/** Memory that windows take in turn. */
export interface SharedBuffer {
  /** The same memory again, with room for so many bytes; what was in it stays in its place. */
  reserve(length: number): Uint8Array
  /** Whose it is. */
  owner?: SlidingBuffer | undefined
}

/**
 * The part of an input that is in memory: what the parser left unread, and what was read behind it.
 */
export class SlidingBuffer {
  bytes: Uint8Array
  from = 0
  to = 0
  private readonly desk: SharedBuffer | undefined

  constructor(size: number, desk?: SharedBuffer) {
    this.desk = desk
    this.bytes = new Uint8Array(desk ? 0 : size)
  }

  get length(): number {
    return this.to - this.from
  }

  /**
   * To be called before the bytes are used: moves to the desk, if there is one and another window
   * has taken it since.
   */
  acquire(): void {
    const { desk } = this
    if (!desk || desk.owner === this) return
    desk.owner?.shrink()
    desk.owner = this
    const unread = this.bytes.subarray(this.from, this.to)
    this.bytes = desk.reserve(unread.length)
    this.bytes.set(unread)
    this.from = 0
    this.to = unread.length
  }

  /**
   * Makes room for `length` more bytes at `to`: moves what is unread to the front, and grows when
   * that is not enough.
   */
  makeRoom(length: number): void {
    if (this.to + length <= this.bytes.length) return
    const unread = this.length
    this.bytes.copyWithin(0, this.from, this.to)
    if (unread + length > this.bytes.length)
      this.grow(Math.max(this.bytes.length * 2, unread + length), unread)
    this.to = unread
    this.from = 0
  }

  private grow(size: number, unread: number): void {
    const { desk, bytes } = this
    this.bytes = desk ? desk.reserve(size) : new Uint8Array(size)
    if (!desk) this.bytes.set(bytes.subarray(0, unread))
  }

  /** Keeps no more memory than what is unread takes. */
  shrink(): void {
    this.bytes = this.bytes.slice(this.from, this.to)
    this.to -= this.from
    this.from = 0
    if (this.desk?.owner === this) this.desk.owner = undefined
  }
}
