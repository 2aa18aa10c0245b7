import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeByTime } from '../../src/inputs/merge-by-time.ts'
import type { Observation } from '../../src/model/observation.ts'

const at = (path: string, moment: number): Observation => ({
  kind: 'trace',
  at: moment,
  event: { at: moment, message: '' },
  source: { path },
})

async function* batches(seen: readonly Observation[], size: number): AsyncGenerator<Observation[]> {
  for (let from = 0; from < seen.length; from += size) yield seen.slice(from, from + size)
}

async function merged(inputs: readonly (readonly Observation[])[], size = 2): Promise<string[]> {
  const heard: string[] = []
  await mergeByTime(
    inputs.map((seen) => batches(seen, size)),
    (seen) => heard.push(`${seen.source.path}${seen.at ?? ''}`),
  )
  return heard
}

describe('observations of several inputs', () => {
  it('come in the order of their times', async () => {
    expect(
      await merged([
        [at('a', 1), at('a', 4), at('a', 6)],
        [at('b', 2), at('b', 3), at('b', 5)],
      ]),
    ).toEqual(['a1', 'b2', 'b3', 'a4', 'b5', 'a6'])
  })

  it('of equal times come in the order of the inputs', async () => {
    expect(
      await merged([
        [at('a', 2), at('a', 2)],
        [at('b', 1), at('b', 2)],
      ]),
    ).toEqual(['b1', 'a2', 'a2', 'b2'])
    expect(
      await merged([
        [at('a', 1), at('a', 2)],
        [at('b', 2), at('b', 2)],
      ]),
    ).toEqual(['a1', 'a2', 'b2', 'b2'])
  })

  it('without a time come at once, the order inside an input kept', async () => {
    const undated: Observation = { kind: 'cmdlet-missing', name: 'x', source: { path: 'u' } }
    expect(
      await merged([
        [at('a', 5), at('a', 3)],
        [undated, at('b', 4)],
      ]),
    ).toEqual(['u', 'b4', 'a5', 'a3'])
  })

  it('are all there once, each input in its own order, whatever the batches', async () => {
    const input = fc.array(fc.nat(30), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(input, { maxLength: 5 }),
        fc.integer({ min: 1, max: 5 }),
        async (inputs, size) => {
          const sorted = inputs.map((moments, index) =>
            moments.sort((x, y) => x - y).map((moment) => at(`${index}:`, moment)),
          )
          const heard = await merged(sorted, size)
          expect(heard).toHaveLength(inputs.flat().length)
          const expected = sorted
            .flatMap((seen, index) => seen.map((one) => ({ index, moment: one.at ?? 0 })))
            .sort((x, y) => x.moment - y.moment || x.index - y.index)
          expect(heard).toEqual(expected.map(({ index, moment }) => `${index}:${moment}`))
        },
      ),
    )
  })
})
