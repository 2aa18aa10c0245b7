import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { findFiles } from '../../../src/inputs/find-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { lyncFolder, records, type WatchedFolder, watchFolder } from './watched-folder.ts'

let lync: string
let tracing: string
let spool: string
let outside: string
beforeEach(() => {
  const folders = lyncFolder()
  lync = folders.lync
  tracing = folders.tracing
  spool = folders.spool
  // On some systems the folder for temporary files is behind a link.
  outside = realpathSync(temporaryFolder('outside'))
})

/** Path of every input, with the problem of one that is not read. */
const inputsOf = (live: WatchedFolder): string[] =>
  live.inputs
    .summaries()
    .map(({ path, status, notes }) => (status === 'unreadable' ? `${path}: ${notes.at(-1)}` : path))

/** The same of what `analyze` finds. */
const found = (followLinks: boolean): string[] =>
  findFiles([lync], { followLinks }).map(({ path, problem }) =>
    problem === undefined ? path : `${path}: ${problem}`,
  )

const numbers = ({ observations }: WatchedFolder): number[] =>
  observations.flatMap((observation) =>
    observation.kind === 'trace'
      ? [Number(/number (\d+)/.exec(observation.event.message)?.[1])]
      : [],
  )

describe.skipIf(process.platform === 'win32')('a link in a watched folder', () => {
  it('is listed with its target, and how to follow it', async () => {
    writeFileSync(join(outside, 'a.log'), records(0, 4))
    symlinkSync(join(outside, 'a.log'), join(tracing, 'a.log'))
    symlinkSync(outside, join(lync, 'folder'))
    execFileSync('mkfifo', [join(tracing, 'pipe.log')])
    const live = await watchFolder(lync)
    expect(numbers(live)).toEqual([])
    expect(inputsOf(live)).toEqual(found(false))
    expect(inputsOf(live)).toContain(
      `folder: a link to ${outside}, which is not followed: pass its target, or --follow-links`,
    )
  })

  it('that is followed leads to logs and spools that grow', async () => {
    const moreSpool = join(outside, 'more', 'sip_eve@contoso.example', 'History Spooler')
    mkdirSync(moreSpool, { recursive: true })
    writeFileSync(join(outside, 'a.log'), records(0, 4))
    symlinkSync(join(outside, 'a.log'), join(tracing, 'a.log'))
    symlinkSync(join(outside, 'more'), join(lync, 'more'))
    const live = await watchFolder(lync, { followLinks: true })
    expect(numbers(live)).toEqual([0, 2])
    expect(inputsOf(live)).toEqual(found(true))
    appendFileSync(join(outside, 'a.log'), records(4, 4))
    await live.until(() => numbers(live).includes(6))
    writeFileSync(join(moreSpool, '1.hist'), 'x')
    await live.until(() => live.itemNames.includes('1.hist'))
    expect(live.inputs.spools().map(({ user }) => user)).toEqual([
      'kim@contoso.example',
      'eve@contoso.example',
    ])
  })

  it('that is followed ends where it leads around in a circle, nowhere or to a device', async () => {
    writeFileSync(join(tracing, 'a.log'), records(0, 4))
    writeFileSync(join(spool, '1.hist'), 'x')
    symlinkSync('..', join(tracing, 'up'))
    symlinkSync(lync, join(outside, 'back'))
    symlinkSync(outside, join(lync, 'out'))
    symlinkSync('self', join(lync, 'self'))
    symlinkSync('nowhere', join(lync, 'gone'))
    symlinkSync('/dev/zero', join(tracing, 'endless.log'))
    const live = await watchFolder(lync, { followLinks: true })
    await live.inputs.rescan()
    expect(numbers(live)).toEqual([0, 2])
    expect(live.itemNames).toEqual(['1.hist'])
    expect(inputsOf(live)).toEqual(found(true))
    expect(inputsOf(live)).toEqual(
      expect.arrayContaining([
        `${join('Tracing', 'up')}: a link to .., which is read already`,
        `${join('Tracing', 'endless.log')}: a device, which is not read`,
        'self: a link to self, which leads around in a circle',
        `${join('out', 'back')}: a link to ${lync}, which is read already`,
      ]),
    )
  })

  it('that is followed comes and goes', async () => {
    mkdirSync(join(outside, 'History Spooler'))
    writeFileSync(join(outside, 'History Spooler', '1.hist'), 'x')
    const live = await watchFolder(lync, { followLinks: true })
    symlinkSync(outside, join(lync, 'more'))
    await live.until(() => live.itemNames.includes('1.hist'))
    unlinkSync(join(lync, 'more'))
    await live.until(() => live.itemNames.length === 0)
    symlinkSync(outside, join(lync, 'again'))
    await live.until(() => live.itemNames.includes('1.hist'))
    rmSync(outside, { recursive: true })
    await live.until(() => live.itemNames.length === 0)
    expect(live.events('spool-appeared')).toHaveLength(2)
    expect(live.events('spool-gone')).toHaveLength(2)
  })

  it('that is followed is watched once, however many links lead to its target', async () => {
    for (let at = 0; at < 30; at += 1) {
      mkdirSync(join(outside, String(at)))
      symlinkSync(`../${at + 1}`, join(outside, String(at), 'left'))
      symlinkSync(`../${at + 1}`, join(outside, String(at), 'right'))
    }
    mkdirSync(join(outside, '29', 'History Spooler'))
    symlinkSync(join(outside, '0'), join(lync, 'in'))
    const live = await watchFolder(lync, { followLinks: true })
    expect(live.inputs.spools()).toHaveLength(2)
    expect(inputsOf(live)).toEqual(found(true))
  })
})
