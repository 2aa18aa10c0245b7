import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { CodeCache } from '../../src/launch/code-cache.ts'
import { writeOutputFile } from '../../src/output/output-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const BUILD = 'a1b2'
const SOURCE = '(function () { return [1, 2, 3].map((value) => value * 7) }) // « → 😀'

/** Loads parts with a cache; returns for each whether its compiled code was accepted. */
function load(path: string | undefined, names: readonly string[], build = BUILD): boolean[] {
  const cache = new CodeCache(path, build)
  const accepted = names.map((name) => {
    const kept = cache.find(name)
    if (kept !== undefined) expect(kept.source).toBe(SOURCE)
    const script = new Script(SOURCE, { filename: name, cachedData: kept?.code })
    expect(script.runInThisContext()()).toEqual([7, 14, 21])
    cache.add(name, SOURCE, script)
    return script.cachedDataRejected === false
  })
  cache.save(writeOutputFile)
  return accepted
}

const newPath = (): string => join(temporaryFolder(), 'own', 'analyze.code')

describe('compiled code', () => {
  it('is taken at the second run', () => {
    const path = newPath()
    expect(load(path, ['a.js', 'b.js'])).toEqual([false, false])
    expect(load(path, ['a.js', 'b.js'])).toEqual([true, true])
  })

  it('is readable for its user alone', () => {
    const path = newPath()
    load(path, ['a.js'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
  })

  it('is not written again when nothing is missing', () => {
    const path = newPath()
    load(path, ['a.js', 'b.js'])
    const write = vi.fn()
    const cache = new CodeCache(path, BUILD)
    cache.add('a.js', SOURCE, new Script(SOURCE, { cachedData: cache.find('a.js')?.code }))
    cache.save(write)
    expect(write).not.toHaveBeenCalled()
  })

  it('is not read any more when the program has ended', () => {
    const path = newPath()
    load(path, ['a.js'])
    const cache = new CodeCache(path, BUILD)
    expect(cache.find('a.js')?.source).toBe(SOURCE)
    cache.save(vi.fn())
    expect(cache.find('a.js')).toBeUndefined()
  })

  it('is read part by part, of any size and in any order', () => {
    const path = newPath()
    // Longer than the bytes that are read first.
    const nameOf = (index: number) => `${'folder/'.repeat(2000)}${index}.js`
    const sources = [1, 40_000, 3].map((count) => `(() => '${'«x'.repeat(count)}')`)
    const first = new CodeCache(path, BUILD)
    for (const [index, source] of sources.entries())
      first.add(nameOf(index), source, new Script(source))
    first.save(writeOutputFile)
    const cache = new CodeCache(path, BUILD)
    for (const index of [2, 0, 1, 2]) {
      const kept = cache.find(nameOf(index))
      expect(kept?.source).toBe(sources[index])
      const script = new Script(kept?.source ?? '', { cachedData: kept?.code })
      expect(script.cachedDataRejected).toBe(false)
    }
  })

  it('is kept for parts that one run does not load', () => {
    const path = newPath()
    load(path, ['a.js'])
    expect(load(path, ['b.js'])).toEqual([false])
    expect(load(path, ['a.js', 'b.js'])).toEqual([true, true])
  })

  it('of another build is replaced', () => {
    const path = newPath()
    load(path, ['a.js'])
    expect(load(path, ['a.js'], 'c3d4')).toEqual([false])
    expect(load(path, ['a.js'], 'c3d4')).toEqual([true])
  })

  it('is neither read nor written without a path', () => {
    expect(load(undefined, ['a.js'])).toEqual([false])
    expect(load(undefined, ['a.js'])).toEqual([false])
  })

  it.skipIf(process.platform === 'win32')('that others may write is not taken', () => {
    const path = newPath()
    load(path, ['a.js'])
    chmodSync(path, 0o620)
    expect(load(path, ['a.js'])).toEqual([false])
  })

  it.skipIf(process.platform === 'win32')(
    'is not written into a folder that others may write',
    () => {
      const folder = temporaryFolder()
      chmodSync(folder, 0o777)
      const path = join(folder, 'analyze.code')
      load(path, ['a.js'])
      expect(existsSync(path)).toBe(false)
    },
  )

  it('that is cut anywhere, or has other bytes in its index, is replaced', () => {
    const path = newPath()
    load(path, ['a.js', 'b.js'])
    const whole = readFileSync(path)
    for (const length of [0, 3, 4, 20, 60, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length))
      expect(load(path, ['a.js', 'b.js']), `${length} bytes`).toEqual([false, false])
      expect(load(path, ['a.js', 'b.js']), `after ${length} bytes`).toEqual([true, true])
    }
    for (const [offset, byte] of [
      [0, 255],
      [4, 0],
      [10, 255],
    ] as const) {
      const damaged = Buffer.from(whole)
      damaged[offset] = byte
      writeFileSync(path, damaged)
      expect(load(path, ['a.js', 'b.js']), `byte ${offset}`).toEqual([false, false])
    }
  })

  it('that cannot be written is no failure', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(load(join(folder, 'file', 'analyze.code'), ['a.js'])).toEqual([false])
  })
})
