const MIN_MEASURED_MS = 20
const FIRST_SIZE = 16
const MAX_SIZE = 1 << 21
const TRIES = 4
const MEASUREMENTS = 4

/**
 * How many times more CPU time work takes when its input is twice as large: 2 when time grows with
 * the size, 4 when it grows with its square. The input grows until its time can be measured.
 * `prepare` makes an input of a size and returns the work on it.
 */
export async function cpuGrowth(prepare: (size: number) => () => unknown): Promise<number> {
  let size = FIRST_SIZE
  while (size < MAX_SIZE && (await cpuMilliseconds(prepare(size))) < MIN_MEASURED_MS) size *= 2
  let growth = Number.POSITIVE_INFINITY
  // Collecting garbage, or another process, may slow all tries of one size down. Where the young
  // objects of the larger input have no room any more, only other sizes show how time grows.
  for (let turn = 0; turn < MEASUREMENTS && growth > MAX_LINEAR_GROWTH; turn += 1) {
    growth = Math.min(growth, await measureGrowth(prepare(size), prepare(2 * size)))
    if (turn % 2 === 1) size *= 2
  }
  return growth
}

async function measureGrowth(work: () => unknown, doubleWork: () => unknown): Promise<number> {
  let [least, leastDouble] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let turn = 0; turn < TRIES; turn += 1) {
    least = Math.min(least, await cpuMilliseconds(work))
    leastDouble = Math.min(leastDouble, await cpuMilliseconds(doubleWork))
  }
  return leastDouble / least
}

/** Between linear (2, with sorting slightly more) and quadratic (4). */
export const MAX_LINEAR_GROWTH = 3.2

async function cpuMilliseconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return Math.max(0.001, (user + system) / 1000)
}
