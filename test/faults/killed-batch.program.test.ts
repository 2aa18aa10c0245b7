import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { mergeResults } from '../../src/batch/merge-results.ts'
import { tokenPattern } from '../../src/redact/token-kind.ts'
import { fileLines, parseWrittenLine, sampleBundles } from '../support/bundles.ts'
import { eventually } from '../support/eventually.ts'
import { random } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faults, tellFaults } from './fault-counts.ts'

const CLI = resolve('dist/cli.js')
const folder = temporaryFolder()
const bundles = sampleBundles(join(folder, 'bundles'), 120)
const key = join(folder, 'key')
writeFileSync(key, 'a secret of thirty-two characters')

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** When to kill: `after` milliseconds from the start, or after `written` more bytes. */
type Moment = { readonly after: number } | { readonly written: number; readonly after: number }

/** Runs `batch`. Kills it at the given moment unless it has ended before. */
async function run(
  output: string,
  more: readonly string[],
  moment?: Moment,
): Promise<'killed' | 'ended'> {
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
    ...more,
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

/**
 * Kills `batch` so many times and resumes it each time. Expects that the results, whenever they are
 * complete, are those of a run that was left alone.
 */
async function killAndResume(
  name: string,
  kills: number,
  options: (output: string) => readonly string[],
  check: (output: string) => void = () => {},
): Promise<void> {
  const clean = join(folder, `${name}-clean.ndjson`)
  await run(clean, options(clean))
  expect(fileLines(clean)).toHaveLength(bundles.length)
  const names = fileLines(clean)
    .map((line) => parseWrittenLine(line).bundle)
    .sort()
  const next = random(20160920)
  const output = join(folder, `${name}-killed.ndjson`)
  const moment = (): Moment =>
    next() < 0.3
      ? { after: 30 + next() * 300 }
      : { written: Math.ceil(next() * 600_000), after: next() * 30 }
  let killed = 0
  let killsWithOutput = 0
  let completed = 0
  while (killed < kills) {
    let state = await run(output, options(output), moment())
    while (state === 'killed') {
      killed += 1
      if (sizeOf(output) > 0) killsWithOutput += 1
      state = await run(output, options(output), killed < kills ? moment() : undefined)
    }
    completed += 1
    expect(
      fileLines(output)
        .map((line) => parseWrittenLine(line).bundle)
        .sort(),
    ).toEqual(names)
    expect(mergedText(output)).toBe(mergedText(clean))
    check(output)
    rmSync(output)
  }
  tellFaults(name, { killed, 'kills with output': killsWithOutput, 'complete results': completed })
  expect(killsWithOutput).toBeGreaterThan(kills / 3)
}

describe('a batch that is killed and resumed', () => {
  it(`loses and repeats no bundle (${faults.kills} kills)`, async () => {
    await killAndResume('batch', faults.kills, () => [])
  })

  it(`has a map with each name of its results (${faults.redactedKills} kills)`, async () => {
    const mapOf = (output: string) => `${output}.map`
    await killAndResume(
      'batch --redact',
      faults.redactedKills,
      (output) => ['--redact', '--redact-key', key, '--redact-map', mapOf(output)],
      (output) => {
        const [, ...entries] = fileLines(mapOf(output)).map((line) => JSON.parse(line))
        const tokens = entries.map(([token]: [string]) => token)
        expect(new Set(tokens).size).toBe(tokens.length)
        const used = new Set(readFileSync(output, 'utf8').match(tokenPattern()))
        expect(used.size).toBeGreaterThan(bundles.length / 2)
        expect([...used].filter((token) => !tokens.includes(token))).toEqual([])
        rmSync(mapOf(output))
      },
    )
  })
})
