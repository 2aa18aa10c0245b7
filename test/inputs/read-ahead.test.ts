import { describe, expect, it } from 'vitest'
import { readAhead } from '../../src/inputs/read-ahead.ts'

/** Batches of these sizes; `made` counts those asked for. */
function batches(
  sizes: readonly number[],
  made: { count: number },
  fails = false,
): AsyncIterable<number[]> {
  return (async function* () {
    for (const [index, size] of sizes.entries()) {
      made.count += 1
      yield Array.from({ length: size }, () => index)
    }
    if (fails) throw new Error('the disk is gone')
  })()
}

const all = async (from: AsyncIterable<number[]>) => {
  const seen: number[][] = []
  for await (const batch of from) seen.push(batch)
  return seen
}
const idle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

describe('reading ahead', () => {
  it('changes nothing in what is read', async () => {
    const sizes = Array.from({ length: 200 }, (_, index) => index % 7)
    expect(await all(readAhead(batches(sizes, { count: 0 }), 10))).toEqual(
      await all(batches(sizes, { count: 0 })),
    )
  })

  it('goes on while nobody asks, as far as there is room, and further when there is again', async () => {
    const made = { count: 0 }
    const reading = readAhead(batches([4, 4, 4, 4, 4, 4], made), 8)[Symbol.asyncIterator]()
    await idle()
    expect(made.count).toBe(2)
    await reading.next()
    await idle()
    expect(made.count).toBe(3)
  })

  it('fails where the reading did, behind what was read', async () => {
    const seen: number[][] = []
    const reading = async () => {
      for await (const batch of readAhead(batches([1, 1], { count: 0 }, true), 100))
        seen.push(batch)
    }
    await expect(reading()).rejects.toThrow('the disk is gone')
    expect(seen).toEqual([[0], [1]])
  })
})
