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

/** On a file system that gives files no id. */
async function entry(location: string): Promise<FileEntry> {
  const file = await statLiveFile(location)
  if (!file) throw new Error(`${location} is not there`)
  return { kind: 'file', location, path: location, file: { ...file, id: '' } }
}

/** A log of which all was read, and another name in its folder. */
async function followed() {
  const { tracing } = lyncFolder()
  const [log, other] = [join(tracing, '0.UccApilog'), join(tracing, '1.UccApilog')]
  writeFileSync(log, records(0, 40))
  const clock = { utcOffset: 0, dateOrder: 'mdy' } as const
  const options = {
    wanted: allRecords,
    decode: createTextDecoder('windows-1252'),
    clock,
    notes: [],
    progress() {},
  }
  const found = { kind: 'file', location: log, path: log, bytes: 0 } as const
  const recognised = { found, encoding: 'utf-8', bom: 0, cr: false, status: 'read' } as const
  const follower = await LogFollower.start(
    { entry: await entry(log), recognised, parser: clientLog, lastGrowthAt: 0 },
    options,
  )
  const look = async (...locations: readonly string[]) => {
    for await (const _ of follower.read()) {
      // What it tells is not asked for here.
    }
    const places = await locateLogs([follower], await Promise.all(locations.map(entry)))
    const place = places.get(follower)
    if (place?.is === 'here') follower.entry = place.entry
    return place && 'entry' in place
      ? `${place.is}: ${place.entry.location === log ? 'log' : 'other'}`
      : place?.is
  }
  expect(await look(log)).toBe('here: log')
  return { log, other, look }
}

describe('without ids a log is found', () => {
  it('by what is in it, where it is longer than before too', async () => {
    const { log, look } = await followed()
    writeFileSync(log, records(0, 80))
    expect(await look(log)).toBe('here: log')
  })

  it('under another name when there is a new one in its place, shorter or longer', async () => {
    for (const count of [2, 200]) {
      const { log, other, look } = await followed()
      renameSync(log, other)
      writeFileSync(log, records(1000, count))
      await look(log)
      expect(await look(log, other)).toBe('moved: other')
    }
  })

  it('in its copy when it was truncated', async () => {
    const { log, other, look } = await followed()
    copyFileSync(log, other)
    truncateSync(log)
    expect(await look(log, other)).toBe('moved: other')
  })

  it('nowhere when it is gone, was truncated or replaced', async () => {
    const gone = await followed()
    rmSync(gone.log)
    expect(await gone.look()).toBe('gone')
    const truncated = await followed()
    truncateSync(truncated.log)
    writeFileSync(truncated.other, records(1000, 50))
    expect(await truncated.look(truncated.log, truncated.other)).toBe('truncated')
    const replaced = await followed()
    writeFileSync(replaced.log, records(1000, 60))
    expect(await replaced.look(replaced.log)).toBe('here: log')
    expect(await replaced.look(replaced.log)).toBe('replaced')
  })
})
