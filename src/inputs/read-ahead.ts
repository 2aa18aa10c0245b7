/** After so many milliseconds other things get their turn. */
const TURN = 5

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * The same batches, read on while whoever asks for them is busy or waits for something else: up to
 * `most` things ahead. Else an input that comes late in time would not be read before all earlier
 * ones are.
 */
export function readAhead<T>(batches: AsyncIterable<T[]>, most: number): AsyncIterable<T[]> {
  const ready: T[][] = []
  let ahead = 0
  let ended = false
  let failure: unknown
  let added = () => {}
  let taken = () => {}
  const pump = async () => {
    let since = performance.now()
    for await (const batch of batches) {
      ready.push(batch)
      ahead += batch.length
      added()
      while (ahead >= most)
        await new Promise<void>((resolve) => {
          taken = resolve
        })
      if (performance.now() - since < TURN) continue
      await turn()
      since = performance.now()
    }
  }
  pump()
    .catch((error: unknown) => {
      failure = error
    })
    .finally(() => {
      ended = true
      added()
    })
  return (async function* () {
    for (;;) {
      const batch = ready.shift()
      if (batch) {
        ahead -= batch.length
        taken()
        yield batch
      } else if (failure !== undefined) throw failure
      else if (ended) return
      else
        await new Promise<void>((resolve) => {
          added = resolve
        })
    }
  })()
}
