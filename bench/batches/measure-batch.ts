import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CLI } from '../built-program.ts'
import { CACHE } from '../cache.ts'
import { atLeast, atMost, type Goal } from '../goal.ts'
import { median } from '../measure.ts'
import { rounds } from '../settings.ts'
import type { SmallBundles } from './small-bundles.ts'

const OUTPUT = join(CACHE, 'batch.ndjson')
const COST = resolve('bench', 'batches', 'cost.cjs')

/** The cost of one run. */
interface Run {
  readonly seconds: number
  /** CPU time of all cores together. */
  readonly coreSeconds: number
  readonly peakBytes: number
  readonly outputBytes: number
}

function run(folder: string, jobs: number, ...more: readonly string[]): Run {
  rmSync(OUTPUT, { force: true })
  const args = [
    'batch',
    folder,
    '--output',
    OUTPUT,
    '--jobs',
    String(jobs),
    '--fail-on',
    'never',
    '--quiet',
    // The many bundles are links to the few.
    '--follow-links',
    ...more,
  ]
  const start = process.hrtime.bigint()
  const { status, stderr, output } = spawnSync(
    process.execPath,
    ['--require', COST, CLI, ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  )
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (status !== 0) throw new Error(`batch ended with ${status}: ${stderr}`)
  const [peakKilobytes = 0, coreMicroseconds = 0] = String(output[3]).split(' ').map(Number)
  const outputBytes = statSync(OUTPUT).size
  return {
    seconds,
    coreSeconds: coreMicroseconds / 1e6,
    peakBytes: peakKilobytes * 1024,
    outputBytes,
  }
}

/**
 * Seconds that two processes take for half of the bundles each, started at the same time. This is
 * the best that two jobs could reach on this machine.
 */
function sideBySide(folder: string): number {
  const shell = [1, 2].map((share) => {
    const output = `${OUTPUT}.${share}`
    rmSync(output, { force: true })
    return `${process.execPath} ${CLI} batch ${folder} --shard ${share}/2 --jobs 1 --output ${output} --fail-on never --quiet &`
  })
  const start = process.hrtime.bigint()
  const { status } = spawnSync('sh', ['-c', `${shell.join(' ')} wait`])
  if (status !== 0) throw new Error('two processes side by side failed')
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  for (const share of [1, 2]) rmSync(`${OUTPUT}.${share}`)
  return seconds
}

/**
 * Peak memory of a run in bytes, after about so many bundles and at the end; 0 where the system does
 * not report it.
 */
async function memoryOnTheWay(
  folder: string,
  count: number,
  lineBytes: number,
): Promise<{ readonly first: number; readonly last: number }> {
  rmSync(OUTPUT, { force: true })
  const args = [
    CLI,
    'batch',
    folder,
    '--output',
    OUTPUT,
    '--jobs',
    '2',
    '--fail-on',
    'never',
    '--quiet',
    '--follow-links',
  ]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  let [first, last] = [0, 0]
  while (child.exitCode === null && child.signalCode === null) {
    await pause(20)
    const peak = peakOf(child.pid)
    last = Math.max(last, peak)
    if (
      first === 0 &&
      (statSync(OUTPUT, { throwIfNoEntry: false })?.size ?? 0) >= count * lineBytes
    )
      first = peak
  }
  if (child.exitCode !== 0) throw new Error(`batch ended with ${child.exitCode}`)
  return { first, last }
}

function peakOf(pid: number | undefined): number {
  try {
    // VmHWM:	   77212 kB
    return (
      Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) *
      1024
    )
  } catch {
    return 0 // it has just ended
  }
}

/** Runs without options for Node, as users do, so that the program keeps the code it compiled. */
function keepCompiledCode(folder: string): void {
  const args = ['batch', folder, '--output', OUTPUT, '--jobs', '2', '--fail-on', 'never', '--quiet']
  rmSync(OUTPUT, { force: true })
  const { status } = spawnSync(process.execPath, [CLI, ...args])
  if (status !== 0) throw new Error(`batch ended with ${status}`)
}

/** Measures all goals of `batch` on one machine. */
export async function measureBatch({
  few,
  fewCount,
  zipped,
  zippedBytes = 0,
  many,
  manyCount,
}: SmallBundles): Promise<{
  readonly goals: readonly Goal[]
  readonly rows: string
}> {
  keepCompiledCode(few)
  run(few, 2)
  const turns = Array.from({ length: rounds }, () => ({
    one: run(few, 1),
    two: run(few, 2),
    zip: zipped === undefined ? undefined : run(zipped, 1),
  }))
  const zips = turns.flatMap(({ zip }) => zip ?? [])
  const perCore = median(turns.map(({ one }) => fewCount / one.seconds))
  const perCoreSecond = median(turns.map(({ one }) => fewCount / one.coreSeconds))
  const faster = median(turns.map(({ one, two }) => one.seconds / two.seconds))
  const short = median(turns.map(({ two }) => two.peakBytes / 1e6))
  const side = sideBySide(few) / median(turns.map(({ one }) => one.seconds))
  const long = run(many, 2)
  const { first, last } = await memoryOnTheWay(many, fewCount, long.outputBytes / manyCount)
  const lineBytes = long.outputBytes / manyCount
  const cache = join(CACHE, 'batch-cache')
  rmSync(cache, { recursive: true, force: true })
  run(few, 1, '--cache', cache)
  const cached = run(few, 1, '--cache', cache)
  rmSync(cache, { recursive: true, force: true })
  rmSync(OUTPUT, { force: true })
  return {
    goals: [
      atLeast(330, '{} a second', 'small bundles (folders) a second, `--jobs 1`', perCore),
      atLeast(
        330,
        '{} for each second of a core',
        'small bundles (folders) for each second of a core, `--jobs 1`',
        perCoreSecond,
      ),
      atLeast(
        300,
        '{} a second',
        `small bundles (zips of ${(zippedBytes / 1000).toFixed(0)} kB) a second, \`--jobs 1\``,
        zips.length === 0 ? undefined : median(zips.map(({ seconds }) => fewCount / seconds)),
      ),
      atLeast(0.9, '{} of the speed of two processes side by side', '`--jobs 2`', side * faster),
      atMost(
        1.25,
        '{} times that of a thousand',
        `memory of one run over ${manyCount} bundles, peak of the whole against that of its first ${fewCount} (${(first / 1e6).toFixed(0)} MB), \`--jobs 2\``,
        last / first,
      ),
    ],
    rows: [
      `* ${manyCount} bundles, \`--jobs 2\`: ${long.seconds.toFixed(1)} s, ${((long.coreSeconds * 1000) / manyCount).toFixed(2)} ms of a core for each`,
      `* zips: ${median(zips.map(({ coreSeconds }) => (coreSeconds * 1000) / fewCount)).toFixed(2)} ms of a core for each`,
      `* two processes side by side, each with \`--jobs 1\` and half of the bundles, take ${side.toFixed(2)} of the time of one with all: the most that \`--jobs 2\` could bring here is ${(1 / side).toFixed(2)} times`,
      `* a run over ${fewCount} alone peaks at ${short.toFixed(0)} MB: it ends before the heaps of its workers are as large as they get`,
      `* one line of results: ${Math.round(lineBytes)} bytes`,
      `* all in the cache already: ${(fewCount / cached.seconds).toFixed(0)} bundles a second, \`--jobs 1\``,
    ].join('\n'),
  }
}
