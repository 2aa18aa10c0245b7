import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fileLines, parseWrittenLine, sampleBundles } from '../../support/bundles.ts'
import { eventually } from '../../support/eventually.ts'
import { RedisServer } from '../../support/programs/redis.ts'
import { requires } from '../../support/requires.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { skip, title } = requires('redis')
const CLI = resolve('dist/cli.js')
const folder = temporaryFolder()
const bundles = sampleBundles(join(folder, 'bundles'), 40)

interface Program {
  readonly child: ChildProcess
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>
  stderr(): string
}

describe.skipIf(skip)(`the built programs with a queue${title}`, () => {
  let redis: RedisServer
  const programs: Program[] = []

  const start = (...args: readonly string[]): Program => {
    const child = spawn(process.execPath, [CLI, ...args, '--queue', redis.url], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let text = ''
    child.stderr?.on('data', (piece: Buffer) => {
      text += String(piece)
    })
    const ended = once(child, 'exit') as Program['ended']
    const program = { child, ended, stderr: () => text }
    programs.push(program)
    return program
  }
  const worker = async (): Promise<Program> => {
    const program = start('worker', '--jobs', '1', '--take-over-after', '1s')
    await eventually(() => program.stderr().includes('Analyzing'), 'a worker', program.stderr)
    return program
  }
  const produce = (output: string, ...more: readonly string[]) =>
    start('batch', 'bundles', '--output', output, '--fail-on', 'never', ...more)
  const count = (output: string) =>
    existsSync(join(folder, output)) ? fileLines(join(folder, output)).length : 0
  const written = (output: string, lines: number) =>
    eventually(
      () => count(output) >= lines,
      `${lines} lines`,
      () => `${count(output)} lines`,
    )
  const sorted = (output: string) => fileLines(join(folder, output)).sort()

  let clean: readonly string[]
  beforeAll(async () => {
    redis = await RedisServer.start()
    const child = spawn(
      process.execPath,
      [CLI, 'batch', 'bundles', '--output', 'clean.ndjson', '--fail-on', 'never'],
      {
        cwd: folder,
      },
    )
    await once(child, 'exit')
    clean = sorted('clean.ndjson')
    expect(clean).toHaveLength(bundles.length)
  })
  afterEach(async () => {
    for (const { child } of programs) child.kill('SIGKILL')
    await Promise.all(programs.splice(0).map(({ ended }) => ended))
  })
  afterAll(() => redis.close())

  it('a producer that is killed and resumed gives the result of a clean run', async () => {
    await worker()
    const killed = produce('killed.ndjson')
    await written('killed.ndjson', 3)
    killed.child.kill('SIGKILL')
    await killed.ended
    expect(count('killed.ndjson')).toBeLessThan(bundles.length)
    expect(await produce('killed.ndjson', '--resume').ended).toEqual([0, null])
    expect(sorted('killed.ndjson')).toEqual(clean)
  })

  it('a worker finishes its bundles after SIGTERM, and another analyzes the rest', async () => {
    const first = await worker()
    const producer = produce('drained.ndjson', '--rule', 'spool-message-stuck')
    await written('drained.ndjson', 3)
    first.child.kill('SIGTERM')
    expect(await first.ended).toEqual([0, null])
    expect(first.stderr()).toMatch(
      /SIGTERM: finishing the bundles in progress, taking no more\n(?:.*\n)*\d+ bundles analyzed\n/,
    )
    expect(count('drained.ndjson')).toBeLessThan(bundles.length)
    await worker()
    expect(await producer.ended).toEqual([0, null])
    const names = fileLines(join(folder, 'drained.ndjson')).map(
      (line) => parseWrittenLine(line).bundle,
    )
    expect(names.sort()).toEqual(clean.map((line) => parseWrittenLine(line).bundle).sort())
  })

  it('a worker that is killed loses no bundle', async () => {
    const victim = await worker()
    const producer = produce('worker-killed.ndjson', '--rule', 'spool-message-stuck,clock-skew')
    await written('worker-killed.ndjson', 3)
    victim.child.kill('SIGKILL')
    await victim.ended
    await worker()
    expect(await producer.ended).toEqual([0, null])
    const lines = fileLines(join(folder, 'worker-killed.ndjson')).map(parseWrittenLine)
    expect(lines.map(({ bundle }) => bundle).sort()).toEqual(
      clean.map((line) => parseWrittenLine(line).bundle).sort(),
    )
    expect(lines.every(({ status }) => status === 'judged')).toBe(true)
  })
})
