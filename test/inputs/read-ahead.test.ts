import { describe, expect, it } from 'vitest'
import { createReadLock, readAhead } from '../../src/inputs/read-ahead.ts'

/** Yields batches of these sizes. `requested` counts them. */
function batches(
  sizes: readonly number[],
  requested: { count: number },
  fails = false,
): AsyncIterable<number[]> {
  return (async function* () {
    for (const [index, size] of sizes.entries()) {
      requested.count += 1
      yield Array.from({ length: size }, () => index)
    }
    if (fails) throw new Error('the disk is gone')
  })()
}

const collect = async (stream: AsyncIterable<number[]>) => {
  const batches: number[][] = []
  for await (const batch of stream) batches.push(batch)
  return batches
}
const idle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

describe('reading ahead', () => {
  it('yields the same batches', async () => {
    const sizes = Array.from({ length: 200 }, (_, index) => index % 7)
    expect(await collect(readAhead(batches(sizes, { count: 0 }), 10))).toEqual(
      await collect(batches(sizes, { count: 0 })),
    )
  })

  it('reads on while the consumer is busy, up to the limit', async () => {
    const requested = { count: 0 }
    const reading = readAhead(batches([4, 4, 4, 4, 4, 4], requested), 8)[Symbol.asyncIterator]()
    await idle()
    expect(requested.count).toBe(2)
    await reading.next()
    await idle()
    expect(requested.count).toBe(3)
  })

  it('throws the error of the input after the batches before it', async () => {
    const received: number[][] = []
    const reading = async () => {
      for await (const batch of readAhead(batches([1, 1], { count: 0 }, true), 100))
        received.push(batch)
    }
    await expect(reading()).rejects.toThrow('the disk is gone')
    expect(received).toEqual([[0], [1]])
  })
})

describe('a read lock', () => {
  it('lets only one of its streams read at a time', async () => {
    let reading = 0
    let maxReading = 0
    async function* stream(count: number) {
      for (let index = 0; index < count; index += 1) {
        reading += 1
        maxReading = Math.max(maxReading, reading)
        await idle()
        reading -= 1
        yield [index]
      }
    }
    const lock = createReadLock()
    const read = [3, 5, 1].map((count) => collect(lock(stream(count))))
    expect((await Promise.all(read)).map(({ length }) => length)).toEqual([3, 5, 1])
    expect(maxReading).toBe(1)
  })

  it('goes on after a stream that failed', async () => {
    const lock = createReadLock()
    const failing = collect(lock(batches([1], { count: 0 }, true)))
    const other = collect(lock(batches([1, 1], { count: 0 })))
    await expect(failing).rejects.toThrow('the disk is gone')
    expect(await other).toHaveLength(2)
  })
})
