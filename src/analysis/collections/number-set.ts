const WORD_BITS = 32

/** A set of numbers from 0 that is compared with others in little time. */
export class NumberSet {
  private readonly words: Uint32Array

  /** `size`: all numbers are less than this. */
  constructor(size: number) {
    this.words = new Uint32Array(Math.ceil(size / WORD_BITS))
  }

  get isEmpty(): boolean {
    return this.words.every((word) => word === 0)
  }

  add(number: number): void {
    const word = Math.floor(number / WORD_BITS)
    this.words[word] = (this.words[word] ?? 0) | (1 << (number % WORD_BITS))
  }

  has(number: number): boolean {
    return ((this.words[Math.floor(number / WORD_BITS)] ?? 0) & (1 << (number % WORD_BITS))) !== 0
  }

  /** Whether another set of the same size has a number in common with this one. */
  intersects(other: NumberSet): boolean {
    return this.words.some((word, index) => (word & (other.words[index] ?? 0)) !== 0)
  }
}
