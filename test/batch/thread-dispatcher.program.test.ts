import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BundleWorkerOptions } from '../../src/batch/bundle-worker.ts'
import { redactingDispatcher } from '../../src/batch/redacting-dispatcher.ts'
import { ThreadDispatcher } from '../../src/batch/thread-dispatcher.ts'
import type { SerializedBatchLine } from '../../src/model/batch-line.ts'
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

  it('lose only the bundle whose redaction blocks or crashes its thread', async () => {
    const fragileRedaction = await buildWorker('test/support/breaking-redaction.ts', folder)
    const options = workerOptions(fragileRedaction, {
      timeoutMs: 2000,
      limitTexts: { memory: '256 MiB', timeout: '2 s' },
      redaction: { key: new Uint8Array(32), ruleSet: 'redacted' },
    })
    const lines = await analyze(['x/fine', 'x/hangs', 'x/crashes', 'y/fine'], 1, options)
    const parsed = lines.map((text) => parseWrittenLine(text))
    expect(parsed.every(({ bundle }) => /^case-k/.test(bundle))).toBe(true)
    expect(parsed.every(({ ruleSet }) => ruleSet === 'redacted')).toBe(true)
    expect(parsed.map(({ status, reason = '' }) => [status, reason]).sort()).toEqual([
      ['failed', 'it took longer than 2 s (--timeout)'],
      ['failed', expect.stringMatching(/^reading it crashed: simulated bug of user-k/)],
      ['unreadable', 'it contains no files'],
      ['unreadable', 'it contains no files'],
    ])
  })

  it('redact lines of another dispatcher, and lose only the damaged one', async () => {
    const [bundle = ''] = bundles
    const { line } = await new Promise<{ line: SerializedBatchLine }>((resolve) => {
      void new ThreadDispatcher(1, workerOptions(worker)).run(
        stream([bundle]),
        batchOrder(),
        (line) => resolve({ line }),
      )
    })
    const damaged = { ...line, text: Buffer.from('{"bundle":1}\n') }
    const redacted: SerializedBatchLine[] = []
    const redaction = { key: new Uint8Array(32), ruleSet: 'redacted' }
    await redactingDispatcher(
      {
        async run(_, __, onLine) {
          await Promise.all([line, damaged, line].map((given) => onLine({ ...given })))
        },
      },
      2,
      workerOptions(worker, { redaction }),
    ).run(stream([]), batchOrder(), (given) => void redacted.push(given as SerializedBatchLine))
    expect(redacted.map(({ status }) => status).sort()).toEqual(['failed', 'judged', 'judged'])
    for (const { text, tokens } of redacted) {
      expect(Buffer.from(text).toString()).not.toMatch(/contoso|bundles/)
      expect(tokens?.length).toBeGreaterThan(0)
    }
  })

  it('reject if threads cannot start', async () => {
    const nowhere = new URL('nowhere.mjs', worker)
    await expect(analyze(bundles, 2, workerOptions(nowhere))).rejects.toThrow(
      'a worker could not start: ',
    )
  })
})
