import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import type { AnalyzePath } from '../../src/batch/queue/analyze-queued-bundle.ts'
import { queueNameOf } from '../../src/batch/queue/queue-connection.ts'
import { queueDispatcher } from '../../src/batch/queue/queue-dispatcher.ts'
import { type RunningWorker, startQueueWorker } from '../../src/batch/queue/queue-worker.ts'
import { jobIdOf, toQueuedBundle } from '../../src/batch/queue/queued-bundle.ts'
import { ResultStore } from '../../src/batch/queue/result-store.ts'
import { workerOptions } from '../../src/cli/options/batch-options.ts'
import { parseOptions } from '../../src/cli/options/define-option.ts'
import { minutes } from '../../src/model/duration.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../src/model/verdict-options.ts'
import { eventually } from '../support/eventually.ts'
import { limitTest } from '../support/limits/limit-test.ts'
import {
  bundleNames,
  createSignal,
  failedLine,
  judgedLine,
  produce,
  queueAddress,
  startTestWorker,
} from '../support/programs/queue.ts'
import { buildWorkerProgram, startWorkerProcess } from '../support/programs/queue-worker-process.ts'
import { RedisServer } from '../support/programs/redis.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('redis')
const ORDER = { options: DEFAULT_VERDICT_OPTIONS, ruleSet: 'rules-1' }

describe.skipIf(skip)(`a queue${title}`, () => {
  let redis: RedisServer
  let client: Redis
  const workers: RunningWorker[] = []
  let queueKey = ''
  const serve = async (analyze: AnalyzePath) => {
    workers.push(await startTestWorker(redis.url, analyze))
  }
  const idOf = (bundle: string) => jobIdOf(toQueuedBundle(bundle, ORDER))
  const results = (maxResultBytes?: number) =>
    new ResultStore(client, queueAddress(redis.url), maxResultBytes)
  const resultKeys = async () => [
    ...(await client.keys('test:judged:*')),
    ...(await client.keys('test:result:*')),
  ]

  beforeAll(async () => {
    const { Redis: Connection } = await import('ioredis')
    redis = await RedisServer.start()
    client = new Connection(redis.url)
    const address = queueAddress(redis.url)
    queueKey = `${address.name}:${queueNameOf(address)}`
    await buildWorkerProgram()
  })
  const drainAll = () => Promise.all(workers.splice(0).map((running) => running.drain()))
  afterEach(async () => {
    await drainAll()
    await client.flushall()
  })
  afterAll(async () => {
    client.disconnect()
    await redis.close()
  })

  limitTest('batch/queue/queue-dispatcher.ts MAX_ATTEMPTS', {
    at: async (value) =>
      expect(await attemptsUntil(value)).toMatchObject({ attempts: value, status: 'judged' }),
    beyond: async (value) =>
      expect(await attemptsUntil(value + 1)).toEqual({
        attempts: value,
        status: 'failed',
        reason: `attempt ${value} failed`,
      }),
  })

  /** Analyzes a bundle that fails until the attempt with this number. */
  async function attemptsUntil(successful: number) {
    let attempts = 0
    await serve(async (path) => {
      attempts += 1
      return attempts < successful
        ? failedLine(path, `attempt ${attempts} failed`)
        : judgedLine(path)
    })
    const { lines, done } = produce(redis.url, ['/bundles/attempts'])
    await done
    return { attempts, status: lines[0]?.status, reason: lines[0]?.reason }
  }

  limitTest('batch/queue/queue-dispatcher.ts FAILED_JOB_TTL_SECONDS', {
    at: async (value) => expect(await isKeptAfter(value * 1000 - minutes(1))).toBe(true),
    beyond: async (value) => expect(await isKeptAfter(value * 1000 + 1)).toBe(false),
  })

  /** Whether a failed job is still in Redis when another job fails so many milliseconds later. */
  async function isKeptAfter(milliseconds: number): Promise<boolean> {
    await serve(async (path) => failedLine(path, 'it cannot be read'))
    await produce(redis.url, ['/bundles/earlier']).done
    const id = idOf('/bundles/earlier')
    expect(await client.exists(`${queueKey}:${id}`)).toBe(1)
    await client.zadd(`${queueKey}:failed`, Date.now() - milliseconds, id)
    await produce(redis.url, ['/bundles/later']).done
    expect(await client.exists(`${queueKey}:${idOf('/bundles/later')}`)).toBe(1)
    return (await client.exists(`${queueKey}:${id}`)) === 1
  }

  limitTest('batch/queue/queue-run.ts MAX_PENDING_BUNDLES', {
    at: async (value) => expect(await queuedOf(value)).toEqual({ queued: value, taken: value }),
    beyond: async (value) =>
      expect(await queuedOf(value + 1)).toEqual({ queued: value, taken: value }),
  })

  /** The bundles that a producer takes and adds of so many, before any of them is analyzed. */
  async function queuedOf(count: number) {
    let taken = 0
    async function* bundles() {
      for (const bundle of bundleNames('many', count)) {
        taken += 1
        yield bundle
      }
    }
    let lines = 0
    const dispatcher = queueDispatcher({
      address: queueAddress(redis.url),
      log: () => {},
      checkIntervalMs: minutes(1),
    })
    const done = dispatcher.run(bundles(), ORDER, () => {
      lines += 1
    })
    const length = () => client.llen(`${queueKey}:wait`)
    await eventually(
      async () => (await length()) >= Math.min(count, 2000),
      'the queue',
      () => `${taken} taken`,
    )
    await setTimeout(300)
    const state = { queued: await length(), taken }
    await serve(async (path) => judgedLine(path))
    await done
    // It went on when others had been analyzed.
    expect({ lines, taken }).toEqual({ lines: count, taken: count })
    return state
  }

  limitTest('batch/queue/queue-worker.ts MAX_CRASHED_WORKERS', {
    at: async (value) =>
      expect(await statusAfterCrashes(value)).toMatchObject({ status: 'judged' }),
    beyond: async (value) =>
      expect(await statusAfterCrashes(value + 1)).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining('each worker ended'),
      }),
  })

  /** The line of a bundle that ends so many workers, one after the other. */
  async function statusAfterCrashes(count: number) {
    const { lines, done } = produce(redis.url, ['/bundles/crash'])
    for (let at = 0; at < count; at += 1) await startWorkerProcess(redis.url).exited
    await serve(async (path) => judgedLine(path))
    await done
    return lines[0]
  }

  limitTest('cli/options/batch-options.ts DEFAULT_TAKE_OVER_MS', {
    async at(value) {
      expect(await isTakenOver('slow')).toBe(false)
      await drainAll()
      const name = 'take-over-after'
      const options = await parseOptions({ [name]: workerOptions[name] as never }, {})
      expect(options[name]).toBe(value)
      const duration = await lockDuration(value)
      expect(duration).toBeGreaterThan(value / 2)
      expect(duration).toBeLessThanOrEqual(value)
    },
    // A shorter time is tested.
    beyond: async () => expect(await isTakenOver('silent')).toBe(true),
  })

  /** Time for which a worker has a bundle without a sign of it, in milliseconds. */
  async function lockDuration(takeOverAfterMs: number): Promise<number> {
    const [begun, release] = [createSignal(), createSignal()]
    const worker = await startQueueWorker({
      address: queueAddress(redis.url),
      jobs: 1,
      analyze: async (path) => {
        begun.give()
        await release.given
        return judgedLine(path)
      },
      takeOverAfterMs,
      log: () => {},
      fetchOptions: { prefixes: [], maxBytes: 1, timeoutMs: 1 },
    })
    const bundle = `/bundles/locked-${performance.now()}`
    const { done } = produce(redis.url, [bundle])
    await begun.given
    const duration = await client.pttl(`${queueKey}:${idOf(bundle)}:lock`)
    release.give()
    await done
    await worker.drain()
    return duration
  }

  /** Whether a bundle is given to another worker after 1 s, if the first one is slow or silent. */
  async function isTakenOver(first: 'slow' | 'silent'): Promise<boolean> {
    const victim = startWorkerProcess(redis.url)
    await victim.hasStarted(/ready/)
    const { done } = produce(redis.url, [`/bundles/${first}`])
    await victim.hasStarted(/bundles/)
    if (first === 'silent') victim.child.kill('SIGSTOP')
    let isTaken = false
    await serve(async (path) => {
      isTaken = true
      return judgedLine(path)
    })
    await Promise.race([done, setTimeout(first === 'slow' ? 2500 : minutes(1))])
    const wasTaken = isTaken
    victim.child.kill('SIGKILL')
    await done
    return wasTaken
  }

  limitTest('batch/queue/result-store.ts UNTAKEN_TTL_SECONDS', {
    async at(value) {
      await results().put(idOf('/bundles/known'), judgedLine('/bundles/known'), 'rules-1')
      await expectLifetime(value)
      expect(await timesAnalyzed('/bundles/known')).toBe(0)
    },
    async beyond() {
      await results().put(idOf('/bundles/known'), judgedLine('/bundles/known'), 'rules-1')
      await endLifetime()
      expect(await timesAnalyzed('/bundles/known')).toBe(1)
    },
  })

  limitTest('batch/queue/result-store.ts TAKEN_TTL_SECONDS', {
    async at(value) {
      expect(await timesAnalyzed('/bundles/taken')).toBe(1)
      await expectLifetime(value)
      expect(await timesAnalyzed('/bundles/taken')).toBe(0)
    },
    async beyond() {
      expect(await timesAnalyzed('/bundles/taken')).toBe(1)
      await endLifetime()
      expect(await timesAnalyzed('/bundles/taken')).toBe(1)
    },
  })

  /** Expects that both keys of a result live for so long, less the time of the test. */
  async function expectLifetime(lifetimeSeconds: number): Promise<void> {
    const keys = await resultKeys()
    expect(keys).toHaveLength(2)
    for (const key of keys) {
      const left = await client.ttl(key)
      expect(left).toBeGreaterThan(lifetimeSeconds - 30)
      expect(left).toBeLessThanOrEqual(lifetimeSeconds)
    }
  }

  /** Lets the results expire. */
  async function endLifetime(): Promise<void> {
    for (const key of await resultKeys()) expect(await client.pexpire(key, 1)).toBe(1)
    await setTimeout(20)
    expect(await resultKeys()).toEqual([])
  }

  /** How often a bundle is analyzed for a producer that wants it now. */
  async function timesAnalyzed(bundle: string): Promise<number> {
    let count = 0
    const worker = await startTestWorker(redis.url, async (path) => {
      count += 1
      return judgedLine(path)
    })
    const { lines, done } = produce(redis.url, [bundle])
    await done
    expect(lines).toMatchObject([{ bundle, status: 'judged' }])
    await worker.drain()
    return count
  }

  // A smaller limit is tested: a result of 256 MiB takes a gigabyte of memory.
  limitTest('batch/queue/result-store.ts MAX_RESULT_BYTES', {
    at: async () => expect(await takeWithin(0)).toEqual({ isTaken: true, isKept: true }),
    beyond: async () => expect(await takeWithin(-1)).toEqual({ isTaken: false, isKept: false }),
  })

  /** Takes a result that may have as many bytes as it has, plus some. */
  async function takeWithin(moreBytes: number) {
    const bundle = '/bundles/large'
    const id = idOf(bundle)
    await results().put(id, judgedLine(bundle), 'rules-1')
    const [key = ''] = await client.keys('test:result:*')
    const packed = await client.getBuffer(key)
    const { length } = await promisify(gunzip)(packed ?? Buffer.alloc(0))
    const store = results(length + moreBytes)
    const line = await store.take(id, { bundle, ruleSet: 'rules-1' })
    return { isTaken: line?.bundle === bundle, isKept: (await store.has([id])).has(id) }
  }
})
