import { random } from '../support/random.ts'

/** Random choices, the same for the same seed. */
export class RandomChoices {
  private readonly next: () => number

  constructor(seed: number) {
    this.next = random(seed)
  }

  /** A whole number from 0 to below `limit`; 0 for a limit of 0. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** Small numbers are as likely as large ones: a power of two is chosen first. */
  upTo(limit: number): number {
    const bits = this.below(Math.ceil(Math.log2(limit + 1)) + 1)
    return Math.min(limit, this.below(2 ** bits))
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  /** Throws for an empty list. */
  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new Error('There is nothing to choose from')
    return values[this.below(values.length)] as T
  }
}
