import { createHash } from 'node:crypto'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunningWorker } from '../../../src/batch/queue/queue-worker.ts'
import { toWrittenLine } from '../../../src/batch/to-written-line.ts'
import type { BatchLine } from '../../../src/model/batch-line.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../../src/model/verdict-options.ts'
import {
  bundleNames,
  createSignal,
  failedLine,
  judgedLine,
  produce,
  queueAddress,
  startTestWorker,
} from '../../support/programs/queue.ts'
import {
  buildWorkerProgram,
  startWorkerProcess,
} from '../../support/programs/queue-worker-process.ts'
import { RedisServer } from '../../support/programs/redis.ts'
import { requires } from '../../support/requires.ts'
import { batchLineSchemaProblems } from '../../support/schemas/report-schema.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { skip, title } = requires('redis')
const TEMPORARY = { reason: 'EMFILE: too many open files', temporary: true } as const
const bundlesOf = (lines: readonly BatchLine[]) => lines.map(({ bundle }) => bundle).sort()

describe.skipIf(skip)(`a queue${title}`, () => {
  let redis: RedisServer
  const workers: RunningWorker[] = []
  const serve = async (
    ...args: Parameters<typeof startTestWorker> extends [string, ...infer Rest] ? Rest : never
  ) => {
    const running = await startTestWorker(redis.url, ...args)
    workers.push(running)
    return running
  }

  beforeAll(async () => {
    redis = await RedisServer.start()
    await buildWorkerProgram()
  })
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((running) => running.drain()))
  })
  afterAll(() => redis.close())

  it('gives every bundle to one of its workers, and reports each once', async () => {
    const analyzedBy = [0, 0]
    for (const at of [0, 1])
      await serve(async (path) => {
        analyzedBy[at] = (analyzedBy[at] ?? 0) + 1
        return judgedLine(path)
      }, 2)
    const bundles = bundleNames('plain', 300)
    const { lines, done } = produce(redis.url, bundles)
    await done
    expect(bundlesOf(lines)).toEqual([...bundles].sort())
    expect(analyzedBy[0]).toBeGreaterThan(0)
    expect(analyzedBy[1]).toBeGreaterThan(0)
  })

  it('gives the bundle of a killed worker to another, and reports each exactly once', async () => {
    const victim = startWorkerProcess(redis.url)
    await victim.hasStarted(/ready/)
    const bundles = bundleNames('killed', 20)
    const { lines, done } = produce(redis.url, bundles)
    await victim.hasStarted(/killed-/)
    victim.child.kill('SIGKILL')
    await victim.exited
    await serve(async (path) => judgedLine(path))
    await done
    expect(bundlesOf(lines)).toEqual([...bundles].sort())
    expect(lines.every(({ status }) => status === 'judged')).toBe(true)
  })

  it('tries a bundle three times before it fails, and again when it is added again', async () => {
    let poisoned = true
    const tries: string[] = []
    await serve(async (path) => {
      if (path.includes('poison')) tries.push(path)
      return path.includes('poison') && poisoned
        ? failedLine(path, 'it needs more memory than 512 MiB')
        : judgedLine(path)
    })
    const bundles = [...bundleNames('beside', 5), '/bundles/poison']
    const first = produce(redis.url, bundles)
    await first.done
    expect(tries.length).toBe(3)
    expect(first.lines.filter(({ status }) => status === 'failed')).toEqual([
      {
        schemaVersion: 1,
        bundle: '/bundles/poison',
        ruleSet: 'rules-1',
        status: 'failed',
        reason: 'it needs more memory than 512 MiB',
      },
    ])
    expect(bundlesOf(first.lines)).toEqual([...bundles].sort())
    poisoned = false
    const second = produce(redis.url, ['/bundles/poison'])
    await second.done
    expect(second.lines).toMatchObject([{ bundle: '/bundles/poison', status: 'judged' }])
  })

  it('lets a draining worker finish its bundle, and gives it no more', async () => {
    const [begun, release] = [createSignal(), createSignal()]
    const taken: string[] = []
    const draining = await serve(async (path) => {
      taken.push(path)
      begun.give()
      await release.given
      return judgedLine(path)
    }, 1)
    const bundles = bundleNames('drained', 10)
    const { lines, done } = produce(redis.url, bundles)
    await begun.given
    const drained = draining.drain()
    release.give()
    await drained
    expect(taken.length).toBe(1)
    expect(draining.counts).toEqual({ judged: 1, failed: 0 })
    await serve(async (path) => judgedLine(path))
    await done
    expect(bundlesOf(lines)).toEqual([...bundles].sort())
  })

  it('survives a restart of Redis with all data lost', async () => {
    const half = createSignal()
    await serve(async (path) => judgedLine(path), 1)
    const bundles = bundleNames('away', 3000)
    let count = 0
    const { lines, done } = produce(redis.url, bundles, () => {
      count += 1
      if (count === 500) half.give()
    })
    await half.given
    await redis.kill()
    await redis.listen()
    await done
    expect(bundlesOf(lines)).toEqual([...bundles].sort())
  })

  it('reports every bundle once to each of two producers', async () => {
    const bundles = bundleNames('twice', 200)
    const producers = [produce(redis.url, bundles), produce(redis.url, bundles)]
    await serve(async (path) => judgedLine(path))
    await Promise.all(producers.map(({ done }) => done))
    for (const { lines } of producers) expect(bundlesOf(lines)).toEqual([...bundles].sort())
  })

  it('lets a producer continue without analyzing finished bundles again', async () => {
    const times = new Map<string, number>()
    await serve(async (path) => {
      times.set(path, (times.get(path) ?? 0) + 1)
      return judgedLine(path)
    })
    const bundles = bundleNames('resumed', 100)
    const before: BatchLine[] = []
    const broken = produce(redis.url, bundles, (line) => {
      if (before.length === 30) throw new Error('The disk is full')
      before.push(line)
    })
    await expect(broken.done).rejects.toThrow('The disk is full')
    const known = new Set(bundlesOf(before))
    const rest = produce(
      redis.url,
      bundles.filter((bundle) => !known.has(bundle)),
    )
    await rest.done
    expect(bundlesOf([...before, ...rest.lines])).toEqual([...bundles].sort())
    expect([...times.values()].every((count) => count === 1)).toBe(true)
  })

  it('has one result for a bundle with the same content at another time', async () => {
    const { Redis } = await import('ioredis')
    const client = new Redis(redis.url)
    const folder = temporaryFolder()
    const bundle = join(folder, 'again.log')
    writeFileSync(bundle, 'the same content')
    let analyzed = 0
    await serve(async (path) => {
      analyzed += 1
      return judgedLine(path)
    })
    await produce(redis.url, [bundle]).done
    utimesSync(bundle, 1, 1)
    await produce(redis.url, [bundle]).done
    expect(analyzed).toBe(2)
    const keys = await client.keys(`${queueAddress(redis.url).name}:result:*`)
    const nameHash = createHash('sha256')
      .update(JSON.stringify(['rules-1', bundle]))
      .digest('hex')
    expect(keys.filter((key) => key.includes(nameHash))).toEqual([
      `${queueAddress(redis.url).name}:result:${'a'.repeat(64)}:${nameHash}`,
    ])
    client.disconnect()
    rmSync(folder, { recursive: true })
  })

  it('waits for memory when Redis has none, and analyzes the bundle only once', async () => {
    const { Redis } = await import('ioredis')
    const client = new Redis(redis.url)
    let analyzed = 0
    await serve(async (path) => {
      analyzed += 1
      await client.config('SET', 'maxmemory', '1')
      setTimeout(() => void client.config('SET', 'maxmemory', '0'), 1200)
      return judgedLine(path)
    })
    const { lines, done } = produce(redis.url, ['/bundles/full'])
    await done
    expect(lines).toMatchObject([{ bundle: '/bundles/full', status: 'judged' }])
    expect(analyzed).toBe(1)
    client.disconnect()
  })

  it.each([
    ['Redis rejects its result', { name: 'ReplyError' }],
    ['the disk of its worker is full', { code: 'ENOSPC' }],
  ])('reports a failure as temporary when %s', async (reason, more) => {
    await serve(async () => {
      throw Object.assign(new Error(reason), more)
    })
    const { lines, done } = produce(redis.url, [`/bundles/${reason}`])
    await done
    expect(lines).toMatchObject([{ status: 'failed', reason, temporary: true }])
    expect(batchLineSchemaProblems(lines[0])).toEqual([])
  })

  it('passes on that a failure in a worker thread was temporary', async () => {
    await serve(async (bundle) =>
      toWrittenLine({ schemaVersion: 1, bundle, ruleSet: 'x', status: 'failed', ...TEMPORARY }),
    )
    const { lines, done } = produce(redis.url, ['/bundles/temporary'])
    await done
    expect(lines).toMatchObject([TEMPORARY])
  })

  it('survives invalid jobs and forged results', async () => {
    const { Queue } = await import('bullmq')
    const { Redis } = await import('ioredis')
    const { jobIdOf, toQueuedBundle } = await import('../../../src/batch/queue/queued-bundle.ts')
    const { queueNameOf } = await import('../../../src/batch/queue/queue-connection.ts')
    const address = queueAddress(redis.url)
    const client = new Redis(redis.url, { maxRetriesPerRequest: null })
    const queue = new Queue(queueNameOf(address), { connection: client, prefix: address.name })
    await queue.addBulk(
      [{ bundle: 7 }, null, { bundle: '/x', ruleSet: 'r', options: { a: [1] } }].map((data) => ({
        name: 'bundle',
        data,
      })),
    )
    const id = jobIdOf(
      toQueuedBundle('/bundles/forged', { options: DEFAULT_VERDICT_OPTIONS, ruleSet: 'rules-1' }),
    )
    await client.set(`${address.name}:judged:${id}`, 'forged')
    await client.set(`${address.name}:result:forged`, 'not what a worker writes')
    const raw = toQueuedBundle('/bundles/raw', {
      options: DEFAULT_VERDICT_OPTIONS,
      ruleSet: 'rules-1',
    })
    const head = JSON.stringify({ bundle: '/bundles/raw', status: 'judged', flags: [] })
    const line = JSON.stringify({
      schemaVersion: 1,
      bundle: '/bundles/raw',
      ruleSet: 'rules-1',
      status: 'judged',
      report: { id: 7 },
    })
    await client.set(`${address.name}:judged:${jobIdOf(raw)}`, 'raw')
    await client.set(`${address.name}:result:raw`, gzipSync(`${head}\n${line}\nnot a line`))
    await serve(async (path) => judgedLine(path))
    const { lines, done } = produce(redis.url, ['/bundles/forged', '/bundles/raw'])
    await done
    expect(lines.sort((a, b) => (a.bundle < b.bundle ? -1 : 1))).toMatchObject([
      { bundle: '/bundles/forged', status: 'judged' },
      { bundle: '/bundles/raw', status: 'judged' },
    ])
    await queue.close()
    client.disconnect()
  })
})
