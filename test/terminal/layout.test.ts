import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { formatColumns } from '../../src/terminal/columns.ts'
import { headingLine } from '../../src/terminal/layout.ts'
import { wrapPath, wrapText } from '../../src/terminal/plain-text.ts'

it('wraps text with a hanging indent after a marker', () => {
  expect(wrapText('one two three', 11, { indent: 3, marker: '• ' })).toEqual([
    ' • one two',
    '   three',
  ])
})

it('wraps paths after separators, including those of Windows, and loses nothing', () => {
  expect(wrapPath('Users\\kim\\AppData\\Local', 12)).toEqual(['Users\\kim\\', 'AppData\\', 'Local'])
  const long = `a/${'b'.repeat(50)}/日本語日本語日本語/c.log:12`
  const lines = wrapPath(long, 20, 4)
  expect(lines.map((line) => line.trimStart()).join('')).toBe(long)
  expect(lines.every((line) => stringWidth(line) <= 20)).toBe(true)
})

it('keeps the spaces in a path', () => {
  expect(wrapPath('History Spooler/a b.hist', 100)).toEqual(['History Spooler/a b.hist'])
})

it('aligns columns after wide characters', () => {
  expect(
    formatColumns([
      ['日本語', '1'],
      ['ab', '2'],
    ]).map(String),
  ).toEqual(['  日本語  1', '  ab      2'])
})

it('extends a heading to the full width', () => {
  expect(stringWidth(String(headingLine('Environment', { width: 80, color: false })))).toBe(80)
})
