/** Encodes ASCII text. */
export const asciiBytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0))

/** The upper-case and lower-case forms of a byte of a lower-case literal. */
export const caseVariants = (byte: number): number[] =>
  byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte]
