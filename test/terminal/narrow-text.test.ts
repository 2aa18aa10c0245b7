import { createRequire } from 'node:module'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { NARROW_CLASS, STYLE } from '../../scripts/narrow-text.mjs'

/** The version that cli-table3 uses. */
const requireInTable = createRequire(createRequire(import.meta.url).resolve('cli-table3'))
const olderStringWidth = requireInTable('string-width') as (text: string) => number

const narrow = new RegExp(`^${NARROW_CLASS}$`)
const characters = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => narrow.test(character),
)

describe('the characters that the program measures without a library', () => {
  it('are ASCII, and the letters and signs of reports in European languages', () => {
    for (const character of ['a', '~', 'é', 'ß', 'Ж', 'Ω', '…', '—', '·', '→', '│', '✓'])
      expect(characters).toContain(character)
    for (const character of ['\t', '\n', '\u00ad', '\u200b', '\u202e', '\u0301', '漢', '한', 'ｱ'])
      expect(characters).not.toContain(character)
  })

  it('take one column each, by both versions of the library', () => {
    expect(characters.length).toBeGreaterThan(1000)
    expect(characters.filter((character) => stringWidth(character) !== 1)).toEqual([])
    expect(characters.filter((character) => olderStringWidth(character) !== 1)).toEqual([])
  })

  it('never join with a neighbor', () => {
    const all = characters.join('')
    expect([...new Intl.Segmenter().segment(all)]).toHaveLength(characters.length)
    expect(stringWidth(all)).toBe(characters.length)
    expect(olderStringWidth(all)).toBe(characters.length)
  })

  it('leave out the styles of a terminal, as both versions do', () => {
    const styled = '\u001b[1m\u001b[38;5;9mflagged\u001b[0m'
    expect(styled.replace(new RegExp(STYLE, 'g'), '')).toBe('flagged')
    expect([stringWidth(styled), olderStringWidth(styled)]).toEqual([7, 7])
  })
})
