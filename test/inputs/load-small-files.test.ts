import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FoundInput, findFiles } from '../../src/inputs/find-files.ts'
import { loadSmallFiles } from '../../src/inputs/load-small-files.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const KIB = 1024
const folder = temporaryFolder()
const file = (name: string, bytes: number): FoundInput => {
  const location = join(folder, name)
  writeFileSync(location, Buffer.alloc(bytes, name))
  return { kind: 'file', location, path: name, bytes }
}
const contents = (found: readonly FoundInput[]) =>
  loadSmallFiles(found).map(({ content }) => content?.length)

describe('loading small files', () => {
  it('loads the content of small files only', () => {
    expect(
      contents([
        file('empty', 0),
        file('small', 9),
        file('just', 256 * KIB),
        file('large', 256 * KIB + 1),
      ]),
    ).toEqual([0, 9, 256 * KIB, undefined])
    const [small] = loadSmallFiles([file('abc', 6)])
    expect(Buffer.from(small?.content ?? []).toString()).toBe('abcabc')
  })

  it('loads at most 4 MiB in all, and goes on with later files that still fit', () => {
    const many = Array.from({ length: 20 }, (_, index) => file(`${index}`, 250 * KIB))
    const kept = contents([...many, file('last', 10)])
    expect(kept.filter((bytes) => bytes === 250 * KIB)).toHaveLength(16)
    expect(kept.at(-1)).toBe(10)
  })

  it('leaves an input unchanged that cannot be read or has another size now', () => {
    const [grown, shrunk, gone] = [file('grown', 5), file('shrunk', 5), file('gone', 5)]
    writeFileSync(grown.location, 'longer than before')
    writeFileSync(shrunk.location, 'x')
    rmSync(gone.location)
    mkdirSync(join(folder, 'folder'))
    const other: FoundInput = {
      kind: 'unreadable',
      location: join(folder, 'folder'),
      path: 'folder',
      bytes: 0,
    }
    expect(loadSmallFiles([grown, shrunk, gone, other])).toEqual([grown, shrunk, gone, other])
  })

  it('makes the analysis use the loaded content, even if the file changed since', async () => {
    const bundle = join(folder, 'bundle')
    mkdirSync(bundle)
    writeFileSync(join(bundle, 'im.txt'), 'EnableOfflineIm : True\n')
    const found = loadSmallFiles(findFiles([bundle]))
    writeFileSync(join(bundle, 'im.txt'), 'EnableOfflineIm : False\n')
    const { analyzeCase } = await import('../../src/analysis/analyze-case.ts')
    const { rules } = await import('../../src/rules/index.ts')
    const { Readable } = await import('node:stream')
    const report = await analyzeCase({
      id: 'x',
      found,
      rules,
      thresholds: new Map(),
      givenObservations: [],
      codePage: 'windows-1252',
      stdin: Readable.from([]),
    })
    expect(report.facts.offlineIm?.text).toContain('True')
  })
})
