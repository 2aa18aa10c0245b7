import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sipText } from '../../src/model/marker.ts'
import { Matcher } from '../../src/model/matcher.ts'
import { runs } from './runs.ts'

/** Few letters, so that literals overlap, begin alike and hold each other. */
const narrow = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), minLength: 3, maxLength: 30 })
const wide = fc.string({ unit: 'grapheme-ascii', minLength: 3, maxLength: 30 })
const literals = fc.array(fc.oneof(narrow, wide), { minLength: 1, maxLength: 6 })

const folded = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Place of the first literal by looking at every place. */
function naive(texts: readonly string[], bytes: Uint8Array, from: number, to: number): number {
  const hay = folded(bytes.subarray(0, to))
  const places = texts.map((text) => hay.indexOf(text.toLowerCase(), from)).filter((place) => place >= 0)
  return Math.min(to, ...places)
}

/** Bytes with literals and parts of them anywhere, also at both ends, and more than one block of them. */
const hayWith = (texts: readonly string[]): fc.Arbitrary<Uint8Array> => {
  const literal = fc
    .tuple(fc.constantFrom(...texts), fc.boolean())
    .map(([text, upper]) => Buffer.from(upper ? text.toUpperCase() : text))
  const cut = fc.tuple(literal, fc.nat(29)).map(([text, length]) => text.subarray(0, length))
  const other = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    narrow.map((text) => Buffer.from(text)),
    fc.nat(3000).map((length) => Buffer.alloc(length, 'ab')),
    fc.nat(3000).map((length) => Buffer.alloc(length, '.')),
  )
  return fc
    .array(fc.oneof({ weight: 1, arbitrary: literal }, { weight: 1, arbitrary: cut }, { weight: 3, arbitrary: other }), {
      maxLength: 12,
    })
    .map((parts) => Buffer.concat(parts))
}

it('the matcher finds what looking at every place finds, whatever the literals, the bytes and the stretch', () => {
  const searched = literals.chain((texts) =>
    fc.record({ texts: fc.constant(texts), hay: hayWith(texts), before: fc.nat(40), behind: fc.nat(40) }),
  )
  fc.assert(
    fc.property(searched, ({ texts, hay, before, behind }) => {
      const matcher = new Matcher(sipText(...texts))
      const to = Math.max(0, hay.length - behind)
      const from = Math.min(before, to)
      for (let at = from, hits = 0; hits < 50; hits += 1) {
        const found = matcher.next(hay, at, to)
        expect(found).toBe(naive(texts, hay, at, to))
        if (found >= to) break
        at = found + 1
      }
    }),
    runs(1500),
  )
})
