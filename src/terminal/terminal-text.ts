import { toPrintable } from '../model/text/printable.ts'

/**
 * Text that is safe to write to a terminal. Only this file can create it: `terminal` makes
 * everything that is inserted printable, and `trustedText` is for the escape sequences of our own.
 */
export class TerminalText {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static fromText(text: string, key: typeof CONSTRUCTOR_KEY): TerminalText {
    if (key !== CONSTRUCTOR_KEY)
      throw new TypeError('Text for a terminal can only be created with terminal`…`')
    return new TerminalText(text)
  }

  trimStart(): TerminalText {
    return new TerminalText(this.#text.trimStart())
  }

  trimEnd(): TerminalText {
    return new TerminalText(this.#text.trimEnd())
  }

  /** Leaves out the first characters. Only for text without styles. */
  slice(start: number): TerminalText {
    return new TerminalText(this.#text.slice(start))
  }

  toString(): string {
    return this.#text
  }
}

const CONSTRUCTOR_KEY = Symbol('only this file creates text for a terminal')

/** Text to show. A string may come from anywhere, and is made printable where it is used. */
export type Text = TerminalText | string

/** Creates text from a template. Everything that is inserted is made printable. */
export function terminal(
  parts: TemplateStringsArray,
  ...contents: readonly (Text | number)[]
): TerminalText {
  let text = parts[0] ?? ''
  for (const [index, content] of contents.entries())
    text += toSafe(content) + (parts[index + 1] ?? '')
  return TerminalText.fromText(text, CONSTRUCTOR_KEY)
}

/** Makes a text printable. Control characters become visible, line ends too. */
export const terminalText = (text: Text): TerminalText =>
  text instanceof TerminalText ? text : TerminalText.fromText(toSafe(text), CONSTRUCTOR_KEY)

/** Joins texts with a separator of our own, which has no control characters but line ends. */
export function joinTexts(texts: readonly (Text | number)[], separator: string): TerminalText {
  const between = separator.split('\n').map(toPrintable).join('\n')
  return TerminalText.fromText(texts.map(toSafe).join(between), CONSTRUCTOR_KEY)
}

/** Ends each text with a line end. */
export const joinLines = (lines: readonly Text[]): TerminalText =>
  TerminalText.fromText(lines.map((line) => `${toSafe(line)}\n`).join(''), CONSTRUCTOR_KEY)

const toSafe = (content: Text | number): string =>
  typeof content === 'string' ? toPrintable(content) : String(content)

/**
 * Marks text with escape sequences of our own as safe. Only for files of `src/terminal`, and for
 * the two of `src/ui` that draw the screen: pass text that was made printable before.
 */
export const trustedText = (ownText: string): TerminalText =>
  TerminalText.fromText(ownText, CONSTRUCTOR_KEY)
