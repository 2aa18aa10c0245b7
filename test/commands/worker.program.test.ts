import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpsServer } from '../support/programs/https-server.ts'
import { RedisServer } from '../support/programs/redis.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist', 'cli.js')
const folder = temporaryFolder('worker')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (args: readonly string[], cli = CLI) =>
  spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 })

async function ran(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  child.stdout.resume()
  const [status] = await once(child, 'close')
  return { status, stderr }
}

function startWorker(url: string, more: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(
    process.execPath,
    [CLI, 'worker', '--queue', url, '--jobs', '2', '--take-over-after', '1s', ...more],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  )
  const ended = once(child, 'close')
  let output = ''
  const ready = new Promise<void>((done) => {
    child.stderr.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('Analyzing')) done()
    })
  })
  return { child, ready, ended, output: () => output }
}

const { skip, title } = requires('redis')
const https = requires('openssl')

describe.skipIf(skip)(`the built program and a queue${title}`, () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await RedisServer.start()
    mkdirSync(join(folder, 'bundles'))
    for (const name of readdirSync('samples/whole'))
      cpSync(join('samples/whole', name), join(folder, 'bundles', name), { recursive: true })
  })
  afterAll(() => redis.close())

  it('gives the same lines as threads of one machine, from workers in another folder', async () => {
    const workers = [startWorker(redis.url), startWorker(redis.url)]
    await Promise.all(workers.map(({ ready }) => ready))
    const queued = await ran([
      'batch',
      'bundles',
      '--queue',
      redis.url,
      '--output',
      'queued.ndjson',
      '--as-of',
      '2016-09-21T00:00Z',
    ])
    const here = run([
      'batch',
      'bundles',
      '--output',
      'here.ndjson',
      '--as-of',
      '2016-09-21T00:00Z',
    ])
    expect([queued.status, here.status]).toEqual([1, 1])
    const sorted = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n').sort()
    expect(sorted('queued.ndjson')).toEqual(sorted('here.ndjson'))
    for (const { child } of workers) child.kill('SIGTERM')
    const codes = await Promise.all(workers.map(({ ended }) => ended))
    expect(codes.map(([code]) => code)).toEqual([0, 0])
    expect(workers.map(({ output }) => output()).join('')).toContain(
      'SIGTERM: finishing the bundles in progress, taking no more',
    )
  })

  it('reports every bundle once when workers are killed', async () => {
    const bundles = readdirSync('samples/whole')
    const producing = ran([
      'batch',
      'bundles',
      '--queue',
      redis.url,
      '--output',
      'killed.ndjson',
      '--as-of',
      '2016-09-22T00:00Z',
    ])
    for (let round = 0; round < 3; round += 1) {
      const victim = startWorker(redis.url)
      await victim.ready
      victim.child.kill('SIGKILL')
      await victim.ended
    }
    const last = spawn(
      process.execPath,
      [CLI, 'worker', '--queue', redis.url, '--take-over-after', '1s', '--quiet'],
      {
        stdio: 'ignore',
      },
    )
    const { status } = await producing
    last.kill('SIGTERM')
    await once(last, 'close')
    const lines = readFileSync(join(folder, 'killed.ndjson'), 'utf8').trim().split('\n')
    expect(status).toBe(1)
    expect(lines.map((line) => JSON.parse(line).bundle).sort()).toEqual(
      bundles.map((name) => join('bundles', name)).sort(),
    )
  })

  it.skipIf(https.skip)(`fetches bundles only from allowed addresses${https.title}`, async () => {
    const log = readFileSync('samples/whole/stuck-on-premises/Lync/Tracing/Lync-UccApi-0.UccApilog')
    const server = await httpsServer((_, answer) => answer.end(log))
    writeFileSync(join(folder, 'ca.pem'), server.ca)
    const fetching = ['--allow-url', `${server.origin}/cases/`]
    const worker = startWorker(redis.url, fetching, {
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    })
    await worker.ready
    const urls = [`${server.origin}/cases/PC-1.UccApilog`, `${server.origin}/secret/PC-2.UccApilog`]
    await ran(
      ['batch', '-', '--queue', redis.url, '--output', 'fetched.ndjson', '--fail-on', 'never'],
      `${urls.join('\n')}\n`,
    )
    worker.child.kill('SIGTERM')
    await worker.ended
    await server.close()
    const lines = readFileSync(join(folder, 'fetched.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.find(({ bundle }) => bundle === urls[0])).toMatchObject({
      status: 'judged',
      report: { id: urls[0] },
    })
    expect(lines.find(({ bundle }) => bundle === urls[1])).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('is not allowed'),
    })
    expect(lines.length).toBe(2)
  })
})

describe('worker and --queue', () => {
  it('explain how to install the packages for queues', () => {
    const alone = join(folder, 'alone')
    cpSync('dist', join(alone, 'dist'), { recursive: true })
    cpSync('package.json', join(alone, 'package.json'))
    const { status, stderr } = run(
      ['worker', '--queue', 'redis://127.0.0.1:1'],
      join(alone, 'dist', 'cli.js'),
    )
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('npm install --global bullmq@6 ioredis@5'),
    ])
  })

  it('report that Redis cannot be reached, without its password', () => {
    const { status, stderr } = run(['worker', '--queue', 'redis://me:secret@127.0.0.1:1'])
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('Cannot reach Redis at 127.0.0.1:1'),
    ])
    expect(stderr).not.toContain('secret')
  })

  it.each([
    [['worker'], 'needs the Redis'],
    [['worker', '--queue', 'http://x'], '--queue takes the address of a Redis'],
    [['worker', '--queue', 'redis://x', 'bundle'], 'takes no bundles'],
    [['worker', '--queue', 'redis://x', '--queue-name', 'a b'], '--queue-name takes'],
    [
      ['worker', '--queue', 'redis://x', '--allow-url', 'http://x/'],
      '--allow-url takes an https address',
    ],
    [['worker', '--queue', 'redis://x', '--allow-url', 'https://x/cases'], 'ends with a slash'],
    [['worker', '--queue', 'redis://x', '--take-over-after', '10ms'], '--take-over-after takes'],
    [['batch', '.', '--queue-name', 'x'], '--queue-name needs'],
    [['batch', '.', '--queue', 'redis://x', '--jobs', '2'], '--jobs has no effect with --queue'],
  ])('%j says the fix', (args, words) => {
    const { status, stderr } = run(args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)])
  })
})
