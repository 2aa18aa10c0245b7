import type { Parameters } from 'fast-check'

const given = Number(process.env.SPOOLSCOPE_PROPERTY_RUNS ?? 0)
const SEED = 20_160_614

/**
 * How often a property is tried: `usual` times, always the same, so that a failure is one's own.
 * `SPOOLSCOPE_PROPERTY_RUNS=5000` goes deeper, and elsewhere each time unless
 * `SPOOLSCOPE_PROPERTY_SEED` says where; a failure names its seed.
 */
export function propertyRuns(usual: number): Parameters<unknown> {
  const seed = Number(
    process.env.SPOOLSCOPE_PROPERTY_SEED ?? (given > 0 ? Date.now() % 2 ** 31 : SEED),
  )
  return {
    numRuns: given > 0 ? given : usual,
    seed,
    ...(given > 0 ? { interruptAfterTimeLimit: 3_600_000 } : {}),
  }
}
