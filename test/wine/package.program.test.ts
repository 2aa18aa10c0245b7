import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cmdScript } from '../../src/collect/scripts/cmd-script.ts'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import { defined } from '../../src/model/defined.ts'
import type { Report } from '../../src/model/report.ts'
import { unpackBundle } from '../support/collect.ts'
import { layOutProfile, type MachineProfile } from '../support/machine-profile.ts'
import { WindowsMachine } from '../support/programs/wine.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { followEvents } from '../support/watch-events.ts'

const { skip, title } = requires('wine')
const LYNC_KEY = 'HKCU\\Software\\Microsoft\\Office\\16.0\\Lync'
const CLICK_TO_RUN_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration'

describe.skipIf(skip)(`the portable package on Windows${title}`, () => {
  let windows: WindowsMachine
  let profile: MachineProfile
  let program: string
  let doubleClicked: string
  let here: string

  beforeAll(async () => {
    windows = await WindowsMachine.start()
    profile = layOutProfile('stuck-on-premises', windows.localAppData)
    const outdir = join(temporaryFolder('package'), 'out')
    execFileSync(process.execPath, ['scripts/package-windows.mjs', outdir])
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const folder = `spoolscope-${version}-windows-x64`
    const place = join(windows.driveC, 'Prüf Ordner für Evidenz')
    for (const [path, bytes] of await unpackBundle(join(outdir, `${folder}.zip`))) {
      mkdirSync(dirname(join(place, path)), { recursive: true })
      writeFileSync(join(place, path), bytes)
    }
    program = windows.windowsPathOf(join(place, folder, 'spoolscope.cmd'))
    doubleClicked = join(place, folder, 'Collect evidence.cmd')
    here = join(windows.driveC, 'here')
    mkdirSync(here)
    // Any program has a file version: this one is that of node.exe.
    const client = join(windows.driveC, 'Program Files', 'Microsoft Office', 'root', 'Office16')
    mkdirSync(client, { recursive: true })
    symlinkSync(join(place, folder, 'node.exe'), join(client, 'lync.exe'))
    const values = [
      [LYNC_KEY, 'EnableTracing', 'REG_DWORD', '1'],
      [LYNC_KEY, 'EnableLogCollecting', 'REG_DWORD', '1'],
      [LYNC_KEY, 'TracingLevel', 'REG_SZ', 'FULL'],
      [LYNC_KEY, 'SavedPassword', 'REG_SZ', 'not to be collected'],
      [CLICK_TO_RUN_KEY, 'VersionToReport', 'REG_SZ', '16.0.6741.2056'],
      [
        CLICK_TO_RUN_KEY,
        'CDNBaseUrl',
        'REG_SZ',
        'http://officecdn.microsoft.com/pr/7ffbc6bf-bc32-4f92-8982-f9dd17fd3114',
      ],
    ]
    for (const [key = '', name = '', type = '', data = ''] of values) {
      const args = ['add', key, '/v', name, '/t', type, '/d', data, '/f']
      expect((await windows.runProgram(['reg', ...args])).status).toBe(0)
    }
  })
  afterAll(() => windows.close())

  /** Runs the packaged program as somebody types it. */
  const run = (...args: string[]) =>
    windows.runProgram(['cmd', '/c', program, ...args], { cwd: here })

  it('says what is on the machine', async () => {
    const { status, stdout, stderr } = await run('doctor')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('AppData\\Local\\Microsoft\\Office\\16.0\\Lync')
    expect(stdout).toContain('Logs: 2 files')
    expect(stdout).toContain('sip_kim@contoso.example/History Spooler: 5 items')
    expect(stdout).toContain('Client build: 16.0.6741.2056')
    expect(stdout).toContain('Client edition: Click-to-Run')
    expect(stdout).toContain('Update channel: Deferred')
    expect(stdout).toContain('Logging: Client logging is set to Full.')
  })

  it('says the same when it is started without a command', async () => {
    const { status, stdout } = await run()
    expect(status).toBe(0)
    expect(stdout).toContain('Logging: Client logging is set to Full.')
  })

  it('analyzes the machine with the values of its registry', async () => {
    const args = ['analyze', '--format', 'json', '--fail-on', 'never']
    const { status, stdout, stderr } = await run(...args, '--as-of', '2016-09-20T08:31:00Z')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const [report] = (JSON.parse(stdout) as Report).cases
    expect(report?.facts.updateChannel?.value).toContain('Deferred')
    const verdicts = report?.verdicts.map(({ rule, status: s }) => [rule, s])
    expect(verdicts).toContainEqual(['logging-not-full', 'clear'])
    expect(verdicts).toContainEqual(['spool-message-stuck', 'flagged'])
  })

  it('collects a bundle that is proven here and elsewhere, without secrets', async () => {
    const collected = await run('collect', '--output', 'PC-0142.zip')
    expect(collected).toMatchObject({ status: 0, stdout: '' })
    expect(collected.stderr).toContain('Bundle written to C:\\here\\PC-0142.zip')
    const bundle = join(here, 'PC-0142.zip')
    const { problems, manifest } = await verifyBundle(bundle)
    expect(problems).toEqual([])
    expect(manifest.folders).toEqual(['Office/16.0/Lync/sip_kim@contoso.example/History Spooler'])
    const pinned = JSON.parse(readFileSync('packaging/windows/node.json', 'utf8'))
    expect(manifest.client).toEqual({
      path: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\lync.exe',
      version: `${pinned.version}.0`,
    })
    const registry = String((await unpackBundle(bundle)).get('registry.txt'))
    expect(registry).toContain('TracingLevel    REG_SZ    FULL')
    expect(registry).not.toContain('not to be collected')
    const verified = await run('verify', 'PC-0142.zip')
    expect(verified).toMatchObject({ status: 0, stderr: '' })
    expect(verified.stdout).toContain('Unchanged: all 3 files')
    const analyzed = await run('analyze', 'PC-0142.zip', '--format', 'json', '--fail-on', 'never')
    const [report] = (JSON.parse(analyzed.stdout) as Report).cases
    expect(report?.facts.clientBuild?.value).toBe('16.0.6741.2056')
    expect(report?.facts.spoolItems?.value).toBe(5)
  })

  describe('when “Collect evidence” is double-clicked', () => {
    const doubleClick = (path: string, variables?: Readonly<Record<string, string>>) =>
      windows.runProgram(
        ['cmd', '/c', windows.windowsPathOf(path)],
        defined({ cwd: here, variables }),
      )
    const folder = () => join(dirname(doubleClicked), 'collected')

    it('says what it does, and leaves one zip beside itself', async () => {
      const { status, stdout, stderr } = await doubleClick(doubleClicked)
      expect(status).toBe(0)
      expect(stdout).toContain('Not saved:  the waiting messages themselves, mails, passwords.')
      expect(stderr).toContain('Fingerprint ')
      const [name = '', ...others] = readdirSync(folder())
      expect({ name, others }).toEqual({
        name: expect.stringMatching(/^spoolscope-.+-\d{8}-\d{6}Z\.zip$/),
        others: [],
      })
      const zip = join(folder(), name)
      // Wine prints what cmd.exe echoes in another code page than UTF-8.
      expect(stdout).toMatch(/^Done\. Send this file .*\s+"C:\\.*\\collected\\spoolscope-.*\.zip"/m)
      expect(stdout).toContain(`collected\\${name}"`)
      const { problems, manifest } = await verifyBundle(zip)
      expect(problems).toEqual([])
      expect(manifest.withMessages).toBe(false)
      expect(manifest.folders).toHaveLength(1)
    })

    it('says that nothing was saved, and why', async () => {
      rmSync(folder(), { recursive: true, force: true })
      const { status, stdout, stderr } = await doubleClick(doubleClicked, {
        LOCALAPPDATA: 'C:\\nowhere',
      })
      expect(status).toBe(2)
      expect(stderr).toContain('This machine has no Skype for Business folder')
      expect(stdout).toContain('Nothing was saved. The reason is above.')
      expect(stdout).not.toContain('Done.')
      expect(existsSync(folder())).toBe(false)
    })

    it.each(['Collect evidence.cmd', 'spoolscope.cmd'])(
      'says to extract the zip first when %s is opened inside it',
      async (name) => {
        const alone = join(windows.driveC, 'Temp zip', name)
        mkdirSync(dirname(alone), { recursive: true })
        copyFileSync(join(dirname(doubleClicked), name), alone)
        const { status, stdout } = await doubleClick(alone)
        expect(status).toBe(2)
        expect(stdout).toContain('This file is still inside the zip')
        expect(stdout).toContain('"Extract All"')
      },
    )
  })

  it('lists a log that another program keeps to itself, and collects the rest', async () => {
    const log = join(profile.lync, 'Tracing', 'Lync-UccApi-9.UccApilog')
    const holder = await windows.lockFile(log, 'not for anybody else\n')
    const { status } = await run('collect', '--output', 'locked.zip')
    await holder.stop()
    rmSync(log)
    expect(status).toBe(0)
    const { problems, manifest } = await verifyBundle(join(here, 'locked.zip'))
    expect(problems).toEqual([])
    expect(manifest.unread).toContainEqual({
      path: 'Office/16.0/Lync/Tracing/Lync-UccApi-9.UccApilog',
      reason: expect.stringMatching(/^(?:in use by another program|permission denied)$/),
    })
  })

  it('sees an item that is created, and that it gets stuck', async () => {
    const watching = windows.startProgram(
      [
        'cmd',
        '/c',
        program,
        'watch',
        '--format',
        'ndjson',
        '--set',
        'spool-message-stuck.stuckAfter=3s',
      ],
      { cwd: here },
    )
    const events = followEvents(watching)
    await events.next('watch-started')
    const item = join(profile.lync, 'sip_kim@contoso.example', 'History Spooler', '00000009.hist')
    writeFileSync(item, 'never opened')
    await events.next('item-appeared', ({ name }) => name === '00000009.hist')
    await events.next('item-stuck', ({ name }) => name === '00000009.hist')
    await watching.stop()
    rmSync(item)
  })

  it('collects by collect.cmd, as far as Wine has its programs', async () => {
    const script = join(here, 'collect.cmd')
    writeFileSync(script, cmdScript('0.1.0'))
    const { status, stdout } = await windows.runProgram(
      ['cmd', '/c', windows.windowsPathOf(script), 'C:\\here'],
      { cwd: here },
    )
    expect(status).toBe(0)
    // Wine has no tar, and a robocopy that does nothing: the folder remains, with local times.
    const folder = /Send this folder: "(C:\\here\\spoolscope-[^"]+)"/.exec(stdout)?.[1] ?? ''
    const analyzed = await run('analyze', folder, '--format', 'json', '--fail-on', 'never')
    const [report] = (JSON.parse(analyzed.stdout) as Report).cases
    expect(report?.facts.spoolItems?.value).toBe(5)
    expect(report?.facts.clientBuild?.value).toBe('16.0.6741.2056')
    const read = report?.inputs.filter((input) => input.status === 'read')
    expect(read?.map(({ format }) => format)).toEqual(
      expect.arrayContaining(['client-log', 'tracerpt-csv', 'dir-listing', 'registry-query']),
    )
    const registry = readFileSync(
      join(windows.driveC, ...folder.split('\\').slice(1), 'registry.txt'),
      'latin1',
    )
    expect(registry).not.toContain('not to be collected')
  })
})
