import { judgeBundle } from '../../src/batch/judge-bundle.ts'
import { serveBundles } from '../../src/batch/serve-bundles.ts'

/** What a bundle might do to the worker that reads it, by its name. */
const breaks: Readonly<Record<string, () => void>> = {
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
  breaks[/[^\\/]+$/.exec(bundle)?.[0] ?? '']?.()
  return judgeBundle(bundle, order, cache)
})
