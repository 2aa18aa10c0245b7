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
    // A MiB at once, so that the memory is full long before the time limit on a busy machine.
    for (;;) memory.push(new Array<number>((1 << 20) / 8).fill(0.5))
  },
}

serveBundles((bundle, order, cache) => {
  FAILURES_BY_NAME[/[^\\/]+$/.exec(bundle)?.[0] ?? '']?.()
  return analyzeBundle(bundle, order, cache)
})
