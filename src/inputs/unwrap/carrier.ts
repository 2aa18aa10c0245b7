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

const BLANK = 0x20
const TAB = 9
const BLOCK_BLANKS = 4
const MAX_ASCII = 0x7f

/** How the lines of a sample begin. It shows at once that most carriers do not apply. */
export interface LineStarts {
  /** The lines that are not blank. */
  readonly written: readonly string[]
  /** Lines by the code of the first character that is not blank. Those outside of ASCII are at 0. */
  readonly firstCharacters: readonly number[]
  /** Lines that begin with a blank or a tab. */
  readonly indented: number
  /** Lines that begin with a tab or four blanks. */
  readonly inBlock: number
}

function findLineStarts(lines: readonly string[]): LineStarts {
  const written: string[] = []
  const firstCharacters = new Array<number>(MAX_ASCII + 1).fill(0)
  let indented = 0
  let inBlock = 0
  for (const line of lines) {
    const depth = depthOf(line)
    const code = line.charCodeAt(depth)
    // Other blanks are rare, and no character is NaN.
    const isShown = (code > BLANK && code < MAX_ASCII) || line.trim() !== ''
    if (!isShown) continue
    written.push(line)
    const index = code > BLANK && code < MAX_ASCII ? code : 0
    firstCharacters[index] = (firstCharacters[index] ?? 0) + 1
    if (depth === 0) continue
    indented += 1
    if (startsWithBlock(line)) inBlock += 1
  }
  return { written, firstCharacters, indented, inBlock }
}

/** Number of blanks and tabs before a line. */
export function depthOf(line: string): number {
  let depth = 0
  while (line.charCodeAt(depth) === BLANK || line.charCodeAt(depth) === TAB) depth += 1
  return depth
}

/** Whether a line begins with a tab or four blanks. */
export function startsWithBlock(line: string): boolean {
  if (line.charCodeAt(0) === TAB) return true
  for (let at = 0; at < BLOCK_BLANKS; at += 1) if (line.charCodeAt(at) !== BLANK) return false
  return true
}

/**
 * The beginning of a text. All carriers look at it, so what several of them need is computed once.
 */
export class TextSample {
  readonly text: string
  readonly lines: readonly string[]
  private lineStarts: LineStarts | undefined
  private isAsciiText: boolean | undefined

  constructor(text: string, lines: readonly string[]) {
    this.text = text
    this.lines = lines
  }

  /** The lines that are not blank. */
  get written(): readonly string[] {
    return this.starts.written
  }

  get starts(): LineStarts {
    this.lineStarts ??= findLineStarts(this.lines)
    return this.lineStarts
  }

  /** Whether a line begins, behind blanks, with one of these ASCII characters. */
  hasLineFrom(characters: string): boolean {
    const { firstCharacters } = this.starts
    for (const character of characters)
      if ((firstCharacters[character.charCodeAt(0)] ?? 0) > 0) return true
    return false
  }

  /** Whether all characters are ASCII, so that none of the special ones need to be searched. */
  get isAscii(): boolean {
    // Counting the bytes is faster than an expression.
    this.isAsciiText ??= Buffer.byteLength(this.text) === this.text.length
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

/**
 * Whether a pattern matches at least this share of the lines that are not blank. It matches only
 * behind blanks and one of `firstCharacters`, all of ASCII, or a character outside of ASCII.
 */
export function mostLinesMatch(
  { written, starts }: TextSample,
  pattern: RegExp,
  share: number,
  firstCharacters: string,
): boolean {
  let candidates = starts.firstCharacters[0] ?? 0
  for (const character of firstCharacters)
    candidates += starts.firstCharacters[character.charCodeAt(0)] ?? 0
  if (candidates < 2 || candidates < share * written.length) return false
  const matching = countMatches(written, pattern)
  return matching >= 2 && matching >= share * written.length
}

export const countMatches = (lines: readonly string[], pattern: RegExp): number =>
  lines.reduce((count, line) => (pattern.test(line) ? count + 1 : count), 0)
