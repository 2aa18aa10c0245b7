const PAIRS = 1 << 14
const CODE_MASK = 0x7f
/** Turns an ASCII letter into lower case, and keeps digits, blanks and most signs. */
const LOWER_CASE_BIT = 0x20

/**
 * The first two characters of the texts that a line may begin with, without regard to case. Most
 * lines of other texts are rejected by a look into a table, before an expression runs on them.
 */
export class FirstPairs {
  private readonly table = new Uint8Array(PAIRS)

  /** Adds every combination of a character of each text. */
  add(firsts: string, seconds: string): this {
    for (const first of firsts)
      for (const second of seconds)
        this.table[pairIndex(first.charCodeAt(0), second.charCodeAt(0))] = 1
    return this
  }

  /** Whether an added pair may be at `at`. May be true for others, outside of ASCII. */
  mayMatch(line: string, at: number): boolean {
    return this.table[pairIndex(line.charCodeAt(at), line.charCodeAt(at + 1))] === 1
  }
}

const pairIndex = (first: number, second: number): number =>
  (((first | LOWER_CASE_BIT) & CODE_MASK) << 7) | ((second | LOWER_CASE_BIT) & CODE_MASK)
