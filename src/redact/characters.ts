/**
 * Whether a UTF-16 code unit is a letter or digit of any script. Beyond ASCII, everything except
 * punctuation and spaces counts.
 */
export function isWordCode(code: number): boolean {
  if (code < 0x80) return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 122)
  if (code < 0xc0)
    return (
      code === 0xaa ||
      code === 0xb5 ||
      code === 0xba ||
      (code >= 0xbc && code <= 0xbe) ||
      code === 0xb2 ||
      code === 0xb3 ||
      code === 0xb9
    )
  if (code >= 0x2000 && code <= 0x206f) return false
  if (code >= 0x3000 && code <= 0x303f) return false
  return (
    code !== 0xd7 &&
    code !== 0xf7 &&
    code !== 0xfeff &&
    code !== 0xfffd &&
    !(code >= 0xff00 && code <= 0xff0f)
  )
}
