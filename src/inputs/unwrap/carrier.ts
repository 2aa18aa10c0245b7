/** One way in which a text can be carried: how to recognize it, and how to undo it. */
export interface Carrier {
  /** Phrase for the report, such as `quoted as in a mail`. */
  readonly name: string
  /** Whether these lines were certainly carried this way. */
  applies(lines: readonly string[]): boolean
  /**
   * Undoes it. Keeps the order of lines; a line may be removed, and keeps its number otherwise.
   * With `blockOnly`, lines outside a quote or block become blank.
   */
  undo(lines: readonly NumberedLine[], blockOnly: boolean): NumberedLine[]
}

/** A line and its number in the input, counted from 1. */
export interface NumberedLine {
  readonly text: string
  readonly number: number
}

/** A carrier that changes each line on its own and removes none. */
export function lineCarrier(
  name: string,
  applies: (lines: readonly string[]) => boolean,
  change: (text: string) => string,
): Carrier {
  return {
    name,
    applies,
    undo: (lines) => lines.map(({ text, number }) => ({ text: change(text), number })),
  }
}

/** Whether a pattern matches at least this share of the lines that are not blank. */
export function mostLinesMatch(lines: readonly string[], pattern: RegExp, share: number): boolean {
  const written = lines.filter((line) => line.trim() !== '')
  const matching = written.filter((line) => pattern.test(line)).length
  return matching >= 2 && matching >= share * written.length
}
