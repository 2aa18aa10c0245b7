import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import { defined } from '../../src/model/defined.ts'
import type { Report } from '../../src/model/report.ts'
import { layOutProfile } from '../support/machine-profile.ts'
import { WindowsMachine } from '../support/programs/wine.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const MAX_PATH = 260
const { skip, title } = requires('wine')

describe.skipIf(skip)(`paths on Windows${title}`, () => {
  let windows: WindowsMachine
  /** Local path of D:\ */
  let driveD: string
  let here: string

  beforeAll(async () => {
    windows = await WindowsMachine.start()
    driveD = temporaryFolder('drive-d')
    symlinkSync(driveD, join(dirname(windows.driveC), 'dosdevices', 'd:'))
    here = join(windows.driveC, 'here')
    mkdirSync(here)
  })
  afterAll(() => windows.close())

  const run = (args: readonly string[], variables?: Readonly<Record<string, string>>) =>
    windows.runOnWindows(args, defined({ cwd: here, variables }))

  /** Checks that all commands read the folder at this path; without one, that of this user. */
  async function expectReadable(
    name: string,
    path: string | undefined,
    variables?: Readonly<Record<string, string>>,
  ): Promise<void> {
    const operands = path === undefined ? [] : [path]
    const examined = await run(['doctor', ...operands], variables)
    expect(examined).toMatchObject({ status: 0, stderr: '' })
    expect(examined.stdout).toContain('Logs: 2 files')
    expect(examined.stdout).toContain('sip_kim@contoso.example/History Spooler: 5 items')
    const json = ['--format', 'json', '--fail-on', 'never', '--as-of', '2016-09-20T08:31:00Z']
    const analyzed = await run(['analyze', ...operands, ...json], variables)
    expect(analyzed).toMatchObject({ status: 0, stderr: '' })
    const [report] = (JSON.parse(analyzed.stdout) as Report).cases
    expect(report?.facts.spoolItems?.value).toBe(5)
    expect(report?.headline).toContain('stuck')
    const collected = await run(['collect', ...operands, '--output', `${name}.zip`], variables)
    expect(collected.status).toBe(0)
    const { problems, manifest } = await verifyBundle(join(here, `${name}.zip`))
    expect(problems).toEqual([])
    expect(manifest.files.filter(({ sha256 }) => sha256 !== undefined).length).toBeGreaterThan(1)
    expect(manifest.files.filter(({ path: inner }) => inner.endsWith('.hist'))).toHaveLength(5)
  }

  describe('longer than 260 characters', () => {
    let long: string

    beforeAll(() => {
      const folders = Array.from({ length: 6 }, (_, number) => `${number}-${'lang'.repeat(14)}`)
      const { lync } = layOutProfile('stuck-on-premises', join(windows.driveC, ...folders))
      long = windows.windowsPathOf(lync)
      expect(long.length).toBeGreaterThan(MAX_PATH)
    })

    it('are read', () => expectReadable('long', long))

    it('are read with the prefix of long paths', () => expectReadable('prefix', `\\\\?\\${long}`))

    it('are those of the same files with and without the prefix', async () => {
      const output = `${long}\\Tracing\\b.zip`
      for (const [input, target] of [
        [`\\\\?\\${long}`, output],
        [long, `\\\\?\\${output}`],
      ] as const) {
        const { status, stderr } = await run(['collect', input, '--output', target])
        expect({ status, stderr }).toEqual({
          status: 2,
          stderr: expect.stringContaining('would write over evidence'),
        })
      }
    })
  })

  it('without a drive letter are read, as those of shares are', async () => {
    const { lync } = layOutProfile('stuck-on-premises', join(temporaryFolder('share'), 'kim'))
    await expectReadable('share', `\\\\?\\unix${lync.replaceAll('/', '\\')}`)
  })

  it('on other drives, in upper case and with slashes are read', async () => {
    layOutProfile('stuck-on-premises', join(driveD, 'Fälle', 'kim'))
    await expectReadable('drive', 'd:/fälle/KIM/MICROSOFT/office/16.0/lync')
  })

  it('of a redirected and translated profile are found', async () => {
    const local = join(driveD, 'Benutzer', 'Žofie Ünal', 'Lokale Anwendungsdaten')
    layOutProfile('stuck-on-premises', local)
    const LOCALAPPDATA = 'D:\\Benutzer\\Žofie Ünal\\Lokale Anwendungsdaten'
    await expectReadable('redirected', undefined, { LOCALAPPDATA })
    const { stdout } = await run(['doctor'], { LOCALAPPDATA })
    expect(stdout).toContain('Žofie Ünal')
  })

  it('in the profiles of others are listed', async () => {
    const other = join(windows.driveC, 'users', 'Łukasz', 'AppData', 'Local')
    layOutProfile('healthy', other)
    layOutProfile('stuck-on-premises', windows.localAppData)
    const { stdout } = await run(['doctor'])
    expect(stdout).toContain('C:\\users\\Łukasz\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync:')
  })
})
