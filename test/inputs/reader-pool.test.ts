import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { findFiles } from '../../src/inputs/find-files.ts'
import { type ReadCaseOptions, readCase } from '../../src/inputs/read-case.ts'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import type { ParallelReading } from '../../src/inputs/reader-pool.ts'
import type { ReadingProfile } from '../../src/inputs/reading-profiler.ts'
import type { Observation } from '../../src/model/observation.ts'
import { rules } from '../../src/rules/index.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The worker as it is shipped: bundled. */
const worker = pathToFileURL(join(folder, 'read-worker.mjs'))
beforeAll(async () => {
  const banner =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
  await build({
    entryPoints: ['src/workers/read-worker.ts'],
    outfile: join(folder, 'read-worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: { js: banner },
  })
})

const { markers } = new Engine({ rules, evidence: reportedEvidence })
const inWorkers = (jobs: number): ParallelReading => ({ worker, jobs, minBytes: 0 })

/** All that is heard of a case, as text that compares. */
async function heard(path: string, more: Partial<ReadCaseOptions> = {}): Promise<string[]> {
  const seen: Observation[] = []
  await readCase(findFiles([path]), {
    wanted: createWantedRecords(markers),
    markers,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    onObservation: (one) => seen.push(one),
    ...more,
  })
  return seen.map((one) =>
    JSON.stringify(one, (_, value) => (value instanceof Map ? ['a map', ...value] : value)),
  )
}

/** A program for a worker that does something else than reading. */
function program(name: string, text: string): URL {
  const path = join(folder, name)
  writeFileSync(path, text)
  return pathToFileURL(path)
}

/** A record of a client log that an evidence asks for, at so many minutes. */
const record = (minute: number, from: string): string => {
  const time = `06/14/2016|${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:07.123`
  return `${time} 0BC4:1A2C INFO  :: ${from}: ErrorServerBusy from EWS at minute ${minute}\n${time} 0BC4:1A2C TRACE :: nothing\n`
}

function caseOf(files: readonly (readonly number[])[]): string {
  const path = mkdtempSync(join(folder, 'case-'))
  for (const [index, minutes] of files.entries())
    writeFileSync(
      join(path, `${index}.UccApilog`),
      minutes.map((minute) => record(minute, `file ${index}`)).join(''),
    )
  return path
}

describe('inputs read in worker threads', () => {
  it.each([
    'samples/whole/stuck-on-premises',
    'samples/whole/two-users',
    'samples/whole/logs-that-prove-little',
    'samples/formats',
  ])('are heard the same as one after the other: %s', async (path) => {
    const alone = await heard(path)
    expect(alone.length).toBeGreaterThan(5)
    for (const jobs of [2, 3])
      expect(await heard(path, { parallel: inWorkers(jobs) })).toEqual(alone)
  })

  it('decode binary traces with what was given', async () => {
    const decoding = readDecoding(['samples/tmf'], [], 'windows-1252')
    const alone = await heard('samples/formats/etl-binary', { decoding })
    expect(alone.join()).toContain('CUccTrace::Write')
    expect(await heard('samples/formats/etl-binary', { decoding, parallel: inWorkers(3) })).toEqual(
      alone,
    )
  })

  it('are heard the same whatever times they hold', async () => {
    const minutes = fc.array(fc.nat(300), { minLength: 1, maxLength: 150 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(minutes, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 2, max: 4 }),
        async (files, jobs) => {
          const path = caseOf(files)
          const alone = await heard(path)
          expect(alone.filter((one) => one.includes('minute')).length).toBeGreaterThanOrEqual(
            files.length,
          )
          expect(await heard(path, { parallel: inWorkers(jobs) })).toEqual(alone)
        },
      ),
      { numRuns: 8 },
    )
  })

  it('are counted in bytes as they are read', async () => {
    const path = caseOf([[1, 2], [3], [4]])
    const count = async (more: Partial<ReadCaseOptions>) => {
      let bytes = 0
      await heard(path, { ...more, onProgress: (added) => (bytes += added) })
      return bytes
    }
    expect(await count({ parallel: inWorkers(2) })).toBe(await count({}))
  })

  it('are explained with the worker that read them, if one did', async () => {
    const explained: ReadingProfile[] = []
    await heard(caseOf([[1, 2], [3]]), {
      parallel: inWorkers(2),
      onProfile: (one) => void explained.push(one),
    })
    expect(explained.map(({ worker: number }) => number).sort()).toEqual([1, undefined])
    expect(explained.reduce((sum, { input }) => sum + input.records, 0)).toBe(6)
    expect([...new Set(explained.flatMap(({ markers: found }) => [...found.keys()]))]).toContain(
      'anywhere “ErrorServerBusy”',
    )
  })
})

describe('a worker that crashes', () => {
  it('costs the input that it was at, which is unreadable and says why', async () => {
    const path = caseOf([[1], [2], [3], [4], [5]])
    const crashing = program(
      'crash.mjs',
      "import { workerData } from 'node:worker_threads'\nAtomics.store(workerData.at, 0, 0)\nthrow new Error('out of luck')\n",
    )
    const alone = await heard(path)
    const seen = await heard(path, { parallel: { worker: crashing, jobs: 3, minBytes: 0 } })
    const lost = seen.filter(
      (one) => one.includes('"unreadable","gaps"') || one.includes('out of luck'),
    )
    expect(lost).toHaveLength(2)
    expect(lost[0]).toContain('reading it failed: out of luck')
    // Two are read here; the fifth shared a worker with one that was lost, and is read all the
    // same.
    expect(seen.filter((one) => one.includes('minute'))).toEqual(
      alone.filter((one) => /minute [145]/.test(one)),
    )
  })

  it('at its start costs nothing', async () => {
    const path = caseOf([[1], [2]])
    const missing = pathToFileURL(join(folder, 'not-there.mjs'))
    for (const gone of [missing, program('exit.mjs', 'process.exit(3)\n')])
      expect(await heard(path, { parallel: { worker: gone, jobs: 2, minBytes: 0 } })).toEqual(
        await heard(path),
      )
  })
})

describe('no worker is started', () => {
  const never = program(
    'never.mjs',
    "import { writeFileSync } from 'node:fs'\nwriteFileSync(new URL('./started', import.meta.url), '')\n",
  )

  it.each([
    ['for small inputs', { worker: never, jobs: 2 }],
    ['for one job', { worker: never, jobs: 1, worthIt: 0 }],
  ])('%s', async (_, parallel) => {
    const path = caseOf([[1], [2]])
    expect(await heard(path, { parallel })).toEqual(await heard(path))
    expect(findFiles([folder]).map(({ path: name }) => name)).not.toContain('started')
  })
})

it('many inputs are read with few of them open', async () => {
  const path = caseOf(Array.from({ length: 400 }, (_, file) => [file % 7, 10 + (file % 11)]))
  const seen = await heard(path)
  expect(seen.filter((one) => one.includes('minute'))).toHaveLength(800)
})
