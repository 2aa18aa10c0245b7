import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BundleWorkerOptions } from '../../src/batch/bundle-worker.ts'
import { ThreadDispatcher } from '../../src/batch/thread-dispatcher.ts'
import {
  batchOrder,
  buildWorker,
  parseWrittenLine,
  sampleBundles,
  workerOptions,
} from '../support/bundles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const bundles = sampleBundles(join(folder, 'bundles'), 14)
const breaking = ['crashes', 'exits', 'floods', 'hangs'].map((name) =>
  join(folder, 'bundles', name),
)
for (const bundle of breaking) mkdirSync(bundle)
let worker: URL
let fragile: URL
beforeAll(async () => {
  worker = await buildWorker('src/workers/batch-worker.ts', folder)
  fragile = await buildWorker('test/support/breaking-worker.ts', folder)
})

async function* stream(paths: readonly string[]): AsyncGenerator<string> {
  yield* paths
}

async function analyze(
  paths: readonly string[],
  jobs: number,
  options: BundleWorkerOptions,
): Promise<string[]> {
  const texts: string[] = []
  await new ThreadDispatcher(jobs, options).run(stream(paths), batchOrder(), (line) =>
    texts.push(Buffer.from(line.text).toString()),
  )
  return texts.sort()
}

describe('worker threads', () => {
  it('analyze each bundle once, with the same lines for any number of threads', async () => {
    const once = await analyze(bundles, 1, workerOptions(worker))
    expect(once.map((text) => parseWrittenLine(text).bundle)).toEqual(bundles)
    expect(
      once.every((text) => parseWrittenLine(text).status === 'judged' && text.endsWith('\n')),
    ).toBe(true)
    for (const jobs of [2, 5])
      expect(await analyze(bundles, jobs, workerOptions(worker))).toEqual(once)
  })

  it('do nothing without bundles', async () => {
    expect(await analyze([], 2, workerOptions(worker))).toEqual([])
  })

  it('lose only the bundles that crash, end, flood or block their thread', async () => {
    const limits = { memory: '64 MiB', timeout: '4 s' }
    const options = {
      ...workerOptions(fragile),
      memoryMiB: 64,
      timeoutMs: 4000,
      limitTexts: limits,
    }
    const reasons = {
      crashes: 'reading it crashed: simulated bug',
      exits: 'its worker ended with code 7',
      floods: 'it needs more memory than 64 MiB (--memory)',
      hangs: 'it took longer than 4 s (--timeout)',
    }
    for (const jobs of [1, 2]) {
      const mixed = bundles.flatMap((bundle, index) => [
        bundle,
        ...breaking.slice(index, index + 1),
      ])
      const lines = (await analyze(mixed, jobs, options)).map((text) => parseWrittenLine(text))
      expect(lines.map(({ bundle }) => bundle)).toEqual([...bundles, ...breaking].sort())
      const failed = lines.filter(({ status }) => status !== 'judged')
      expect(failed.map(({ bundle, status, reason }) => [bundle, status, reason])).toEqual(
        Object.entries(reasons).map(([name, reason]) => [
          join(folder, 'bundles', name),
          'failed',
          reason,
        ]),
      )
    }
  })

  it('reject if threads cannot start', async () => {
    const nowhere = new URL('nowhere.mjs', worker)
    await expect(analyze(bundles, 2, workerOptions(nowhere))).rejects.toThrow(
      'a worker could not start: ',
    )
  })
})
