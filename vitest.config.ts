import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { Watchdog } from './test/setup/watchdog.ts'

const MINUTE = 60_000
/** Tests of the built program, alone or with other programs: `npm run test:program`. */
const program = 'test/**/*.program.test.{ts,tsx}'
/** Tests with many examples: properties, every size of the screen, hostile and large inputs. */
const properties = [
  'test/properties/*.test.ts',
  'test/limits/*.test.ts',
  'test/redact/{idempotent,kinds,kinds-in-copies,linear,long-lines,properties,same-verdicts}.test.ts',
  'test/ui/frame.test.ts',
  'test/model/report-shape.test.ts',
  'test/analysis/diagnosis/plan.test.ts',
  'test/inputs/archives/{hostile,large-entries}.test.ts',
  'test/inputs/live/{random-growth,spools}.test.ts',
  'test/inputs/reader-pool.test.ts',
  'test/parsers/kept-values.test.ts',
  'test/collect/large.test.ts',
]
/** Tests on real traces, which are not part of the repository. */
const corpus = 'test/corpus/**'

const shared = {
  // For tests that hang. How long a test takes is measured in bench/, never here.
  testTimeout: 10 * MINUTE,
  hookTimeout: 10 * MINUTE,
  setupFiles: ['test/setup/remove-temporary-folders.ts'],
}

const allCores = {
  // Processes, because some tests change the user of their process, which threads cannot.
  pool: 'forks',
  isolate: false,
  // Vitest leaves one core unused, which is half of them on a machine with two.
  maxWorkers: availableParallelism(),
  // Vitest requires another group for another number of workers. Groups run in turn.
  sequence: { groupOrder: 1 },
} as const

const moreThanCores = {
  ...allCores,
  maxWorkers: availableParallelism() + 1,
  sequence: { groupOrder: 0 },
} as const

export default defineConfig({
  test: {
    globalSetup: ['test/setup/temporary-root.ts'],
    reporters: ['default', new Watchdog()],
    projects: [
      {
        test: {
          ...shared,
          ...allCores,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [program, corpus, ...properties],
        },
      },
      {
        test: {
          ...shared,
          ...allCores,
          name: 'properties',
          // In a process that has run many others, V8 compiles expressions without optimizing them,
          // and redaction takes four times as long.
          isolate: true,
          include: properties,
          exclude: [program],
        },
      },
      {
        test: { ...shared, ...allCores, name: 'corpus', include: [`${corpus}/*.test.ts`] },
      },
      {
        test: {
          ...shared,
          // They wait for programs for a third of their time.
          ...moreThanCores,
          name: 'program',
          include: [program],
          globalSetup: ['test/setup/build-program.ts'],
        },
      },
    ],
  },
})
