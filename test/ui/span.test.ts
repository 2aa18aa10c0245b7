import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import {
  fitLine,
  lineWidth,
  paintLine,
  span,
  splitByWidth,
  textWidth,
  visibleText,
} from '../../src/ui/span.ts'

const plain = { width: 80, color: false }
const anyText = fc.string({ unit: 'binary', maxLength: 60 })

it('measures single characters as terminals do', () => {
  const wrong = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => textWidth(character) !== stringWidth(character),
  )
  expect(wrong).toEqual([])
})

it('fits any text into exactly so many cells', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 4 }), fc.nat(100), (texts, width) => {
      const line = fitLine(
        texts.map((text) => span(text)),
        width,
      )
      expect(lineWidth(line)).toBe(width)
      expect(lineWidth(line)).toBe(line.reduce((sum, { text }) => sum + textWidth(text), 0))
    }),
  )
})

it('marks a cut text with an ellipsis', () => {
  expect(paintLine(fitLine([span('History Spooler')], 8), plain)).toBe('History…')
  expect(paintLine(fitLine([span('田中さくら')], 6), plain)).toBe('田中… ')
  expect(paintLine(fitLine([span('abc'), span('def')], 3), plain)).toBe('ab…')
})

it('removes everything that moves the cursor or changes the direction of text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(visibleText(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]|\p{Cs}/u,
      )
      expect(visibleText(visibleText(text))).toBe(visibleText(text))
    }),
  )
})

it('cuts long runs of combining marks', () => {
  expect(visibleText(`e${'\u0301'.repeat(100)}`)).toBe(`e${'\u0301'.repeat(4)}`)
})

it('cuts a long text into pieces without changing it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.integer({ min: 2, max: 20 }),
      (text, width) => {
        const pieces = splitByWidth(text, width)
        expect(pieces.join('')).toBe(text)
        expect(
          pieces.filter(
            (piece) =>
              textWidth(piece) > width && [...new Intl.Segmenter().segment(piece)].length > 1,
          ),
        ).toEqual([])
      },
    ),
  )
})

it('paints neighbors of one style together, and nothing without color', () => {
  const line = [span('a', 'red'), span('b', 'red'), span('c')]
  expect(paintLine(line, { width: 80, color: true })).toBe('\u001b[31mab\u001b[39mc')
  expect(paintLine(line, plain)).toBe('abc')
})
