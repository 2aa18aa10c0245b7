/**
 * Memory that several buffers use in turn. Only one of them may be in use at a time: no other may
 * call `acquire` before what was read into the memory is counted in `to`.
 */
export interface SharedBuffer {
  /**
   * Returns the memory with room for at least `length` bytes. What was in it stays where it was.
   */
  reserve(length: number): Uint8Array
  /** The buffer whose bytes are in the memory now. */
  owner?: SlidingBuffer | undefined
}

/**
 * The part of an input that is in memory: `bytes` from `from` to `to`, which are the bytes that the
 * parser left unread and those read after them.
 */
export class SlidingBuffer {
  bytes: Uint8Array
  from = 0
  to = 0
  private readonly shared: SharedBuffer | undefined

  /** With a shared buffer `size` is not used: the bytes are in the shared memory. */
  constructor(size: number, shared?: SharedBuffer) {
    this.shared = shared
    this.bytes = new Uint8Array(shared ? 0 : size)
  }

  get length(): number {
    return this.to - this.from
  }

  /**
   * Moves the unread bytes into the shared memory if another buffer used it since. To be called
   * before the bytes are used; does nothing without shared memory.
   */
  acquire(): void {
    const { shared } = this
    if (!shared || shared.owner === this) return
    shared.owner?.shrink()
    shared.owner = this
    const unread = this.bytes.subarray(this.from, this.to)
    this.bytes = shared.reserve(unread.length)
    this.bytes.set(unread)
    this.from = 0
    this.to = unread.length
  }

  /**
   * Makes room for `length` more bytes at `to`. Moves the unread bytes to the front, and grows when
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
    const { shared, bytes } = this
    this.bytes = shared ? shared.reserve(size) : new Uint8Array(size)
    if (!shared) this.bytes.set(bytes.subarray(0, unread))
  }

  /** Copies the unread bytes into memory of their own size, and gives up the rest. */
  shrink(): void {
    this.bytes = this.bytes.slice(this.from, this.to)
    this.to -= this.from
    this.from = 0
    if (this.shared?.owner === this) this.shared.owner = undefined
  }
}
