/** The part of an input that is in memory: what the parser left unread, and what was read behind it. */
export class Window {
  bytes: Uint8Array
  from = 0
  to = 0

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
  }

  get length(): number {
    return this.to - this.from
  }

  /** Makes room for `length` more bytes at `to`: moves what is unread to the front, and grows when that is not enough. */
  makeRoom(length: number): void {
    if (this.to + length <= this.bytes.length) return
    const unread = this.bytes.subarray(this.from, this.to)
    if (unread.length + length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, unread.length + length))
      larger.set(unread)
      this.bytes = larger
    } else this.bytes.copyWithin(0, this.from, this.to)
    this.to = unread.length
    this.from = 0
  }

  /** Keeps no more memory than what is unread takes. */
  shrink(): void {
    this.bytes = this.bytes.slice(this.from, this.to)
    this.to -= this.from
    this.from = 0
  }
}
