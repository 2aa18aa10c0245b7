import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { fileLines, parseWrittenLine, sampleBundles } from '../support/bundles.ts'
import { eventually } from '../support/eventually.ts'
import { RedisServer } from '../support/programs/redis.ts'
import { random } from '../support/random.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faults, tellFaults } from './fault-counts.ts'
import { CLI, type RunningProgram, startProgram } from './programs.ts'

const { skip, title } = requires('redis')
const folder = temporaryFolder('queue')
/** Many, so that no bundle is hit by three kills. */
const BUNDLES = 100

describe.skipIf(skip)(`a queue whose programs are killed${title}`, () => {
  let clean: readonly string[] = []

  beforeAll(() => {
    sampleBundles(join(folder, 'bundles'), BUNDLES)
    const args = ['batch', 'bundles', '--output', 'clean.ndjson', '--fail-on', 'never']
    expect(spawnSync(process.execPath, [CLI, ...args], { cwd: folder }).status).toBe(0)
    clean = fileLines(join(folder, 'clean.ndjson')).sort()
    expect(clean).toHaveLength(BUNDLES)
  })

  const run = (...args: readonly string[]): RunningProgram => startProgram([CLI, ...args], folder)
  const startWorker = async (redis: RedisServer): Promise<RunningProgram> => {
    const limits = ['--jobs', '1', '--take-over-after', '1s']
    const worker = run('worker', '--queue', redis.url, ...limits)
    await eventually(() => worker.stderr().includes('Analyzing'), 'a worker', worker.stderr)
    return worker
  }
  const produce = (redis: RedisServer, output: string): RunningProgram =>
    run('batch', 'bundles', '--queue', redis.url, '--output', output, '--fail-on', 'never')
  const startRedis = async (isPersistent: boolean): Promise<RedisServer> => {
    const redis = await RedisServer.start({ isPersistent })
    onTestFinished(() => redis.close())
    return redis
  }
  const count = (output: string): number => {
    try {
      return readFileSync(join(folder, output), 'utf8').split('\n').length - 1
    } catch {
      return 0
    }
  }

  /** Waits until the producer has written so many lines, or has ended. */
  const written = (output: string, lines: number, producer: RunningProgram): Promise<unknown> =>
    eventually(
      () => count(output) >= lines || producer.child.exitCode !== null,
      `${lines} lines`,
      () => `${count(output)} lines, ${producer.stderr()}`,
    )

  function expectClean(output: string): void {
    const lines = fileLines(join(folder, output))
    const failed = lines.map(parseWrittenLine).filter(({ status }) => status === 'failed')
    expect(failed).toEqual([])
    expect(lines.sort()).toEqual(clean)
  }

  it(`reports each bundle once (${faults.workerKills} killed workers)`, async () => {
    const next = random(32)
    let killed = 0
    for (let turn = 0; killed < faults.workerKills; turn += 1) {
      const redis = await startRedis(false)
      const workers = [await startWorker(redis), await startWorker(redis)]
      const output = `workers-${turn}.ndjson`
      const producer = produce(redis, output)
      for (let kills = 1; killed < faults.workerKills; kills += 1) {
        await written(output, 2 * kills, producer)
        if (producer.child.exitCode !== null) break
        const at = next() < 0.5 ? 0 : 1
        workers[at]?.child.kill('SIGKILL')
        await workers[at]?.ended
        killed += 1
        workers[at] = await startWorker(redis)
      }
      expect(await producer.ended).toEqual([0, null])
      expectClean(output)
      for (const { child } of workers) child.kill('SIGKILL')
    }
    tellFaults('queue, workers', { bundles: BUNDLES, killed })
  })

  it.each([
    ['with persistence', true],
    ['without persistence', false],
  ])(
    `reports each bundle once (Redis killed ${faults.redisKills} times, %s)`,
    async (name, isPersistent) => {
      let killed = 0
      for (let turn = 0; killed < faults.redisKills; turn += 1) {
        const redis = await startRedis(isPersistent)
        const output = `redis-${isPersistent}-${turn}.ndjson`
        const workers = [await startWorker(redis), await startWorker(redis)]
        const producer = produce(redis, output)
        for (let kills = 1; killed < faults.redisKills; kills += 1) {
          await written(output, 5 * kills, producer)
          if (producer.child.exitCode !== null) break
          await redis.kill()
          killed += 1
          await redis.listen()
        }
        expect(await producer.ended).toEqual([0, null])
        expectClean(output)
        for (const { child } of workers) child.kill('SIGKILL')
      }
      tellFaults(`queue, Redis ${name}`, { bundles: BUNDLES, killed })
    },
  )

  it.each([
    ['bundles are sent', 'sending', 0],
    ['results are stored', 'storing', 10],
  ])('has no failed bundle after Redis had no memory while %s', async (_, name, lines) => {
    const redis = await startRedis(false)
    const { Redis } = await import('ioredis')
    const client = new Redis(redis.url)
    onTestFinished(() => client.disconnect())
    await startWorker(redis)
    const output = `${name}.ndjson`
    if (lines === 0) await client.config('SET', 'maxmemory', '1')
    const producer = produce(redis, output)
    await written(output, lines, producer)
    await client.config('SET', 'maxmemory', '1')
    await eventually(
      async () => /rejected_calls=[1-9]/.test(await client.info('commandstats')),
      'a rejected command',
      () => producer.stderr(),
    )
    await pause(1000)
    await client.config('SET', 'maxmemory', '0')
    expect(await producer.ended).toEqual([0, null])
    tellFaults(`queue, Redis without memory while ${name}`, { bundles: BUNDLES })
    expectClean(output)
  })
})
