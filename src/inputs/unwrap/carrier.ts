/** One way in which a text can be carried: how to recognize it, and how to undo it. */
export interface Carrier {
  /** Phrase for the report, such as `quoted as in a mail`. */
  readonly name: string
  /** Whether the text was certainly carried this way, by its beginning. */
  applies(sample: TextSample): boolean
  /**
   * Undoes it. Keeps the order of lines; a line may be removed, and keeps its number otherwise.
   * With `blockOnly`, lines outside a quote or block become blank.
   */
  undo(lines: readonly NumberedLine[], blockOnly: boolean): NumberedLine[]
  /** Whether some lines are outside its quotes or blocks. Absent where it has none. */
  hasOutside?(sample: TextSample): boolean
}

/** A line and its number in the input, counted from 1. */
export interface NumberedLine {
  readonly text: string
  readonly number: number
}

const NOT_ASCII = /[^\u0000-\u007f]/
const BLANK = 0x20
const TAB = 9

/** Whether a line is not blank. Most lines show it by their first characters. */
function hasText(line: string): boolean {
  let at = 0
  let code = line.charCodeAt(0)
  while (code === BLANK || code === TAB) {
    at += 1
    code = line.charCodeAt(at)
  }
  return (code > BLANK && code < 0x7f) || line.trim() !== ''
}

/**
 * The beginning of a text. All carriers look at it, so what several of them need is computed once.
 */
export class TextSample {
  readonly text: string
  readonly lines: readonly string[]
  private writtenLines: readonly string[] | undefined
  private isAsciiText: boolean | undefined

  constructor(text: string, lines: readonly string[]) {
    this.text = text
    this.lines = lines
  }

  /** The lines that are not blank. */
  get written(): readonly string[] {
    this.writtenLines ??= this.lines.filter(hasText)
    return this.writtenLines
  }

  /** Whether all characters are ASCII, so that none of the special ones need to be searched. */
  get isAscii(): boolean {
    this.isAsciiText ??= !NOT_ASCII.test(this.text)
    return this.isAsciiText
  }
}

/** A carrier that changes each line on its own and removes none. */
export function lineCarrier(
  name: string,
  applies: (sample: TextSample) => boolean,
  change: (text: string) => string,
): Carrier {
  return {
    name,
    applies,
    undo: (lines) => lines.map(({ text, number }) => ({ text: change(text), number })),
  }
}

/** Whether a pattern matches at least this share of the lines that are not blank. */
export function mostLinesMatch({ written }: TextSample, pattern: RegExp, share: number): boolean {
  const matching = countMatches(written, pattern)
  return matching >= 2 && matching >= share * written.length
}

export const countMatches = (lines: readonly string[], pattern: RegExp): number =>
  lines.reduce((count, line) => (pattern.test(line) ? count + 1 : count), 0)
