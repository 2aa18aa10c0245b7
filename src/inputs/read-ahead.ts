/** After this time the event loop gets a turn. */
const MAX_BUSY_MS = 5

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Yields the same batches, but reads up to `maxItems` items ahead while the consumer is busy or
 * waits for something else. Without it, an input whose times are late would not be read before all
 * earlier ones are.
 */
export function readAhead<T>(batches: AsyncIterable<T[]>, maxItems: number): AsyncIterable<T[]> {
  const ready: T[][] = []
  let itemsReady = 0
  let ended = false
  let failure: unknown
  let onAdded = () => {}
  let onTaken = () => {}
  const pump = async () => {
    let busySince = performance.now()
    for await (const batch of batches) {
      ready.push(batch)
      itemsReady += batch.length
      onAdded()
      while (itemsReady >= maxItems)
        await new Promise<void>((resolve) => {
          onTaken = resolve
        })
      if (performance.now() - busySince < MAX_BUSY_MS) continue
      await nextTurn()
      busySince = performance.now()
    }
  }
  pump()
    .catch((error: unknown) => {
      failure = error
    })
    .finally(() => {
      ended = true
      onAdded()
    })
  return (async function* () {
    for (;;) {
      const batch = ready.shift()
      if (batch) {
        itemsReady -= batch.length
        onTaken()
        yield batch
      } else if (failure !== undefined) throw failure
      else if (ended) return
      else
        await new Promise<void>((resolve) => {
          onAdded = resolve
        })
    }
  })()
}

/**
 * Returns a function that wraps streams so that only one of them reads at a time. A stream reads
 * its next batch when all reads that were requested before have ended.
 */
export function createReadLock(): <T>(stream: AsyncIterable<T>) => AsyncIterable<T> {
  let lastRead: Promise<unknown> = Promise.resolve()
  return <T>(stream: AsyncIterable<T>): AsyncIterable<T> => ({
    [Symbol.asyncIterator]() {
      const iterator = stream[Symbol.asyncIterator]()
      return {
        next() {
          const read = lastRead.then(() => iterator.next())
          lastRead = read.catch(() => {})
          return read
        },
      }
    },
  })
}
