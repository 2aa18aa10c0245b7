import { copyFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTextDecoder } from '../../../src/inputs/encoding.ts'
import { statLiveFile } from '../../../src/inputs/live/live-file.ts'
import type { FileEntry } from '../../../src/inputs/live/live-tree.ts'
import { locateLogs } from '../../../src/inputs/live/locate-logs.ts'
import { LogFollower } from '../../../src/inputs/live/log-follower.ts'
import { clientLog } from '../../../src/parsers/client-log/client-log.ts'
import { allRecords } from '../../../src/scan/matcher.ts'
import { lyncFolder, records } from './watched-folder.ts'

/** Returns a file entry as on a file system without ids. */
async function createEntry(location: string): Promise<FileEntry> {
  const file = await statLiveFile(location)
  if (!file || file === 'not a file') throw new Error(`${location} is not there`)
  return { kind: 'file', location, path: location, file: { ...file, id: '' } }
}

/** Follows a log that was read to its end. `other` is another path in its folder. */
async function followLog() {
  const { tracing } = lyncFolder()
  const [log, other] = [join(tracing, '0.UccApilog'), join(tracing, '1.UccApilog')]
  writeFileSync(log, records(0, 40))
  const clock = { utcOffset: 0, dateOrder: 'mdy' } as const
  const options = {
    wanted: allRecords,
    decode: createTextDecoder('windows-1252'),
    clock,
    notes: [],
    onProgress() {},
  }
  const found = { kind: 'file', location: log, path: log, bytes: 0 } as const
  const recognised = {
    found,
    encoding: 'utf-8',
    bomBytes: 0,
    crLineEnds: false,
    status: 'read',
  } as const
  const follower = await LogFollower.start(
    { entry: await createEntry(log), input: { ...recognised, parser: clientLog }, lastGrowthAt: 0 },
    options,
  )
  const locate = async (...locations: readonly string[]) => {
    for await (const _ of follower.read()) {
      // The observations do not matter here.
    }
    const located = await locateLogs([follower], await Promise.all(locations.map(createEntry)))
    const location = located.get(follower)
    if (location?.status === 'here') follower.entry = location.entry
    return location && 'entry' in location
      ? `${location.status}: ${location.entry.location === log ? 'log' : 'other'}`
      : location?.status
  }
  expect(await locate(log)).toBe('here: log')
  return { log, other, locate }
}

describe('without file ids a log is found', () => {
  it('by its content, even if it has grown', async () => {
    const { log, locate } = await followLog()
    writeFileSync(log, records(0, 80))
    expect(await locate(log)).toBe('here: log')
  })

  it('at another path when a new log has its path', async () => {
    for (const count of [2, 200]) {
      const { log, other, locate } = await followLog()
      renameSync(log, other)
      writeFileSync(log, records(1000, count))
      await locate(log)
      expect(await locate(log, other)).toBe('moved: other')
    }
  })

  it('in its copy when it was truncated', async () => {
    const { log, other, locate } = await followLog()
    copyFileSync(log, other)
    truncateSync(log)
    expect(await locate(log, other)).toBe('moved: other')
  })

  it('nowhere when it was deleted, truncated or replaced', async () => {
    const gone = await followLog()
    rmSync(gone.log)
    expect(await gone.locate()).toBe('gone')
    const truncated = await followLog()
    truncateSync(truncated.log)
    writeFileSync(truncated.other, records(1000, 50))
    expect(await truncated.locate(truncated.log, truncated.other)).toBe('truncated')
    const replaced = await followLog()
    writeFileSync(replaced.log, records(1000, 60))
    expect(await replaced.locate(replaced.log)).toBe('here: log')
    expect(await replaced.locate(replaced.log)).toBe('replaced')
  })
})
