import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findExpressions } from '../../scripts/expressions/find-expressions.mjs'
import { asciiExpression } from '../../scripts/lazy-expressions.mjs'
import { propertyRuns } from '../properties/property-runs.ts'

const toExpression = (written: string): RegExp => {
  const end = written.lastIndexOf('/')
  return new RegExp(written.slice(1, end), written.slice(end + 1))
}

const ascii = fc.stringMatching(/^[\x00-\x7f]*$/)

const expressions = (await findExpressions('src')).flatMap(({ source, flags }) => {
  const written =
    source !== undefined && flags?.includes('u') ? asciiExpression(source, flags) : undefined
  return source === undefined || written === undefined ? [] : [{ source, flags, written }]
})

/** Texts that the expression matches, with one character changed, and others. */
const textsFor = (expression: RegExp): fc.Arbitrary<string> => {
  const matching = matchingTexts(expression)
  const change = fc.tuple(matching, fc.nat(), fc.stringMatching(/^[\x00-\x7f]$/))
  const changed = change.map(([text, at, char]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + char + text.slice(place + 1)
  })
  return fc.oneof(matching, changed, ascii).filter((text) => /^[\x00-\x7f]*$/.test(text))
}

/** Only the plain forms of expressions have a generator. */
const matchingTexts = (expression: RegExp): fc.Arbitrary<string> => {
  try {
    return fc.stringMatching(new RegExp(expression.source))
  } catch {
    return ascii
  }
}

describe('expressions for texts of ASCII', () => {
  it('are made for most that are for Unicode', () => {
    expect(expressions.length).toBeGreaterThan(20)
    expect(asciiExpression('^[\\p{L}_]\\p{N}?\\p{M}[^\\p{L}\\]]\\\\p', 'u')).toBe(
      '/^[A-Za-z_][0-9]?[][^A-Za-z\\]]\\\\p/',
    )
    expect(asciiExpression('[\\ud83d\\ude00-\\ud83d\\ude4f]\\p{L}', 'iu')).toContain('/iu')
    for (const other of ['\\P{L}', '\\p{Lu}', '\\p{Script=Greek}'])
      expect(asciiExpression(other, 'u')).toBeUndefined()
    expect(asciiExpression('\\p{L}', 'gu')).toBeUndefined()
  })

  it.each(expressions)('/$source/$flags', ({ source, flags = '', written }) => {
    const expression = new RegExp(source, flags)
    const shortened = toExpression(written)
    fc.assert(
      fc.property(textsFor(shortened), (text) => {
        const [expected, found] = [expression.exec(text), shortened.exec(text)]
        expect(found?.index).toBe(expected?.index)
        expect(found && [...found]).toEqual(expected && [...expected])
        expect(found?.groups).toEqual(expected?.groups)
      }),
      propertyRuns(200),
    )
  })
})
