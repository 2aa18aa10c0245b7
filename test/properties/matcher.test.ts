import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sipTextMarkers } from '../../src/model/marker.ts'
import { Matcher } from '../../src/scan/matcher.ts'
import { createSearchPlan } from '../../src/scan/search-plan.ts'
import { propertyRuns } from './property-runs.ts'
import { scanner } from './read-log.ts'

/** Uses few letters, so that literals overlap, begin alike and contain each other. */
const narrow = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), minLength: 3, maxLength: 30 })
const wide = fc.string({ unit: 'grapheme-ascii', minLength: 3, maxLength: 30 })
const literals = fc.array(fc.oneof(narrow, wide), { minLength: 1, maxLength: 6 })

const folded = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Position of the first literal, found by trying every position. */
function naive(texts: readonly string[], bytes: Uint8Array, from: number, to: number): number {
  const hay = folded(bytes.subarray(0, to))
  const places = texts
    .map((text) => hay.indexOf(text.toLowerCase(), from))
    .filter((place) => place >= 0)
  return Math.min(to, ...places)
}

/** More than one block of bytes with literals and parts of them anywhere, even at both ends. */
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
    .array(
      fc.oneof(
        { weight: 1, arbitrary: literal },
        { weight: 1, arbitrary: cut },
        { weight: 3, arbitrary: other },
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => Buffer.concat(parts))
}

const searched = literals.chain((texts) =>
  fc.record({
    texts: fc.constant(texts),
    hay: hayWith(texts),
    before: fc.nat(40),
    after: fc.nat(40),
  }),
)

/** Finds all literals with `next` and compares each with a search at every position. */
function compare(
  texts: readonly string[],
  hay: Uint8Array,
  from: number,
  to: number,
  next: (from: number) => number,
): void {
  for (let at = from, hits = 0; hits < 50; hits += 1) {
    const found = next(at)
    expect(found).toBe(naive(texts, hay, at, to))
    if (found >= to) break
    at = found + 1
  }
}

it('the matcher finds the same as a search at every position', () => {
  fc.assert(
    fc.property(searched, ({ texts, hay, before, after }) => {
      const matcher = new Matcher(sipTextMarkers(...texts))
      const to = Math.max(0, hay.length - after)
      compare(texts, hay, Math.min(before, to), to, (from) => matcher.findNext(hay, from, to))
    }),
    propertyRuns(1500),
  )
})

it('the scanner finds the same as a search at every position', () => {
  fc.assert(
    fc.property(searched, ({ texts, hay, before, after }) => {
      const plan = createSearchPlan(sipTextMarkers(...texts), [])
      expect(plan).toBeDefined()
      if (plan) scanner.setPlan(plan)
      const to = Math.max(0, hay.length - after)
      const memory = scanner.reserve(hay.length)
      memory.set(hay)
      scanner.open(memory, Math.min(before, to), to)
      compare(texts, hay, Math.min(before, to), to, (from) => scanner.findNext(from))
    }),
    propertyRuns(1500),
  )
})
