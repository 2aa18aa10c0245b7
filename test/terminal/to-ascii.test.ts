import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { toAscii } from '../../src/terminal/to-ascii.ts'

const goldens = [
  ...readdirSync('test/ui/golden').map((name) => join('test/ui/golden', name)),
  ...readdirSync('test/reports/golden')
    .filter((name) => /-\d+\.txt$/.test(name))
    .map((name) => join('test/reports/golden', name)),
  'test/commands/golden/diff-fleet.table.txt',
]

describe.each(goldens)('%s', (path) => {
  const text = readFileSync(path, 'utf8').replaceAll('␛', '\u001b')

  it('is drawn without other signs than ASCII, in lines as wide as before', () => {
    expect(toAscii(text)).toMatch(/^[\n -~\u001b\p{L}]*$/u)
    const widths = (lines: string) => lines.split('\n').map((line) => stringWidth(line))
    expect(widths(toAscii(text))).toEqual(widths(text))
  })
})

it('keeps the letters of names', () => {
  expect(toAscii('Jürgen Müller – 山田 … ✓')).toBe('Jürgen Müller - 山田 ~ +')
})
