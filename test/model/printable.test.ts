import { expect, it } from 'vitest'
import { toPrintable } from '../../src/model/text/printable.ts'

/** Characters of these properties are invisible, or change how others look. */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]/u
/** Letters and marks of living scripts, which join or are shown. */
const isShown = (code: number) =>
  // Signs that enclose numbers of Arabic, Syriac and Kaithi are visible.
  [0x06dd, 0x070f, 0x08e2, 0x110bd, 0x110cd].includes(code) ||
  (code >= 0x0600 && code <= 0x0605) ||
  (code >= 0x0890 && code <= 0x0891) ||
  // Egyptian hieroglyph format controls
  (code >= 0x13430 && code <= 0x1343f)

it('shows every invisible character of Unicode as an escape', () => {
  const hidden: string[] = []
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const character = String.fromCodePoint(code)
    if (!INVISIBLE.test(character) || isShown(code)) continue
    if (toPrintable(`a${character}b`) !== `a\\u{${code.toString(16)}}b`)
      hidden.push(code.toString(16))
  }
  expect(hidden).toEqual([])
})

it('shows fillers that look like blanks as escapes', () => {
  for (const code of [0x115f, 0x1160, 0x2800, 0x3164, 0xffa0])
    expect(toPrintable(String.fromCodePoint(code))).toBe(`\\u{${code.toString(16)}}`)
})

it('leaves text of any script as it is', () => {
  const text = 'Zürich · Дата · 日本語 · עברית · हिन्दी · ไทย · 한국어 · 😀 · a\u0301'
  expect(toPrintable(text)).toBe(text)
})
