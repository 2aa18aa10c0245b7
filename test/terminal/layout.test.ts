import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { formatColumns } from '../../src/terminal/columns.ts'
import { headingLine, wrapPath, wrapText } from '../../src/terminal/layout.ts'

it('wraps with a hanging indent behind a mark', () => {
  expect(wrapText('one two three', 11, { indent: 3, marker: '• ' })).toEqual([
    ' • one two',
    '   three',
  ])
})

it('breaks paths behind separators, of Windows too, and loses nothing', () => {
  expect(wrapPath('Users\\kim\\AppData\\Local', 12)).toEqual(['Users\\kim\\', 'AppData\\', 'Local'])
  const long = `a/${'b'.repeat(50)}/日本語日本語日本語/c.log:12`
  const lines = wrapPath(long, 20, 4)
  expect(lines.map((line) => line.trimStart()).join('')).toBe(long)
  expect(lines.every((line) => stringWidth(line) <= 20)).toBe(true)
})

it('keeps blanks inside of a path', () => {
  expect(wrapPath('History Spooler/a b.hist', 100)).toEqual(['History Spooler/a b.hist'])
})

it('aligns columns behind wide characters', () => {
  expect(
    formatColumns([
      ['日本語', '1'],
      ['ab', '2'],
    ]),
  ).toEqual(['  日本語  1', '  ab      2'])
})

it('fills the width with a heading', () => {
  expect(stringWidth(headingLine('Found out', { width: 80, color: false }))).toBe(80)
})
