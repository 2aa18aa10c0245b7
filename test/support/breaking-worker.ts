import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import { serveBundles } from '../../src/batch/serve-bundles.ts'

/** Ways in which a bundle can break its worker, by the name of the bundle. */
const FAILURES_BY_NAME: Readonly<Record<string, () => void>> = {
  hangs: () => {
    for (;;);
  },
  crashes: () => {
    throw new Error('simulated bug')
  },
  exits: () => process.exit(7),
  floods: () => {
    const memory: number[][] = []
    for (;;) memory.push(Array.from({ length: 10_000 }, (_, index) => index + 0.5))
  },
}

serveBundles((bundle, order, cache) => {
  FAILURES_BY_NAME[/[^\\/]+$/.exec(bundle)?.[0] ?? '']?.()
  return analyzeBundle(bundle, order, cache)
})
