import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { findFiles } from '../../src/inputs/find-files.ts'
import type { ParallelReading } from '../../src/inputs/parallel/reader-pool.ts'
import { type ReadCaseOptions, readCase } from '../../src/inputs/read-case.ts'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import type { ReadingProfile } from '../../src/inputs/reading-profiler.ts'
import type { Observation } from '../../src/model/observation.ts'
import { rules } from '../../src/rules/index.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()

/** The worker as it is shipped, in one file. */
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

/** Reads a case and returns its observations as comparable texts. */
async function readTexts(path: string, more: Partial<ReadCaseOptions> = {}): Promise<string[]> {
  const observations: Observation[] = []
  await readCase(findFiles([path]), {
    wanted: createWantedRecords(markers),
    markers,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    onObservation: (observation) => observations.push(observation),
    ...more,
  })
  return observations.map((observation) =>
    JSON.stringify(observation, (_, value) => (value instanceof Map ? ['a map', ...value] : value)),
  )
}

/** Writes a program for a worker that does something other than reading. */
function writeProgram(name: string, text: string): URL {
  const path = join(folder, name)
  writeFileSync(path, text)
  return pathToFileURL(path)
}

/** Two records of a client log at a minute of the day; some evidence wants the first one. */
const records = (minute: number, from: string): string => {
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `06/14/2016|${two(8 + Math.floor(minute / 60))}:${two(minute % 60)}:07.123`
  return (
    `${time} 0BC4:1A2C INFO  :: ${from}: ErrorServerBusy from EWS at minute ${minute}\n` +
    `${time} 0BC4:1A2C TRACE :: nothing\n`
  )
}

function createCase(files: readonly (readonly number[])[]): string {
  const path = mkdtempSync(join(folder, 'case-'))
  for (const [index, minutes] of files.entries())
    writeFileSync(
      join(path, `${index}.UccApilog`),
      minutes.map((minute) => records(minute, `file ${index}`)).join(''),
    )
  return path
}

const hasMinute = (text: string): boolean => text.includes('minute')

describe('inputs read in worker threads', () => {
  it.each([
    'samples/whole/stuck-on-premises',
    'samples/whole/two-users',
    'samples/whole/logs-that-prove-little',
    'samples/formats',
  ])('give the same observations as without workers: %s', async (path) => {
    const alone = await readTexts(path)
    expect(alone.length).toBeGreaterThan(5)
    for (const jobs of [2, 3])
      expect(await readTexts(path, { parallel: inWorkers(jobs) })).toEqual(alone)
  })

  it('decode binary traces with the given files', async () => {
    const decoding = readDecoding(['samples/tmf'], [], 'windows-1252')
    const alone = await readTexts('samples/formats/etl-binary', { decoding })
    expect(alone.join()).toContain('CUccTrace::Write')
    expect(
      await readTexts('samples/formats/etl-binary', { decoding, parallel: inWorkers(3) }),
    ).toEqual(alone)
  })

  it('give the same observations for random times', async () => {
    const minutes = fc.array(fc.nat(300), { minLength: 1, maxLength: 150 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(minutes, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 2, max: 4 }),
        async (files, jobs) => {
          const path = createCase(files)
          const alone = await readTexts(path)
          expect(alone.filter(hasMinute).length).toBeGreaterThanOrEqual(files.length)
          expect(await readTexts(path, { parallel: inWorkers(jobs) })).toEqual(alone)
        },
      ),
      { numRuns: 8 },
    )
  })

  it('lose no record when one thread reads several large logs with its scanner', async () => {
    const [, unwanted = ''] = records(0, 'filler').split('\n')
    const filler = `${unwanted}\n`.repeat(30_000)
    // The scanner is used from 1 MiB.
    expect(filler.length).toBeGreaterThan(1 << 20)
    const path = mkdtempSync(join(folder, 'large-'))
    for (let index = 0; index < 4; index += 1)
      writeFileSync(join(path, `${index}.UccApilog`), filler + records(index, `file ${index}`))
    const alone = await readTexts(path)
    expect(await readTexts(path, { parallel: { worker, jobs: 2, minBytes: 1 } })).toEqual(alone)
  })

  it('report the bytes that were read', async () => {
    const path = createCase([[1, 2], [3], [4]])
    const count = async (more: Partial<ReadCaseOptions>) => {
      let bytes = 0
      await readTexts(path, { ...more, onProgress: (added) => (bytes += added) })
      return bytes
    }
    expect(await count({ parallel: inWorkers(2) })).toBe(await count({}))
  })

  it('are profiled with the number of the worker', async () => {
    const profiles: ReadingProfile[] = []
    await readTexts(createCase([[1, 2], [3]]), {
      parallel: inWorkers(2),
      onProfile: (profile) => void profiles.push(profile),
    })
    expect(profiles.map(({ worker: workerNumber }) => workerNumber).sort()).toEqual([1, undefined])
    expect(profiles.reduce((sum, { input }) => sum + input.records, 0)).toBe(6)
    expect([...new Set(profiles.flatMap(({ markers: found }) => [...found.keys()]))]).toContain(
      'anywhere “ErrorServerBusy”',
    )
  })
})

describe('a worker that crashes', () => {
  it('makes the input that it was reading unreadable, with the reason', async () => {
    const path = createCase([[1], [2], [3], [4], [5]])
    const crashing = writeProgram(
      'crash.mjs',
      "import { workerData } from 'node:worker_threads'\n" +
        'Atomics.store(workerData.currentTask, 0, 0)\n' +
        "throw new Error('out of luck')\n",
    )
    const alone = await readTexts(path)
    const texts = await readTexts(path, { parallel: { worker: crashing, jobs: 3, minBytes: 0 } })
    const lost = texts.filter(
      (text) => text.includes('"unreadable","gaps"') || text.includes('out of luck'),
    )
    expect(lost).toHaveLength(2)
    expect(lost[0]).toContain('reading it failed: out of luck')
    // This thread reads two inputs. The fifth shared a worker with one that was lost, and is read
    // nevertheless.
    expect(texts.filter(hasMinute)).toEqual(alone.filter((text) => /minute [145]/.test(text)))
  })

  it('changes nothing if it crashes at its start', async () => {
    const path = createCase([[1], [2]])
    const missing = pathToFileURL(join(folder, 'not-there.mjs'))
    for (const crashing of [missing, writeProgram('exit.mjs', 'process.exit(3)\n')])
      expect(
        await readTexts(path, { parallel: { worker: crashing, jobs: 2, minBytes: 0 } }),
      ).toEqual(await readTexts(path))
  })
})

describe('no worker is started', () => {
  const never = writeProgram(
    'never.mjs',
    "import { writeFileSync } from 'node:fs'\n" +
      "writeFileSync(new URL('./started', import.meta.url), '')\n",
  )

  it.each([
    ['for small inputs', { worker: never, jobs: 2 }],
    ['for one job', { worker: never, jobs: 1, minBytes: 0 }],
  ])('%s', async (_, parallel) => {
    const path = createCase([[1], [2]])
    expect(await readTexts(path, { parallel })).toEqual(await readTexts(path))
    expect(findFiles([folder]).map(({ path: name }) => name)).not.toContain('started')
  })
})

it('reads many inputs with few of them open', async () => {
  const path = createCase(Array.from({ length: 400 }, (_, file) => [file % 7, 10 + (file % 11)]))
  const texts = await readTexts(path)
  expect(texts.filter(hasMinute)).toHaveLength(800)
})
