import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import { ResultCache } from '../../src/batch/result-cache.ts'
import { ThreadDispatcher } from '../../src/batch/thread-dispatcher.ts'
import { toWrittenLine } from '../../src/batch/to-written-line.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { batchOrder, buildWorker, sampleBundles, workerOptions } from '../support/bundles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FIVE_MINUTES = { rule: 'spool-message-stuck', threshold: 'stuckAfter', value: 300_000 }
const folder = temporaryFolder()
const bundles = sampleBundles(join(folder, 'bundles'), 14)
const [bundle = ''] = bundles
const text = (line: BatchLine) => Buffer.from(toWrittenLine(line).text).toString()
const entries = (cache: string) =>
  readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const pathOf = (cache: string) =>
  entries(cache).map((entry) => join(entry.parentPath, entry.name))[0] ?? ''

/** A cache that counts its hits. */
class CountingCache extends ResultCache {
  hits = 0
  override find(...args: Parameters<ResultCache['find']>): BatchLine | undefined {
    const line = super.find(...args)
    if (line) this.hits += 1
    return line
  }
}

describe('the cache of results', () => {
  it('returns the earlier result, byte for byte', async () => {
    const cache = new CountingCache(join(folder, 'hits'))
    const fresh = await analyzeBundle(bundle, batchOrder())
    expect(text(await analyzeBundle(bundle, batchOrder(), cache))).toBe(text(fresh))
    expect(cache.hits).toBe(0)
    expect(text(await analyzeBundle(bundle, batchOrder(), cache))).toBe(text(fresh))
    expect(cache.hits).toBe(1)
  })

  it('has no result for other content, another path, other rules or limits', async () => {
    const path = join(folder, 'misses')
    const cache = new CountingCache(path)
    const [changed = ''] = sampleBundles(join(folder, 'misses-bundles'), 1)
    const [other = ''] = sampleBundles(join(folder, 'misses-elsewhere'), 1)
    await analyzeBundle(changed, batchOrder(), cache)
    await analyzeBundle(other, batchOrder(), cache) // The same content.
    await analyzeBundle(changed, batchOrder({ rule: ['clock-skew'] }), cache)
    await analyzeBundle(changed, batchOrder({ set: [FIVE_MINUTES] }), cache)
    await analyzeBundle(changed, batchOrder({ 'as-of': Date.parse('2016-09-20T10:00Z') }), cache)
    writeFileSync(join(changed, 'more.txt'), 'more')
    await analyzeBundle(changed, batchOrder(), cache)
    expect(cache.hits).toBe(0)
    expect(entries(path)).toHaveLength(6)
  })

  it.each<[string, (file: string) => void]>([
    ['cut', (file) => truncateSync(file, statSync(file).size - 10)],
    ['empty', (file) => truncateSync(file, 0)],
    [
      'changed in one character',
      (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"judged"', '"judgeD"')),
    ],
    ['something else', (file) => writeFileSync(file, '{"status":"judged"}')],
  ])('ignores an entry that is %s, and writes it again', async (how, damage) => {
    const path = join(folder, `damaged ${how}`)
    const cache = new CountingCache(path)
    const fresh = text(await analyzeBundle(bundle, batchOrder(), cache))
    damage(pathOf(path))
    expect(text(await analyzeBundle(bundle, batchOrder(), cache))).toBe(fresh)
    expect(cache.hits).toBe(0)
    await analyzeBundle(bundle, batchOrder(), cache)
    expect(cache.hits).toBe(1)
  })

  it('stores nothing for an unreadable bundle', async () => {
    const path = join(folder, 'unreadable')
    await analyzeBundle(join(folder, 'nowhere'), batchOrder(), new ResultCache(path))
    expect(() => readdirSync(path)).toThrow('ENOENT')
  })

  it('can be shared by workers that write the same entry at the same time', async () => {
    const cache = join(folder, 'shared')
    const pool = new ThreadDispatcher(3, workerOptions(worker, { cache }))
    const run = async () => {
      const lines: string[] = []
      await pool.run(stream(), batchOrder(), (line) =>
        lines.push(Buffer.from(line.text).toString()),
      )
      return lines.sort()
    }
    const [first, second] = await Promise.all([run(), run()])
    expect(second).toEqual(first)
    expect(await run()).toEqual(first)
    expect(entries(cache)).toHaveLength(bundles.length)
  })
})

let worker: URL
beforeAll(async () => {
  worker = await buildWorker('src/workers/batch-worker.ts', folder)
})

async function* stream(): AsyncGenerator<string> {
  yield* bundles
}
