import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import { serveBundles } from '../../src/batch/serve-bundles.ts'

/** What a bundle might do to the worker that reads it, by its name. */
const FAILURES_BY_NAME: Readonly<Record<string, () => void>> = {
  hangs: () => {
    for (;;);
  },
  crashes: () => {
    throw new Error('as if a bug were in it')
  },
  exits: () => process.exit(7),
  floods: () => {
    const kept: number[][] = []
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => index + 0.5))
  },
}

serveBundles((bundle, order, cache) => {
  FAILURES_BY_NAME[/[^\\/]+$/.exec(bundle)?.[0] ?? '']?.()
  return analyzeBundle(bundle, order, cache)
})
