import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { abridge } from '../../src/terminal/plain-text.ts'
import { cpuGrowth, MAX_LINEAR_GROWTH } from '../support/cpu-growth.ts'

it('wraps a text that fits', () => {
  expect(abridge('One two three.', 9, 2)).toEqual(['One two', 'three.'])
})

it('ends after the last sentence that fits', () => {
  expect(abridge('Copy it first. It would be deleted. Then go on.', 20, 1)).toEqual([
    'Copy it first. …',
  ])
})

it('ends after the last word if no sentence fits, and keeps marker and indent', () => {
  const options = { indent: 3, marker: '1. ' }
  expect(abridge('Copy the spool to a safe place before anything else', 20, 2, options)).toEqual([
    '1. Copy the spool to',
    '   a safe place …',
  ])
})

it('cuts a word that is longer than a line', () => {
  expect(abridge('x'.repeat(50), 10, 1)).toEqual([`${'x'.repeat(8)} …`])
})

it.each(['', '田中さくら'.repeat(30), 'a. '.repeat(200), `${'w '.repeat(300)}.`])(
  'never exceeds width and lines: %j',
  (text) => {
    for (const width of [10, 40, 80])
      for (const maxLines of [1, 2, 3]) {
        const lines = abridge(text, width, maxLines, { indent: 2 })
        expect(lines.length).toBeLessThanOrEqual(maxLines)
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width)
      }
  },
)

it.each([
  ['sentences', 'Yes. '],
  ['blanks', ' '],
  ['a single word', 'x'],
  ['words', 'word '],
  ['wide characters', '田'],
])('takes time that grows with a text of %s', async (_, piece) => {
  const growth = await cpuGrowth((size) => {
    const text = piece.repeat(size)
    return () => abridge(text, 80, 3)
  })
  expect(growth).toBeLessThan(MAX_LINEAR_GROWTH)
})
