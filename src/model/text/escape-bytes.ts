/** Longest UTF-8 character. */
const MAX_CHARACTER_BYTES = 4

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8. Bytes that are not become `%FF`. */
export function decodeEscaped(bytes: Uint8Array): string {
  const whole = decode(bytes)
  if (whole !== undefined) return whole
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const [character, length] = characterAt(bytes, at)
    text += character
    at += length
  }
  return text
}

function characterAt(bytes: Uint8Array, at: number): readonly [string, number] {
  for (let length = 1; length <= MAX_CHARACTER_BYTES && at + length <= bytes.length; length += 1) {
    const character = decode(bytes.subarray(at, at + length))
    if (character !== undefined) return [character, length]
  }
  return [escapeCode(bytes[at] ?? 0), 1]
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** `%5C` */
export const escapeCode = (code: number): string =>
  `%${code.toString(16).toUpperCase().padStart(2, '0')}`
