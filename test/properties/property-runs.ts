import type { Parameters } from 'fast-check'
import { defined } from '../../src/model/defined.ts'

const requestedRuns = Number(process.env.SPOOLSCOPE_PROPERTY_RUNS ?? 0)
const SEED = 20_160_614

/**
 * Parameters for a property that runs `usual` times with a fixed seed, so that failures are
 * reproducible. `SPOOLSCOPE_PROPERTY_RUNS=5000` runs it more often, with a new seed each time
 * unless `SPOOLSCOPE_PROPERTY_SEED` sets one. A failure prints its seed.
 */
export function propertyRuns(usual: number): Parameters<unknown> {
  const seed = Number(
    process.env.SPOOLSCOPE_PROPERTY_SEED ?? (requestedRuns > 0 ? Date.now() % 2 ** 31 : SEED),
  )
  return {
    numRuns: requestedRuns > 0 ? requestedRuns : usual,
    seed,
    ...defined({ interruptAfterTimeLimit: requestedRuns > 0 ? 3_600_000 : undefined }),
  }
}
