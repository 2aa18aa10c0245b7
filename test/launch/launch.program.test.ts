import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleBundles } from '../support/bundles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CASE = 'samples/whole/stuck-on-premises'
const FILE = `analyze-${process.version}-${process.arch}.code`

/** Runs the program with a cache folder of its own; returns its output. */
function run(args: readonly string[], cache: string, env: NodeJS.ProcessEnv = {}): string {
  const { NODE_COMPILE_CACHE: _, ...own } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    encoding: 'utf8',
    env: { ...own, XDG_CACHE_HOME: cache, ...env },
  })
  return stdout + stderr
}

const filesOf = (cache: string): string[] => {
  mkdirSync(join(cache, 'spoolscope'), { recursive: true })
  return readdirSync(join(cache, 'spoolscope')).sort()
}

describe.skipIf(process.platform !== 'linux')('the built program', () => {
  it('keeps its compiled code in the cache folder of the user', () => {
    const cache = temporaryFolder()
    const first = run(['analyze', CASE], cache)
    expect(filesOf(cache)).toEqual([FILE])
    const path = join(cache, 'spoolscope', FILE)
    const { mtimeMs, size } = statSync(path)
    expect(size).toBeGreaterThan(500_000)
    expect(run(['analyze', CASE], cache)).toBe(first)
    expect(statSync(path).mtimeMs).toBe(mtimeMs)
  })

  it('says the same with code that is cut, and replaces it', () => {
    const cache = temporaryFolder()
    const first = run(['analyze', CASE], cache)
    const path = join(cache, 'spoolscope', FILE)
    const bytes = readFileSync(path)
    for (const length of [0, 2, 100, bytes.length >> 1]) {
      writeFileSync(path, bytes.subarray(0, length))
      expect(run(['analyze', CASE], cache)).toBe(first)
      expect(statSync(path).size).toBeGreaterThan(length)
    }
  })

  it('keeps none after an error, nor where the environment forbids it', () => {
    const cache = temporaryFolder()
    run(['analyze', 'no-such-folder'], cache)
    run(['anaylze', CASE], cache)
    run(['analyze', CASE], cache, { NODE_DISABLE_COMPILE_CACHE: '1' })
    run(['analyze', CASE], cache, { NODE_OPTIONS: '--max-old-space-size=500' })
    expect(filesOf(cache)).toEqual([])
  })

  it('keeps it in the folder of Node where the environment names one', () => {
    const cache = temporaryFolder()
    const other = temporaryFolder()
    run(['rules'], cache, { NODE_COMPILE_CACHE: other })
    expect(filesOf(cache)).toEqual([])
    expect(filesOf(other)).toEqual([`rules-${process.version}-${process.arch}.code`])
  })

  it('works without any home', () => {
    const lost = '/proc/none'
    const text = run(['analyze', CASE], lost, { HOME: lost })
    expect(text).toBe(run(['analyze', CASE], temporaryFolder()))
  })

  it('keeps the code of its worker threads', () => {
    const cache = temporaryFolder()
    const bundles = temporaryFolder()
    sampleBundles(bundles, 4)
    // The order of the lines is that in which the threads finish.
    const batch = () => run(['batch', bundles, '--jobs', '2'], cache).split('\n').sort()
    const lines = batch()
    const worker = `worker-${process.version}-${process.arch}.code`
    expect(filesOf(cache)).toContain(worker)
    const { mtimeMs } = statSync(join(cache, 'spoolscope', worker))
    expect(batch()).toEqual(lines)
    expect(statSync(join(cache, 'spoolscope', worker)).mtimeMs).toBe(mtimeMs)
  })
})
