import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findFiles } from '../../../src/inputs/find-files.ts'
import type { Observation } from '../../../src/model/observation.ts'
import {
  lyncFolder,
  readOnce,
  record,
  records,
  type WatchedFolder,
  watchFolder,
} from './watched-folder.ts'

/** Creates a folder with one log of `count` records. */
function withLog(count: number): {
  readonly lync: string
  readonly tracing: string
  readonly log: string
} {
  const { lync, tracing } = lyncFolder()
  const log = join(tracing, 'Lync-UccApi-0.UccApilog')
  if (count > 0) writeFileSync(log, records(0, count))
  return { lync, tracing, log }
}

const path = (name: string) => join('Tracing', name)
const LOG = path('Lync-UccApi-0.UccApilog')

/** Expects that every record in the folder was observed once. */
async function expectAllObserved(live: WatchedFolder, lync: string): Promise<void> {
  await live.passQuietTime()
  const { logObservations } = await readOnce(lync)
  expect(logObservations.length).toBeGreaterThan(0)
  expect(live.logObservations).toEqual(logObservations)
}

/** Paths of all inputs except the spool. */
const paths = ({ inputs }: WatchedFolder): string[] =>
  inputs
    .summaries()
    .flatMap(({ format, path: inputPath }) => (format === 'history-spooler' ? [] : [inputPath]))

/** Numbers of the observed records, in the order of the observations. */
const numbers = ({ observations }: WatchedFolder): number[] =>
  observations.flatMap((observation) =>
    observation.kind === 'trace'
      ? [Number(/number (\d+)/.exec(observation.event.message)?.[1])]
      : [],
  )

const evenUpTo = (count: number): number[] =>
  Array.from({ length: Math.ceil(count / 2) }, (_, index) => 2 * index)

describe('the history', () => {
  it.each([
    'samples/whole/stuck-on-premises',
    'samples/whole/two-users',
    'samples/whole/logs-that-prove-little',
  ])('gives the same observations as analyze: %s', async (folder) => {
    const progress: number[] = []
    const live = await watchFolder(folder, {
      onProgress: (bytes, total) => progress.push(bytes / total),
    })
    await live.passQuietTime(9000)
    const { all, logObservations } = await readOnce(folder)
    expect(live.logObservations).toEqual(logObservations)
    const describeObservation = ({ kind, source }: Observation) => `${kind} ${source.path}`
    const logs = new Set(
      live.inputs
        .summaries()
        .filter(({ log }) => log)
        .map((input) => input.path),
    )
    const spools = new Set(live.inputs.spools().map((spool) => spool.folder))
    const unwatched = all.filter(
      ({ kind, source }) =>
        !spools.has(source.path) && !(kind === 'input' && logs.has(source.path)),
    )
    const listed = unwatched.filter(
      (observation) => !(observation.kind === 'spool-item' && observation.via === 'folder'),
    )
    expect(live.observations.map(describeObservation).sort()).toEqual(
      listed.map(describeObservation).sort(),
    )
    const inputs = new Map(
      all.flatMap((observation) =>
        observation.kind === 'input' ? [[observation.input.path, observation.input]] : [],
      ),
    )
    expect(live.inputs.summaries()).toEqual(
      findFiles([folder]).map((found) => inputs.get(found.path)),
    )
    expect(progress.at(-1)).toBe(1)
    expect(live.notifications).toEqual([])
  })
})

describe('a log that grows', () => {
  it('gives each record when it is complete, even if its line is written in parts', async () => {
    const { lync, log } = withLog(4)
    const live = await watchFolder(lync)
    expect(numbers(live)).toEqual([0, 2])
    const text = records(4, 4)
    appendFileSync(log, text.slice(0, 100))
    appendFileSync(log, text.slice(100))
    await live.until(() => numbers(live).includes(6))
    expect(numbers(live)).toEqual([0, 2, 4, 6])
    expect(live.inputs.summaries()[0]).toMatchObject({
      path: LOG,
      format: 'client-log',
      status: 'read',
      bytes: readFileSync(log).length,
    })
    await expectAllObserved(live, lync)
  })

  it('gives its last record after a quiet time, but no incomplete line', async () => {
    const { lync, log } = withLog(3)
    const live = await watchFolder(lync)
    appendFileSync(log, record(4).slice(0, 60))
    await live.passQuietTime()
    expect(numbers(live)).toEqual([0, 2])
    appendFileSync(log, record(4).slice(60))
    await live.inputs.rescan()
    expect(numbers(live)).toEqual([0, 2])
    await live.passQuietTime()
    expect(numbers(live)).toEqual([0, 2, 4])
    appendFileSync(log, record(6))
    await live.passQuietTime()
    expect(numbers(live)).toEqual([0, 2, 4, 6])
    expect(live.observations.map(({ source }) => source.line)).toEqual([1, 3, 4, 5])
  })

  it('may begin empty or with a part of a line while it is watched', async () => {
    const { lync, log } = withLog(0)
    const live = await watchFolder(lync)
    writeFileSync(log, '')
    await live.inputs.rescan()
    appendFileSync(log, record(0).slice(0, 20))
    await live.inputs.rescan()
    expect(live.events('log-started')).toEqual([])
    appendFileSync(log, record(0).slice(20) + record(1))
    await live.until(() => numbers(live).length === 1)
    expect(live.events('log-started')).toEqual([
      { event: 'log-started', path: LOG, format: 'client-log' },
    ])
    await expectAllObserved(live, lync)
  })

  it('of several megabytes, read with the scanner, is read completely', async () => {
    const { lync, log } = withLog(20_000)
    const live = await watchFolder(lync)
    for (let from = 20_000; from < 60_000; from += 8_000) {
      appendFileSync(log, records(from, 8_000))
      if (from % 3 === 0) await live.inputs.rescan()
    }
    await live.passQuietTime()
    expect(numbers(live)).toEqual(evenUpTo(60_000))
    expect(live.inputs.summaries()[0]).toMatchObject({
      records: 60_000,
      undecoded: 0,
      unreadable: 0,
    })
  })

  it('in UTF-16 is read wherever it is cut', async () => {
    const { lync, log } = withLog(0)
    const bytes = Buffer.from(`\ufeff${records(0, 20)}`, 'utf16le')
    writeFileSync(log, bytes.subarray(0, 501))
    const live = await watchFolder(lync)
    for (let at = 501; at < bytes.length; at += 333) {
      appendFileSync(log, bytes.subarray(at, at + 333))
      await live.inputs.rescan()
    }
    await live.passQuietTime()
    expect(numbers(live)).toEqual(evenUpTo(20))
    await expectAllObserved(live, lync)
  })

  it('gives an event for a gap', async () => {
    const { lync, log } = withLog(4)
    const live = await watchFolder(lync)
    appendFileSync(log, records(3600, 4))
    await live.until(() => live.events('log-gap').length > 0)
    const gap = { from: '2016-06-14T00:00:03.123Z', to: '2016-06-14T01:00:00.123Z' }
    expect(live.events('log-gap')).toEqual([{ event: 'log-gap', path: LOG, ...gap }])
  })
})

describe('a rotation', () => {
  it('inside a line loses nothing, and the rest is read from the renamed file', async () => {
    const { lync, log, tracing } = withLog(4)
    const live = await watchFolder(lync)
    const [older, oldest] = ['1', '2'].map((number) =>
      join(tracing, `Lync-UccApi-${number}.UccApilog`),
    ) as [string, string]
    const text = records(4, 8)
    appendFileSync(log, text.slice(0, 130))
    await live.inputs.rescan()
    appendFileSync(log, text.slice(130, 300))
    renameSync(log, older)
    writeFileSync(log, records(100, 3))
    appendFileSync(older, text.slice(300))
    await live.until(() => live.events('log-started').length === 1)
    await live.passQuietTime()
    const rotated = { event: 'log-rotated', path: LOG, to: path('Lync-UccApi-1.UccApilog') }
    expect(
      live.notifications.filter(({ event }) => event.startsWith('log-') && event !== 'log-gap'),
    ).toEqual([rotated, { event: 'log-started', path: LOG, format: 'client-log' }])
    expect(numbers(live).sort((left, right) => left - right)).toEqual([...evenUpTo(12), 100, 102])
    renameSync(older, oldest)
    renameSync(log, older)
    writeFileSync(log, records(200, 5))
    await live.passQuietTime()
    await live.passQuietTime()
    expect(live.events('log-rotated')).toHaveLength(3)
    expect(paths(live)).toEqual([
      LOG,
      path('Lync-UccApi-1.UccApilog'),
      path('Lync-UccApi-2.UccApilog'),
    ])
    await expectAllObserved(live, lync)
  })

  it('that overwrites an older log ends that log', async () => {
    const { lync, log, tracing } = withLog(4)
    const older = join(tracing, 'Lync-UccApi-1.UccApilog')
    writeFileSync(older, records(50, 4))
    const live = await watchFolder(lync)
    renameSync(log, older)
    writeFileSync(log, records(100, 3))
    await live.until(
      () => live.events('log-ended').length === 1 && live.events('log-started').length === 1,
    )
    await live.passQuietTime()
    expect(live.events('log-rotated')).toEqual([
      { event: 'log-rotated', path: LOG, to: path('Lync-UccApi-1.UccApilog') },
    ])
    expect(numbers(live).sort((left, right) => left - right)).toEqual([0, 2, 50, 52, 100, 102])
  })

  it('over the older log reads both to their ends, and reports what was lost', async () => {
    const { lync, log } = withLog(4)
    const live = await watchFolder(lync)
    appendFileSync(log, records(4, 4))
    // All before the first notification, as if the machine was busy.
    for (let file = 1; file <= 5; file += 1) {
      renameSync(log, `${log}.bak`)
      writeFileSync(log, records(100 * file, 4))
    }
    await live.until(() => live.events('log-lost').length > 0)
    await live.passQuietTime()
    await live.passQuietTime()
    expect(numbers(live).sort((left, right) => left - right)).toEqual([
      ...evenUpTo(8),
      ...[400, 402, 500, 502],
    ])
    expect(live.events('log-lost')).toMatchObject([{ files: 3 }])
    const damage = live.inputs.summaries().flatMap((input) => input.damage)
    expect(damage).toEqual([{ reason: '3 files of this log were deleted before reading began' }])
  })

  it('is read to its end after it was deleted', async () => {
    const { lync, log } = withLog(4)
    const live = await watchFolder(lync)
    appendFileSync(log, records(4, 40))
    rmSync(log)
    await live.until(() => live.events('log-ended').length === 1)
    expect(numbers(live)).toEqual(evenUpTo(44))
    expect(live.events('log-lost')).toEqual([])
  })

  it('by copy does not read the copy', async () => {
    const { lync, log } = withLog(40)
    const live = await watchFolder(lync)
    appendFileSync(log, record(40).slice(0, 50))
    copyFileSync(log, `${log}.bak`)
    await live.inputs.rescan()
    expect(paths(live)).toEqual([LOG, `${LOG}.bak`])
    expect(numbers(live)).toEqual(evenUpTo(39))
  })

  it('by copy continues in the copy when the log was replaced', async () => {
    const { lync, log } = withLog(40)
    const live = await watchFolder(lync)
    copyFileSync(log, `${log}.bak`)
    await live.inputs.rescan()
    appendFileSync(log, records(40, 10))
    await live.passQuietTime()
    copyFileSync(log, `${log}.bak`)
    writeFileSync(log, records(100, 5))
    await live.until(() => live.events('log-rotated').length === 1)
    await expectAllObserved(live, lync)
  })
})

describe('a log at the same path with other content', () => {
  it('is read from its start if it was truncated', async () => {
    const { lync, log } = withLog(40)
    const live = await watchFolder(lync)
    truncateSync(log)
    appendFileSync(log, records(100, 5))
    await live.until(() => live.events('log-restarted').length === 1)
    await live.passQuietTime()
    expect(live.events('log-restarted')).toEqual([
      { event: 'log-restarted', path: LOG, reason: 'truncated' },
    ])
    expect(live.events('log-started')).toEqual([])
    expect(numbers(live)).toEqual([...evenUpTo(40), 100, 102, 104])
  })

  it.each([
    ['in place, by longer contents', (log: string) => writeFileSync(log, records(1000, 60))],
    [
      'by another file',
      (log: string) => {
        writeFileSync(`${log}.new`, records(1000, 60))
        renameSync(`${log}.new`, log)
      },
    ],
    [
      'after it was deleted',
      (log: string) => {
        rmSync(log)
        writeFileSync(log, records(1000, 60))
      },
    ],
  ])('is read from its start if it was replaced %s', async (_, replace) => {
    const { lync, log } = withLog(40)
    const live = await watchFolder(lync)
    replace(log)
    await live.until(
      () => live.events('log-restarted').length + live.events('log-started').length > 0,
    )
    await live.passQuietTime()
    await live.passQuietTime()
    expect(live.events('log-restarted')).toEqual([
      { event: 'log-restarted', path: LOG, reason: 'replaced' },
    ])
    expect(numbers(live)).toEqual([
      ...evenUpTo(40),
      ...Array.from({ length: 30 }, (_item, index) => 1000 + 2 * index),
    ])
  })

  it('ends when it is deleted, and starts when it is created again', async () => {
    const { lync, log } = withLog(4)
    const live = await watchFolder(lync)
    rmSync(log)
    await live.until(() => live.events('log-ended').length === 1)
    expect(paths(live)).toEqual([])
    writeFileSync(log, records(4, 4))
    await live.until(() => live.events('log-started').length === 1)
    await live.passQuietTime()
    expect(numbers(live)).toEqual([0, 2, 4, 6])
  })

  it('ends and starts together with its folder', async () => {
    const { lync, log, tracing } = withLog(4)
    const live = await watchFolder(lync)
    rmSync(tracing, { recursive: true })
    await live.until(() => live.events('log-ended').length === 1)
    mkdirSync(tracing)
    writeFileSync(log, records(4, 4))
    await live.until(() => live.events('log-started').length === 1)
    await live.passQuietTime()
    expect(numbers(live)).toEqual([0, 2, 4, 6])
  })
})

describe('other inputs', () => {
  it('that appear during watching are read once, when they are complete', async () => {
    const { lync } = withLog(0)
    const live = await watchFolder(lync)
    const text = readFileSync('samples/whole/stuck-on-premises/configuration-information.txt')
    const file = join(lync, 'configuration-information.txt')
    writeFileSync(file, text.subarray(0, 100))
    await live.inputs.rescan()
    writeFileSync(file, text)
    await live.passQuietTime()
    await live.passQuietTime()
    const { all } = await readOnce(lync)
    const expected = all.filter(({ source }) => source.path === 'configuration-information.txt')
    expect(expected.length).toBeGreaterThan(3)
    expect(live.observations).toEqual(expected)
  })
})

describe('a log that cannot be read', () => {
  const isRoot = process.getuid?.() === 0

  it.skipIf(process.platform === 'win32')(
    'is reported once, tried again, and continued where reading stopped',
    async () => {
      const { lync, log } = withLog(4)
      chmodSync(lync, 0o755)
      // Polled folders may be on a share: their files are opened again for each read.
      const live = await watchFolder(lync, { poll: true })
      try {
        appendFileSync(log, records(4, 4))
        chmodSync(log, 0)
        // Permissions do not apply to root.
        if (isRoot) process.seteuid?.(65_534)
        await live.inputs.rescan()
        await live.inputs.rescan()
        expect(live.events('unreadable')).toMatchObject([
          { path: LOG, reason: 'permission denied' },
        ])
        expect(live.inputs.problems()).toMatchObject([{ path: LOG }])
        expect(numbers(live)).toEqual([0, 2])
        if (isRoot) process.seteuid?.(0)
        chmodSync(log, 0o644)
        await live.inputs.rescan()
        expect(live.events('readable')).toEqual([{ event: 'readable', path: LOG }])
        expect(live.inputs.problems()).toEqual([])
        await expectAllObserved(live, lync)
      } finally {
        if (isRoot) process.seteuid?.(0)
      }
    },
  )
})

describe('a file that is kept in a cloud only', () => {
  it('is listed and never opened', async () => {
    const { lync, tracing } = lyncFolder()
    const path = join(tracing, 'Lync-UccApi-0.UccApilog')
    // Like a placeholder, a file without content takes no blocks.
    writeFileSync(path, '')
    truncateSync(path, 1 << 20)
    const { platform } = process
    Object.defineProperty(process, 'platform', { value: 'win32' })
    try {
      const live = await watchFolder(lync)
      const [log] = live.inputs.summaries().filter(({ path: name }) => name.startsWith('Tracing'))
      expect(log?.status).toBe('unreadable')
      expect(log?.notes).toEqual([expect.stringContaining('kept in the cloud only')])
    } finally {
      Object.defineProperty(process, 'platform', { value: platform })
    }
  })
})
