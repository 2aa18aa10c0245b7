import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findFiles } from '../../../src/inputs/find-files.ts'
import {
  readSpoolFolder,
  spoolFolderObservation,
  spoolItemObservation,
} from '../../../src/inputs/spool-folder.ts'
import { lyncFolder, user, WatchedFolder, watchFolder } from './watched-folder.ts'

describe('a History Spooler', () => {
  it('emits an event when an item appears or goes, but not for items before watching', async () => {
    const { lync, spool } = lyncFolder()
    writeFileSync(join(spool, 'before.hist'), 'x')
    const live = await watchFolder(lync)
    expect(live.itemNames).toEqual(['before.hist'])
    expect(live.notifications).toEqual([])
    writeFileSync(join(spool, 'new.hist'), 'four')
    await live.until(() => live.events('item-appeared').length > 0)
    const folder = join(`sip_${user}`, 'History Spooler')
    expect(live.events('item-appeared')).toMatchObject([{ folder, name: 'new.hist', user }])
    rmSync(join(spool, 'before.hist'))
    await live.until(() => live.events('item-gone').length > 0)
    expect(live.events('item-gone')).toMatchObject([{ name: 'before.hist', bytes: 1 }])
    expect(live.events('item-gone')[0]?.waited).toBeGreaterThanOrEqual(0)
    await live.until(() => live.inputs.spools()[0]?.items.get('new.hist')?.bytes === 4)
    expect(live.itemNames).toEqual(['new.hist'])
  })

  it('gives the same observations as one that is read once, subfolders included', async () => {
    const { lync, spool } = lyncFolder()
    mkdirSync(join(spool, 'inner'))
    for (const name of ['a.hist', 'b.hist', join('inner', 'c.hist')])
      writeFileSync(join(spool, name), name)
    const live = await watchFolder(lync)
    const [found] = findFiles([lync])
    const readOnce = found ? [...readSpoolFolder(found)].flat() : []
    const [spoolNow] = live.inputs.spools()
    const items = [...(spoolNow?.items.values() ?? [])].map(spoolItemObservation)
    expect([...(spoolNow ? [spoolFolderObservation(spoolNow)] : []), ...items]).toEqual(
      readOnce.filter(({ kind }) => kind !== 'input'),
    )
    expect(live.inputs.summaries()).toEqual(
      readOnce.flatMap((observation) => (observation.kind === 'input' ? [observation.input] : [])),
    )
    expect(live.observations).toEqual([])
  })

  it('has its items in the order of their names, in whatever order the system answers', async () => {
    const { lync, spool } = lyncFolder()
    const names = Array.from({ length: 300 }, (_, index) => `${1000 + index}.hist`)
    for (const name of names) writeFileSync(join(spool, name), name)
    const live = await watchFolder(lync)
    expect(live.itemNames).toEqual(names)
  })

  it('may appear later, go with all its items, and appear again', async () => {
    const { lync, sip, spool } = lyncFolder()
    rmSync(sip, { recursive: true })
    const live = await watchFolder(lync)
    expect(live.inputs.spools()).toEqual([])
    for (let round = 1; round <= 3; round += 1) {
      mkdirSync(spool, { recursive: true })
      writeFileSync(join(spool, `${round}.hist`), 'x')
      await live.until(() => live.events('item-appeared').length === round)
      expect(live.itemNames).toEqual([`${round}.hist`])
      rmSync(round === 2 ? spool : sip, { recursive: true })
      await live.until(() => live.events('spool-gone').length === round)
      expect(live.inputs.spools()).toEqual([])
    }
    expect(live.notifications.map(({ event }) => event)).toEqual(
      [1, 2, 3].flatMap(() => ['spool-appeared', 'item-appeared', 'item-gone', 'spool-gone']),
    )
  })

  it('is still watched after it was deleted and created again at once', async () => {
    const { lync, spool } = lyncFolder()
    const live = await watchFolder(lync, { rescanIntervalMs: 3_600_000 })
    for (let round = 1; round <= 3; round += 1) {
      rmSync(spool, { recursive: true })
      mkdirSync(spool)
      writeFileSync(join(spool, `first-${round}.hist`), 'x')
      await live.until(() => live.itemNames.join() === `first-${round}.hist`)
      // Reported by the watcher of the new folder, once there is one.
      for (let more = 0; !live.itemNames.includes(`${round}-${more}.hist`); more += 1) {
        writeFileSync(join(spool, `${round}-${more}.hist`), 'x')
        await live.until(() => live.itemNames.length === more + 2)
        if (more > 2) break
      }
    }
  })

  it('keeps its items when upper and lower case change in its path', async () => {
    const { lync, sip, spool } = lyncFolder()
    writeFileSync(join(spool, 'a.hist'), 'x')
    const live = await watchFolder(lync)
    const [before] = live.inputs.spools()[0]?.items.values() ?? []
    renameSync(spool, join(sip, 'HISTORY SPOOLER'))
    await live.until(() => live.inputs.spools()[0]?.folder.endsWith('HISTORY SPOOLER') ?? false)
    const upper = join(lync, 'SIP_Kim@Contoso.example')
    renameSync(sip, upper)
    await live.until(() => live.inputs.spools()[0]?.folder.startsWith('SIP_') ?? false)
    writeFileSync(join(upper, 'HISTORY SPOOLER', 'b.hist'), 'x')
    await live.until(() => live.itemNames.length === 2)
    const folder = join('SIP_Kim@Contoso.example', 'HISTORY SPOOLER')
    const [after] = live.inputs.spools()[0]?.items.values() ?? []
    expect(after).toEqual({ ...before, folder })
    expect(live.notifications.map(({ event }) => event)).toEqual(['item-appeared'])
  })

  it('is told apart from those of other users', async () => {
    const { lync, spool } = lyncFolder()
    const other = join(lync, 'sip_Ann@contoso.example', 'history spooler')
    mkdirSync(other, { recursive: true })
    const live = await watchFolder(lync)
    writeFileSync(join(spool, 'a.hist'), 'x')
    writeFileSync(join(other, 'a.hist'), 'x')
    await live.until(() => live.events('item-appeared').length === 2)
    const users = live.events('item-appeared').map((event) => event.user)
    expect(users.sort()).toEqual(['ann@contoso.example', user])
  })

  it('is updated by a rescan alone', async () => {
    const { lync, spool } = lyncFolder()
    const live = new WatchedFolder(lync, { poll: true })
    await live.inputs.start()
    writeFileSync(join(spool, 'a.hist'), 'x')
    await live.inputs.rescan()
    expect(live.itemNames).toEqual(['a.hist'])
    await live.inputs.stop()
  })

  it('can be the watched folder itself', async () => {
    const { spool } = lyncFolder()
    const live = await watchFolder(spool)
    writeFileSync(join(spool, 'a.hist'), 'x')
    await live.until(() => live.itemNames.length === 1)
    expect(live.events('item-appeared')).toMatchObject([{ folder: 'History Spooler', user }])
  })

  it('is watched once if two watched folders contain it', async () => {
    const { lync, sip, spool } = lyncFolder()
    const live = await watchFolder(lync, { roots: [sip, lync, lync] })
    writeFileSync(join(spool, 'a.hist'), 'x')
    await live.until(() => live.itemNames.length > 0)
    expect(live.itemNames).toEqual(['a.hist'])
    expect(live.events('item-appeared')).toMatchObject([{ folder: join(spool) }])
  })

  it('reports every one of 10,000 items that appear and go at once', async () => {
    const { lync, spool } = lyncFolder()
    const live = await watchFolder(lync)
    const names = Array.from({ length: 10_000 }, (_, index) => `${index}.hist`)
    for (const name of names) writeFileSync(join(spool, name), '')
    await live.until(() => live.itemCount === names.length)
    expect(new Set(live.events('item-appeared').map(({ name }) => name))).toEqual(new Set(names))
    for (const name of names) rmSync(join(spool, name))
    await live.until(() => live.itemCount === 0)
    expect(live.events('item-appeared')).toHaveLength(names.length)
    expect(live.events('item-gone')).toHaveLength(names.length)
  })
})

it('a path that does not exist or is not a folder is a usage error', () => {
  const { lync } = lyncFolder()
  expect(() => new WatchedFolder(join(lync, 'nothing'))).toThrow('No such file or folder')
  writeFileSync(join(lync, 'file'), '')
  expect(() => new WatchedFolder(join(lync, 'file'))).toThrow('Not a folder')
})
