import { readdirSync, readlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { AwakeClock } from '../../src/inputs/live/awake-clock.ts'
import { CaughtFiles } from '../../src/inputs/live/caught-files.ts'
import { LiveFolder } from '../../src/inputs/live/live-folder.ts'
import { RotationCount } from '../../src/inputs/live/rotation-count.ts'
import { SpooledItems } from '../../src/inputs/live/spooled-items.ts'
import { minutes } from '../../src/model/duration.ts'
import { lyncFolder, records, watchFolder } from '../inputs/live/watched-folder.ts'
import { keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { NOON } from '../support/observations.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

limitTest('inputs/live/awake-clock.ts MAX_JUMPS', {
  at: (value) => expect(startAfterJumps(value)).toBe(NOON),
  beyond: (value) => expect(startAfterJumps(value + 1)).toBe(NOON - minutes(1)),
})

/** What a time before all jumps of the clock is after them. Each sets it forward by a minute. */
function startAfterJumps(count: number): number {
  const time = { wall: NOON, steady: 0 }
  const clock = new AwakeClock(
    { wall: () => time.wall, steady: () => time.steady },
    minutes(1),
    () => {},
  )
  for (let at = 0; at < count; at += 1) {
    time.wall += minutes(1)
    clock.check()
  }
  return clock.fromFileTime(NOON)
}

keepsTest('inputs/live/caught-files.ts MAX_CAUGHT', (count) => {
  const location = temporaryFolder('caught')
  const caught = new CaughtFiles()
  onTestFinished(() => caught.close())
  const results = Array.from({ length: count }, (_, at) => {
    writeFileSync(join(location, String(at)), '')
    return caught.catch({ location, path: 'Tracing' }, String(at), 0, () => false)
  })
  expect(openedIn(location)).toBe(caught.all().length)
  return { kept: caught.all().length, left: results.filter((result) => !result).length }
})

/** Number of files in a folder that this process has open. */
const openedIn = (folder: string): number =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder)
    } catch {
      return false // the folder of the descriptors itself, which is closed
    }
  }).length

const logName = (at: number) => `Lync-UccApi-${at}.UccApilog`

keepsTest('inputs/live/live-logs.ts MAX_HELD', async (count) => {
  const { lync, tracing } = lyncFolder()
  for (let at = 0; at < count; at += 1)
    writeFileSync(join(tracing, logName(at)), records(at * 10, 2))
  await watchFolder(lync)
  const kept = openedIn(tracing)
  return { kept, left: count - kept }
})

limitTest('inputs/live/live-logs.ts MAX_REWRITTEN', {
  at: async (value) => expect(await copiesReadTwice(value)).toBe(0),
  beyond: async (value) => expect(await copiesReadTwice(value + 1)).toBe(1),
})

/** Number of copies that are read, of so many logs that were written again before. */
async function copiesReadTwice(count: number): Promise<number> {
  const { lync, tracing } = lyncFolder()
  const logs = Array.from({ length: count }, (_, at) => ({
    path: join(tracing, logName(at)),
    content: records(at * 10, 10),
  }))
  for (const { path, content } of logs) writeFileSync(path, content)
  const live = await watchFolder(lync)
  for (const [at, { path }] of logs.entries()) {
    truncateSync(path)
    writeFileSync(path, records(10_000 + at * 10, 2))
  }
  await live.until(() => live.events('log-restarted').length === count)
  await live.passQuietTime()
  const before = live.observations.filter(({ kind }) => kind === 'trace').length
  for (const { path, content } of logs) writeFileSync(`${path}.bak`, content)
  await live.passQuietTime()
  const after = live.observations.filter(({ kind }) => kind === 'trace').length
  return (after - before) / 5
}

limitTest('inputs/live/rotation-count.ts MAX_NAMES', {
  at: (value) => expect(lostAfterNames(value)).toBe(1),
  beyond: (value) => expect(lostAfterNames(value + 1)).toBe(0),
})

/** The lost logs that are counted when the folder has got so many files, a log first. */
function lostAfterNames(count: number): number {
  const rotations = new RotationCount(() => false)
  for (let at = 0; at < count; at += 1) rotations.onRename('Tracing', `${at}.log`, at)
  return rotations.takeLost('Tracing', new Set(['0.log']), count)
}

keepsTest('inputs/live/spooled-items.ts MAX_DAMAGE', (count) => {
  const time = { wall: () => NOON, steady: () => 0 }
  const clock = new AwakeClock(time, minutes(1), () => {})
  const listener = { onSpool() {}, onItem() {} }
  const folder = new LiveFolder(
    '/Lync/History Spooler',
    'History Spooler',
    (root) => new SpooledItems(root, undefined, clock, listener),
  )
  for (let at = 0; at < count; at += 1) folder.failedFiles.set(`${at}.hist`, 'permission denied')
  const { damage, unreadable } = (folder.handler as SpooledItems).summary()
  return { kept: damage.length, left: unreadable - damage.length }
})
