import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FolderHandler, LiveFolder } from '../../../src/inputs/live/live-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function scannedFolder(fileCount: number) {
  const location = temporaryFolder('scanned')
  for (let number = 0; number < fileCount; number += 1)
    writeFileSync(join(location, `${number}.hist`), 'x')
  const changes: string[] = []
  const handler: FolderHandler = {
    onFileAppeared: (_, name) => changes.push(`+${name}`),
    onFileChanged: (_, name) => changes.push(`~${name}`),
    onFileGone: (_, name) => changes.push(`-${name}`),
    childHandler: () => handler,
  }
  const folder = new LiveFolder(location, '', () => handler)
  await folder.scan()
  changes.length = 0
  return { folder, location, changes }
}

describe('a scan of what is marked', () => {
  it('finds new, changed and gone files, and folders', async () => {
    const { folder, location, changes } = await scannedFolder(3)
    writeFileSync(join(location, 'new.hist'), 'x')
    writeFileSync(join(location, '1.hist'), 'longer')
    rmSync(join(location, '2.hist'))
    for (const name of ['new.hist', '1.hist', '2.hist', 'never.hist']) folder.markChanged(name)
    await folder.scanMarked()
    expect(changes.sort()).toEqual(['+new.hist', '-2.hist', '~1.hist'])
    mkdirSync(join(location, 'inner'))
    folder.markChanged('inner')
    await folder.scanMarked()
    expect([...folder.folders.keys()]).toEqual(['inner'])
    rmSync(join(location, 'inner'), { recursive: true })
    writeFileSync(join(location, 'inner'), 'now a file')
    folder.markChanged('inner')
    await folder.scanMarked()
    expect([...folder.folders.keys()]).toEqual([])
    expect(folder.files.has('inner')).toBe(true)
  })

  it('does not look at the other files: its time does not grow with their number', async () => {
    const [few, many] = [await scannedFolder(200), await scannedFolder(6400)]
    const measure = async ({ folder, location }: typeof few): Promise<number> => {
      const before = process.cpuUsage()
      for (let change = 0; change < 50; change += 1) {
        writeFileSync(join(location, '7.hist'), 'x'.repeat(change))
        folder.markChanged('7.hist')
        await folder.scanMarked()
      }
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    let [least, leastOfMany] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let turn = 0; turn < 4; turn += 1) {
      least = Math.min(least, await measure(few))
      leastOfMany = Math.min(leastOfMany, await measure(many))
    }
    // 32 times as many files: listing them takes at least several times as long.
    expect(leastOfMany / least).toBeLessThan(3)
  })
})
