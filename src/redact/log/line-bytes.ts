/**
 * Decodes text with one character per byte as UTF-8. Returns it unchanged if it is not valid UTF-8.
 */
export function fromBytes(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? bytes : text
}

/** Encodes text as UTF-8 with one character per byte. `isBytes`: the text already has this form. */
export const toBytes = (text: string, isBytes: boolean): string =>
  isBytes ? text : Buffer.from(text, 'utf8').toString('latin1')
