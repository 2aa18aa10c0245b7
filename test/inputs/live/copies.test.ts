import { appendFileSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveInputsOptions } from '../../../src/inputs/live/live-inputs.ts'
import { lyncFolder, records, type WatchedFolder, watchFolder } from './watched-folder.ts'

let lync: string
let log: string
let copy: string
beforeEach(() => {
  const { lync: folder, tracing } = lyncFolder()
  lync = folder
  log = join(tracing, 'Lync-UccApi-0.UccApilog')
  copy = join(tracing, 'Lync-UccApi-1.UccApilog')
})

/** Numbers of the observed records, sorted. Only even ones are observed. */
const numbers = ({ observations }: WatchedFolder): number[] =>
  observations
    .flatMap((observation) =>
      observation.kind === 'trace'
        ? [Number(/number (\d+)/.exec(observation.event.message)?.[1])]
        : [],
    )
    .sort((left, right) => left - right)

const evenFrom = (from: number, to: number): number[] =>
  Array.from({ length: (to - from) / 2 }, (_, index) => from + 2 * index)

const settle = async (live: WatchedFolder): Promise<void> => {
  for (let round = 0; round < 4; round += 1) await live.passQuietTime()
}

/** Files stay open, or are opened for each round as on Windows. */
const MODES: [string, Partial<LiveInputsOptions>][] = [
  ['files that stay open', {}],
  ['files that are opened for each round', { poll: true }],
]

describe.each(MODES)('copies of a log, with %s,', (_, mode) => {
  it('are read once when the log and its copy appear in one moment', async () => {
    const live = await watchFolder(lync, mode)
    writeFileSync(log, records(0, 8))
    copyFileSync(log, copy)
    await settle(live)
    expect(numbers(live)).toEqual(evenFrom(0, 8))
    appendFileSync(log, records(8, 8))
    await settle(live)
    expect(numbers(live)).toEqual(evenFrom(0, 16))
    expect(live.events('log-started')).toHaveLength(1)
  })

  it('are read once when the log is copied, cut and written again in one moment', async () => {
    writeFileSync(log, records(0, 4))
    const live = await watchFolder(lync, mode)
    for (let from = 4; from < 20; from += 4) {
      appendFileSync(log, records(from, 2))
      copyFileSync(log, copy)
      writeFileSync(log, records(from + 2, 2))
      await settle(live)
      expect(numbers(live)).toEqual(evenFrom(0, from + 4))
    }
  })

  it('are read on when a longer one replaces the log', async () => {
    writeFileSync(log, records(0, 4))
    const live = await watchFolder(lync, mode)
    for (let count = 8; count <= 24; count += 4) {
      // As rsync does.
      writeFileSync(`${log}.part`, records(0, count))
      renameSync(`${log}.part`, log)
      await settle(live)
      expect(numbers(live)).toEqual(evenFrom(0, count))
    }
    expect(live.events('log-lost')).toEqual([])
  })

  it('are read on when the log is deleted', async () => {
    writeFileSync(log, records(0, 4))
    const live = await watchFolder(lync, mode)
    copyFileSync(log, copy)
    await settle(live)
    rmSync(log)
    await settle(live)
    appendFileSync(copy, records(4, 4))
    await settle(live)
    expect(numbers(live)).toEqual(evenFrom(0, 8))
  })

  it('that differ behind their beginning are read, and the report says so', async () => {
    writeFileSync(log, records(0, 200))
    const live = await watchFolder(lync, mode)
    writeFileSync(copy, records(0, 100) + records(300, 200))
    await settle(live)
    expect(numbers(live)).toEqual(expect.arrayContaining(evenFrom(300, 500)))
    const damage = live.inputs.summaries().flatMap((input) => input.damage ?? [])
    expect(damage).toMatchObject([
      { reason: 'begins as another log that was read: records may be counted twice' },
    ])
  })
})

it('a log whose first bytes are those of another one is another log', async () => {
  writeFileSync(log, records(0, 1))
  const live = await watchFolder(lync)
  writeFileSync(copy, `${records(0, 1).slice(0, 40)} x\r\n${records(2, 4)}`)
  await settle(live)
  expect(numbers(live)).toEqual(expect.arrayContaining([0, 2, 4]))
})
