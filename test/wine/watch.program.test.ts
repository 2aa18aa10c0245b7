import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WindowsMachine, type WindowsProcess } from '../support/programs/wine.ts'
import { requires } from '../support/requires.ts'
import { followEvents } from '../support/watch-events.ts'

const SPOOL = 'sip_kim@contoso.example\\History Spooler'
const LOG = 'Tracing\\Lync-UccApi-0.UccApilog'
/** Signs in with a build that is new enough; then the server says that Offline IM is off. */
const OFFLINE_IM_OFF = readFileSync(
  'samples/rules/offline-im-disabled/flagged-in-band/Lync/Tracing/Lync-UccApi-0.UccApilog',
  'utf8',
)
/** Signs in with a build that is too old, here on a later day. */
const OLD_CLIENT = readFileSync(
  'samples/rules/client-build-too-old/flagged/Lync/Tracing/Lync-UccApi-0.UccApilog',
  'utf8',
)
const LATER = OLD_CLIENT.replaceAll('06/14/2016', '09/21/2016')

const { skip, title } = requires('wine')

describe.skipIf(skip)(`watch on Windows${title}`, () => {
  let windows: WindowsMachine
  let lync: string
  let watching: WindowsProcess
  let events: ReturnType<typeof followEvents>

  beforeAll(async () => {
    windows = await WindowsMachine.start()
  })
  afterAll(() => windows.close())

  // A machine where Skype for Business is signed in: half of what the server told is logged, in the
  // middle of a line.
  const half = OFFLINE_IM_OFF.indexOf('EnableOfflineIm')
  beforeEach(async () => {
    lync = join(windows.localAppData, 'Microsoft', 'Office', '16.0', 'Lync')
    mkdirSync(join(lync, 'Tracing'), { recursive: true })
    mkdirSync(join(lync, 'sip_kim@contoso.example', 'History Spooler'), { recursive: true })
    writeFileSync(join(lync, 'Tracing', 'Lync-UccApi-0.UccApilog'), OFFLINE_IM_OFF.slice(0, half))
    watching = windows.startOnWindows([
      'watch',
      '--format',
      'ndjson',
      '--set',
      'spool-message-stuck.stuckAfter=3s',
    ])
    events = followEvents(watching)
    await events.next('watch-started')
  })
  afterEach(async () => {
    await watching.stop()
    rmSync(lync, { recursive: true, force: true })
  })

  it('sees an item appear in this user’s own spool, get stuck after the limit, and go', async () => {
    const item = join(lync, 'sip_kim@contoso.example', 'History Spooler', '00000001.hist')
    writeFileSync(item, 'never opened')
    const named = { folder: SPOOL, name: '00000001.hist', user: 'kim@contoso.example' }
    expect(await events.next('item-appeared')).toMatchObject({ ...named, bytes: 12 })
    const stuck = await events.next('item-stuck')
    expect(stuck).toMatchObject({ ...named, limit: 3000 })
    expect(stuck.waited).toBeGreaterThan(3000)
    rmSync(item)
    expect(await events.next('item-gone')).toMatchObject(named)
    const verdicts = events
      .all('verdict-changed')
      .filter(({ rule }) => rule === 'spool-message-stuck')
    expect(verdicts[0]).toMatchObject({ to: 'flagged' })
    await events.next(
      'verdict-changed',
      ({ rule, to }) => rule === 'spool-message-stuck' && to === 'clear',
    )
    for (const kind of ['item-appeared', 'item-stuck', 'item-gone'] as const)
      expect(events.all(kind)).toHaveLength(1)
  })

  it('sees a spool deleted, and the one that takes its place', async () => {
    const owner = join(lync, 'sip_kim@contoso.example')
    rmSync(owner, { recursive: true })
    await events.next('spool-gone')
    mkdirSync(join(owner, 'History Spooler'), { recursive: true })
    writeFileSync(join(owner, 'History Spooler', '00000002.hist'), 'never opened')
    expect(await events.next('item-appeared')).toMatchObject({
      folder: SPOOL,
      name: '00000002.hist',
    })
  })

  it('sees a log grow in the middle of a line, rotate, and start anew', async () => {
    const tracing = join(lync, 'Tracing')
    appendFileSync(join(tracing, 'Lync-UccApi-0.UccApilog'), OFFLINE_IM_OFF.slice(half))
    await events.next(
      'verdict-changed',
      ({ rule, to }) => rule === 'offline-im-disabled' && to === 'flagged',
    )
    renameSync(join(tracing, 'Lync-UccApi-0.UccApilog'), join(tracing, 'Lync-UccApi-1.UccApilog'))
    writeFileSync(join(tracing, 'Lync-UccApi-0.UccApilog'), LATER)
    expect(await events.next('log-rotated')).toMatchObject({
      path: LOG,
      to: 'Tracing\\Lync-UccApi-1.UccApilog',
    })
    await events.next(
      'verdict-changed',
      ({ rule, to }) => rule === 'client-build-too-old' && to === 'flagged',
    )
    expect(events.all('log-started').at(-1)).toMatchObject({ path: LOG, format: 'client-log' })
    expect(events.all('unreadable')).toEqual([])
  })

  it('follows a spool that changes the case of its name, and ends by itself with the code that is asked for', async () => {
    const owner = join(lync, 'sip_kim@contoso.example')
    writeFileSync(join(owner, 'History Spooler', '00000003.hist'), 'never opened')
    const emptied = windows.startOnWindows([
      'watch',
      '--format',
      'ndjson',
      '--until',
      'empty',
      '--exit-code',
    ])
    const seen = followEvents(emptied)
    await seen.next('watch-started')
    renameSync(join(owner, 'History Spooler'), join(owner, 'HISTORY SPOOLER'))
    writeFileSync(join(owner, 'HISTORY SPOOLER', '00000004.hist'), 'never opened')
    await seen.next('item-appeared', ({ name }) => name === '00000004.hist')
    rmSync(join(owner, 'HISTORY SPOOLER', '00000003.hist'))
    rmSync(join(owner, 'HISTORY SPOOLER', '00000004.hist'))
    await seen.next('watch-ended')
    expect(await emptied.exitCode).toBe(0)
    // It is still the same spool, and what is in it neither went nor came with the name.
    expect(seen.all('item-appeared').map(({ name }) => name)).toEqual(['00000004.hist'])
    const gone = seen.all('item-gone').map(({ name }) => name)
    expect(gone.sort()).toEqual(['00000003.hist', '00000004.hist'])
    expect(emptied.stderr()).toBe('')
  })

  it('waits for a log that another program keeps to itself, and then reads it', async () => {
    const path = 'Tracing\\Lync-UccApi-1.UccApilog'
    const holder = await windows.lockFile(join(lync, ...path.split('\\')), LATER)
    expect(await events.next('unreadable')).toMatchObject({
      path,
      reason: expect.stringMatching(/^(?:in use by another program|permission denied)$/),
    })
    await holder.stop()
    await events.next('readable', (event) => event.path === path)
    await events.next(
      'verdict-changed',
      ({ rule, to }) => rule === 'client-build-too-old' && to === 'flagged',
    )
  })
})
