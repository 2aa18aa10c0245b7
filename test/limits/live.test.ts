import { readdirSync, readlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { AwakeClock } from '../../src/inputs/live/awake-clock.ts'
import { CaughtFiles } from '../../src/inputs/live/caught-files.ts'
import { LiveFolder } from '../../src/inputs/live/live-folder.ts'
import type { LiveInputsOptions } from '../../src/inputs/live/live-inputs.ts'
import { SpooledItems } from '../../src/inputs/live/spooled-items.ts'
import { minutes } from '../../src/model/duration.ts'
import { lyncFolder, records, watchFolder } from '../inputs/live/watched-folder.ts'
import { limitOf } from '../support/limits/definitions.ts'
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

keepsTest('inputs/live/followed-logs.ts MAX_HELD', async (count) => {
  const { lync, tracing } = lyncFolder()
  for (let at = 0; at < count; at += 1)
    writeFileSync(join(tracing, logName(at)), records(at * 10, 2))
  await watchFolder(lync)
  const kept = openedIn(tracing)
  return { kept, left: count - kept }
})

limitTest('inputs/live/followed-logs.ts MAX_ENDED', {
  at: async (value) => expect(await recordsReadInCopies(value)).toBe(value),
  beyond: async (value) => expect(await recordsReadInCopies(value + 1)).toBe(value + 6),
})

/**
 * Trace records that are read in longer copies of so many logs that ended: one is new in each, and
 * five were read before.
 */
async function recordsReadInCopies(count: number): Promise<number> {
  const { live, logs } = await endLogs(count)
  const before = traceRecords(live)
  for (const { path, content, at } of logs)
    writeFileSync(`${path}.bak`, content + records(at * 20 + 10, 2))
  await live.passQuietTime()
  return traceRecords(live) - before
}

const { value: maxEnded } = limitOf('inputs/live/followed-logs.ts MAX_ENDED')

// A thousand logs take a minute.
limitTest('inputs/live/followed-logs.ts MAX_ENDED_FILES', {
  at: async () => expect(await copiesReadTwice(maxEnded + 3, 3)).toBe(0),
  beyond: async () => expect(await copiesReadTwice(maxEnded + 3 + 1, 3)).toBe(1),
})

/** Number of copies that are read, of so many logs that were written again before. */
async function copiesReadTwice(count: number, maxEndedFiles: number): Promise<number> {
  const { live, logs } = await endLogs(count, { maxEndedFiles })
  const before = traceRecords(live)
  for (const { path, content } of logs) writeFileSync(`${path}.bak`, content)
  await live.passQuietTime()
  return (traceRecords(live) - before) / 5
}

/** Follows so many logs, and ends them by writing others over them. */
async function endLogs(count: number, options?: Partial<LiveInputsOptions>) {
  const { lync, tracing } = lyncFolder()
  const logs = Array.from({ length: count }, (_, at) => ({
    at,
    path: join(tracing, logName(at)),
    content: records(at * 20, 10),
  }))
  for (const { path, content } of logs) writeFileSync(path, content)
  const live = await watchFolder(lync, options)
  for (const { path, at } of logs) {
    truncateSync(path)
    writeFileSync(path, records(100_000 + at * 20, 2))
  }
  await live.until(() => live.events('log-restarted').length === count)
  await live.passQuietTime()
  return { live, logs }
}

const traceRecords = ({ observations }: Awaited<ReturnType<typeof watchFolder>>): number =>
  observations.filter(({ kind }) => kind === 'trace').length

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
