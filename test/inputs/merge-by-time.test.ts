import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeByTime } from '../../src/inputs/merge-by-time.ts'
import type { Observation } from '../../src/model/observation.ts'

const traceAt = (path: string, time: number): Observation => ({
  kind: 'trace',
  at: time,
  event: { at: time, message: '' },
  source: { path },
})

async function* batches(
  observations: readonly Observation[],
  size: number,
): AsyncGenerator<Observation[]> {
  for (let from = 0; from < observations.length; from += size)
    yield observations.slice(from, from + size)
}

async function merge(inputs: readonly (readonly Observation[])[], size = 2): Promise<string[]> {
  const merged: string[] = []
  await mergeByTime(
    inputs.map((input) => batches(input, size)),
    ({ source, at }) => merged.push(`${source.path}${at ?? ''}`),
  )
  return merged
}

describe('merging by time', () => {
  it('orders observations by time', async () => {
    expect(
      await merge([
        [traceAt('a', 1), traceAt('a', 4), traceAt('a', 6)],
        [traceAt('b', 2), traceAt('b', 3), traceAt('b', 5)],
      ]),
    ).toEqual(['a1', 'b2', 'b3', 'a4', 'b5', 'a6'])
  })

  it('orders observations of equal time by input', async () => {
    expect(
      await merge([
        [traceAt('a', 2), traceAt('a', 2)],
        [traceAt('b', 1), traceAt('b', 2)],
      ]),
    ).toEqual(['b1', 'a2', 'a2', 'b2'])
    expect(
      await merge([
        [traceAt('a', 1), traceAt('a', 2)],
        [traceAt('b', 2), traceAt('b', 2)],
      ]),
    ).toEqual(['a1', 'a2', 'b2', 'b2'])
  })

  it('emits observations without a time first and keeps the order of each input', async () => {
    const undated: Observation = { kind: 'cmdlet-missing', name: 'x', source: { path: 'u' } }
    expect(
      await merge([
        [traceAt('a', 5), traceAt('a', 3)],
        [undated, traceAt('b', 4)],
      ]),
    ).toEqual(['u', 'b4', 'a5', 'a3'])
  })

  it('emits every observation once, whatever the batches are', async () => {
    const input = fc.array(fc.nat(30), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(input, { maxLength: 5 }),
        fc.integer({ min: 1, max: 5 }),
        async (inputs, size) => {
          const sorted = inputs.map((times, index) =>
            times.sort((x, y) => x - y).map((time) => traceAt(`${index}:`, time)),
          )
          const result = await merge(sorted, size)
          expect(result).toHaveLength(inputs.flat().length)
          const expected = sorted
            .flatMap((input, index) => input.map(({ at }) => ({ index, time: at ?? 0 })))
            .sort((x, y) => x.time - y.time || x.index - y.index)
          expect(result).toEqual(expected.map(({ index, time }) => `${index}:${time}`))
        },
      ),
    )
  })
})
