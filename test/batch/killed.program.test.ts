import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { mergeResults } from '../../src/batch/merge-results.ts'
import { fileLines, parseWrittenLine, sampleBundles } from '../support/bundles.ts'
import { eventually } from '../support/eventually.ts'
import { random } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const KILLS = 50
const CLI = resolve('dist/cli.js')
const folder = temporaryFolder()
const bundles = sampleBundles(join(folder, 'bundles'), 120)

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** When to kill: `after` milliseconds from the start, or after `written` more bytes. */
type Moment = { readonly after: number } | { readonly written: number; readonly after: number }

/** Runs `batch`. Kills it at the given moment unless it has ended before. */
async function run(output: string, moment?: Moment): Promise<'killed' | 'ended'> {
  const args = [
    CLI,
    'batch',
    join(folder, 'bundles'),
    '--output',
    output,
    '--resume',
    '--fail-on',
    'never',
    '--jobs',
    '2',
  ]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  if (moment !== undefined) {
    const until = sizeOf(output) + ('written' in moment ? moment.written : 0)
    const isReached = () => sizeOf(output) >= until || child.exitCode !== null
    await eventually(isReached, 'a line', () => String(sizeOf(output)))
    await Promise.race([exited, pause(moment.after)])
    child.kill('SIGKILL')
  }
  const [code, signal] = await exited
  if (signal === 'SIGKILL') return 'killed'
  expect(code).toBe(0)
  return 'ended'
}

function mergedText(output: string): string {
  const chunks: Uint8Array[] = []
  mergeResults([output], (bytes) => chunks.push(bytes))
  return Buffer.concat(chunks).toString()
}

it(`loses and repeats no bundle when it is killed ${KILLS} times and resumed`, async () => {
  const clean = join(folder, 'clean.ndjson')
  await run(clean)
  expect(fileLines(clean)).toHaveLength(bundles.length)
  const next = random(20160920)
  const output = join(folder, 'killed.ndjson')
  const moment = (): Moment =>
    next() < 0.3
      ? { after: 30 + next() * 300 }
      : { written: Math.ceil(next() * 600_000), after: next() * 30 }
  let kills = 0
  let killsWithOutput = 0
  while (kills < KILLS) {
    let state = await run(output, moment())
    while (state === 'killed') {
      kills += 1
      if (sizeOf(output) > 0) killsWithOutput += 1
      state = await run(output, kills < KILLS ? moment() : undefined)
    }
    expect(
      fileLines(output)
        .map((line) => parseWrittenLine(line).bundle)
        .sort(),
    ).toEqual(bundles)
    expect(mergedText(output)).toBe(mergedText(clean))
    rmSync(output)
  }
  expect(killsWithOutput).toBeGreaterThan(KILLS / 2)
})
