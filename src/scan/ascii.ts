/** Encodes ASCII text. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** The upper-case form of a byte of a lower-case literal. */
export const upperCase = (byte: number): number =>
  byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte

/** The lower-case and upper-case forms of a byte of a lower-case literal. */
export const caseVariants = (byte: number): number[] =>
  upperCase(byte) === byte ? [byte] : [byte, upperCase(byte)]
