import { cpSync, createWriteStream, mkdirSync, readFileSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientLog } from '../../bench/generate/client-log.ts'
import type { Report } from '../../src/model/report.ts'
import { WindowsMachine } from '../support/programs/wine.ts'
import { requires } from '../support/requires.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'

const SAMPLE = join('samples', 'whole', 'stuck-on-premises')
const GOLDEN = join('..', 'golden', 'windows')
const AS_OF = ['--as-of', '2016-09-20T08:31:00Z']
const JSON_REPORT = ['--format', 'json', '--fail-on', 'never']

interface Manifest {
  readonly files: readonly { readonly path: string; readonly written: string }[]
}

/** Gives spooled files the times that they had, which no repository keeps. */
function setTimes(folder: string): void {
  const { files } = JSON.parse(
    readFileSync(join(SAMPLE, 'spoolscope-manifest.json'), 'utf8'),
  ) as Manifest
  for (const { path, written } of files) {
    const time = new Date(written)
    utimesSync(join(folder, ...path.split('\\').slice(1)), time, time)
  }
}

const { skip, title } = requires('wine')

describe.skipIf(skip)(`analyze on Windows${title}`, () => {
  let windows: WindowsMachine
  let lync: string
  let collected: string

  beforeAll(async () => {
    windows = await WindowsMachine.start()
    lync = join(windows.localAppData, 'Microsoft', 'Office', '16.0', 'Lync')
    mkdirSync(dirname(lync), { recursive: true })
    cpSync(join(SAMPLE, 'Lync'), lync, { recursive: true })
    setTimes(lync)
    collected = join(windows.driveC, 'Cases', 'stuck-on-premises')
    mkdirSync(dirname(collected), { recursive: true })
    cpSync(SAMPLE, collected, { recursive: true })
  })
  afterAll(() => windows.close())

  it('reads this user’s own Lync folder when none is named', async () => {
    const { status, stdout, stderr } = await windows.runOnWindows([
      'analyze',
      ...AS_OF,
      ...JSON_REPORT,
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(reportSchemaProblems(JSON.parse(stdout))).toEqual([])
    // The manifest of this machine has its name in it.
    const shown = stdout.replace(
      /("path": "this machine",\s+"format": "[^"]+",\s+"bytes": )\d+/,
      '$10',
    )
    await expect(shown).toMatchFileSnapshot(join(GOLDEN, 'this-machine.json.txt'))
  })

  it('says the same of a folder when it is named in any case and with either slash', async () => {
    const named = windows.windowsPathOf(lync)
    const report = await windows.runOnWindows(['analyze', named, ...AS_OF, ...JSON_REPORT])
    // The settings of this machine belong to it only when no folder is named.
    expect(report.stdout).not.toContain('registry of this machine')
    for (const path of [named.toLowerCase(), named.replaceAll('\\', '/'), `${named}\\`]) {
      const { status, stdout, stderr } = await windows.runOnWindows([
        'analyze',
        path,
        ...AS_OF,
        ...JSON_REPORT,
      ])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout.replace('"id": "lync"', '"id": "Lync"')).toBe(report.stdout)
    }
  })

  it('reads once what is named twice, in another case', async () => {
    const log = windows.windowsPathOf(join(lync, 'Tracing', 'Lync-UccApi-0.UccApilog'))
    const { stdout } = await windows.runOnWindows([
      'analyze',
      log,
      log.toUpperCase(),
      ...JSON_REPORT,
    ])
    expect((JSON.parse(stdout) as Report).cases[0]?.inputs.map(({ path }) => path)).toEqual([log])
  })

  it('says of a collected case what it says elsewhere, with the paths of Windows', async () => {
    const { status, stdout, stderr } = await windows.runOnWindows([
      'analyze',
      windows.windowsPathOf(collected),
      ...JSON_REPORT,
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    await expect(stdout).toMatchFileSnapshot(join(GOLDEN, 'stuck-on-premises.json.txt'))
    const slashes = (text: string) => text.replaceAll('\\\\', '/')
    expect(slashes(stdout)).toBe(
      slashes(readFileSync(join('test', 'golden', 'stuck-on-premises.json.txt'), 'utf8')),
    )
  })

  it('prints the full table, and ends with the answer', async () => {
    const { status, stdout, stderr } = await windows.runOnWindows([
      'analyze',
      '--full',
      windows.windowsPathOf(collected),
    ])
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toContain(
      ' · stuck-on-premises · as of 2016-09-20 08:31:00 UTC (the collection manifest)',
    )
    expect(stdout).toContain('Lync\\Tracing\\Lync-UccApi-0.UccApilog:3')
    expect(stdout).toContain('Likely cause: EWS answered ErrorServerBusy 2 times')
  })

  it('reads large logs in two threads, and says the same as in one', async () => {
    const logs = join(windows.driveC, 'Cases', 'large', 'Tracing')
    mkdirSync(logs, { recursive: true })
    for (const seed of [1, 2])
      await pipeline(
        Readable.from(clientLog({ bytes: 65 << 20, seed })),
        createWriteStream(join(logs, `Lync-UccApi-${seed}.UccApilog`)),
      )
    const large = ['analyze', windows.windowsPathOf(dirname(logs)), ...JSON_REPORT]
    const one = await windows.runOnWindows([...large, '--jobs', '1'])
    const two = await windows.runOnWindows([...large, '--jobs', '2', '--explain-reading'])
    expect(one).toMatchObject({ status: 0, stderr: '' })
    // One of them here, the other in a worker.
    expect(two.stderr.match(/by worker 1\n/g)).toHaveLength(1)
    expect({ status: two.status, stdout: two.stdout }).toEqual({
      status: one.status,
      stdout: one.stdout,
    })
  })

  it('says of a log that another program keeps to itself that it cannot be read, and reads the rest', async () => {
    const tracing = join(windows.driveC, 'Cases', 'held', 'Tracing')
    mkdirSync(tracing, { recursive: true })
    cpSync(join(SAMPLE, 'Lync', 'Tracing', 'client-trace.csv'), join(tracing, 'client-trace.csv'))
    const holder = await windows.lockFile(
      join(tracing, 'Lync-UccApi-0.UccApilog'),
      'not for anybody else\n',
    )
    const { status, stdout } = await windows.runOnWindows([
      'analyze',
      windows.windowsPathOf(dirname(tracing)),
      ...JSON_REPORT,
    ])
    await holder.stop()
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as Report).cases[0]?.inputs).toMatchObject([
      {
        path: 'Tracing\\Lync-UccApi-0.UccApilog',
        status: 'unreadable',
        notes: [expect.stringContaining('in use by another program')],
      },
      { path: 'Tracing\\client-trace.csv', status: 'read' },
    ])
  })

  it('never writes a report over evidence, in whatever case it is named, but to another drive', async () => {
    const log = windows.windowsPathOf(join(lync, 'Tracing', 'Lync-UccApi-0.UccApilog'))
    const before = readFileSync(join(lync, 'Tracing', 'Lync-UccApi-0.UccApilog'))
    const over = await windows.runOnWindows(['analyze', ...AS_OF, '--output', log.toUpperCase()])
    expect(over).toMatchObject({ status: 2, stdout: '' })
    expect(over.stderr).toContain('would write over evidence')
    expect(readFileSync(join(lync, 'Tracing', 'Lync-UccApi-0.UccApilog')).equals(before)).toBe(true)
    const elsewhere = join(dirname(windows.driveC), 'report.json')
    const { status, stderr } = await windows.runOnWindows([
      'analyze',
      ...AS_OF,
      ...JSON_REPORT,
      '--output',
      windows.windowsPathOf(elsewhere),
    ])
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `Report written to ${windows.windowsPathOf(elsewhere)}\n`,
    })
    expect(reportSchemaProblems(JSON.parse(readFileSync(elsewhere, 'utf8')))).toEqual([])
  })
})
