import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../../../src/analysis/analyze-case.ts'
import { readConfigurationFromClipboard } from '../../../src/inputs/machine/clipboard.ts'
import { readFileVersion } from '../../../src/inputs/machine/file-version.ts'
import { findOtherProfiles } from '../../../src/inputs/machine/find-profiles.ts'
import { machineInputs, readMachineFacts } from '../../../src/inputs/machine/machine-facts.ts'
import {
  type ProgramOutput,
  REGISTRY_KEYS,
  readRegistryValues,
} from '../../../src/inputs/machine/registry-values.ts'
import { rules } from '../../../src/rules/index.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const LYNC = 'HKCU\\SOFTWARE\\Microsoft\\Office\\16.0\\Lync'
const CLICK_TO_RUN = 'HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration'
const TIME_ZONE = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation'
const NOW = Date.UTC(2016, 8, 20, 8, 31)

/** What `reg query` prints of a key with these lines of values. */
const printed = (key: string, ...values: readonly string[]): ProgramOutput => {
  const full = key.replace('HKCU', 'HKEY_CURRENT_USER').replace('HKLM', 'HKEY_LOCAL_MACHINE')
  const lines = ['', full, ...values.map((value) => `    ${value}`), '', '']
  return { status: 0, stdout: Buffer.from(lines.join('\r\n'), 'latin1'), stderr: '' }
}
const MISSING: ProgramOutput = {
  status: 1,
  stdout: Buffer.of(),
  stderr: 'ERROR: The system was unable to find the specified registry key or value.\r\n\r\n',
}
/** A machine whose registry has these keys only. */
const machineWith =
  (keys: Readonly<Record<string, ProgramOutput>>) =>
  (name: string, args: readonly string[]): ProgramOutput => {
    expect([name, args[0], args.length]).toEqual(['reg.exe', 'query', 2])
    return keys[args[1] ?? ''] ?? MISSING
  }

const KIM = machineWith({
  [LYNC]: printed(
    LYNC,
    'EnableTracing    REG_DWORD    0x1',
    'ServerSipUri    REG_SZ    kim@contoso.example',
    'SavedPassword    REG_BINARY    0011',
    'TracingLevel    REG_SZ    FULL',
  ),
  [CLICK_TO_RUN]: printed(
    CLICK_TO_RUN,
    'VersionToReport    REG_SZ    16.0.6741.2056',
    'InstallationPath    REG_SZ    C:\\Programme für alle\\Microsoft Office',
  ),
  [TIME_ZONE]: printed(TIME_ZONE, 'ActiveTimeBias    REG_DWORD    0xffffff88'),
})

describe('the registry of a machine', () => {
  it('is read key by key, and a key that does not exist is listed', () => {
    const { text, unread } = readRegistryValues(KIM)
    const values = Buffer.from(text).toString('latin1')
    expect(values).toContain('VersionToReport    REG_SZ    16.0.6741.2056')
    expect(values).toContain('TracingLevel    REG_SZ    FULL')
    expect(unread).toHaveLength(REGISTRY_KEYS.length - 3)
    expect(unread[0]?.reason).toBe(
      'reg query: ERROR: The system was unable to find the specified registry key or value.',
    )
  })

  it('gives of the key of a user nothing but the tracing settings', () => {
    const values = Buffer.from(readRegistryValues(KIM).text).toString('latin1')
    expect(values).not.toMatch(/SavedPassword|kim@contoso/)
  })

  it('says why when reg cannot be run', () => {
    const { text, unread } = readRegistryValues(() => ({
      status: null,
      stdout: Buffer.of(),
      stderr: 'spawnSync reg.exe ENOENT',
    }))
    expect(text).toHaveLength(0)
    expect(unread.map(({ reason }) => reason)).toContain('reg query: spawnSync reg.exe ENOENT')
  })
})

describe('the facts of a machine', () => {
  it('are the same evidence as an export', async () => {
    const facts = readMachineFacts({}, 'win32', NOW, KIM)
    const report = await analyzeCase({
      id: 'case',
      found: machineInputs(facts, NOW),
      rules,
      thresholds: new Map(),
      givenObservations: [],
      codePage: 'windows-1252',
      stdin: Readable.from([]),
    })
    expect(report.facts.clientBuild?.text).toBe(
      '16.0.6741.2056, from VersionToReport in the registry',
    )
    expect(report.facts.clientEdition?.value).toBe('Click-to-Run')
    const logging = report.verdicts.find(({ rule }) => rule === 'logging-not-full')
    expect(logging?.status).toBe('clear')
    expect(report.inputs.map(({ path, format }) => [path, format])).toEqual([
      ['this machine', 'collection-manifest'],
      ['registry of this machine', 'registry-query'],
    ])
  })

  it('name the file version of the client, if nothing better does', async () => {
    const folder = temporaryFolder('office')
    const path = join(folder, 'Microsoft Office', 'root', 'Office16')
    mkdirSync(path, { recursive: true })
    const facts = readMachineFacts({}, 'linux', NOW)
    const client = { path: 'C:\\Office16\\lync.exe', version: '16.0.4266.1001' }
    const report = await analyzeCase({
      id: 'case',
      found: machineInputs({ ...facts, client }, NOW),
      rules,
      thresholds: new Map(),
      givenObservations: [],
      codePage: 'windows-1252',
      stdin: Readable.from([]),
    })
    expect(report.facts.clientBuild?.text).toBe('16.0.4266.1001, from the file version of Lync.exe')
  })

  it('exist on other systems too, without a registry', () => {
    const { registry, unread, timeZone } = readMachineFacts({}, 'linux', NOW)
    expect(registry).toBeUndefined()
    expect(unread).toEqual([{ path: 'registry', reason: 'read on Windows only' }])
    expect(timeZone.utcOffsetMinutes).toBe(-new Date(NOW).getTimezoneOffset() || 0)
  })
})

/** A program with one section of resources, which state a version. */
function programWith(version: readonly [number, number, number, number] | undefined): Buffer {
  const bytes = Buffer.alloc(2048)
  bytes.write('MZ', 0)
  bytes.writeUInt32LE(128, 60)
  bytes.write('PE\0\0', 128, 'latin1')
  bytes.writeUInt16LE(2, 128 + 6)
  bytes.writeUInt16LE(240, 128 + 20)
  const sections = 128 + 24 + 240
  bytes.write('.text', sections)
  bytes.write('.rsrc', sections + 40)
  bytes.writeUInt32LE(512, sections + 40 + 16)
  bytes.writeUInt32LE(1024, sections + 40 + 20)
  if (version) {
    const [major, minor, build, revision] = version
    bytes.writeUInt32LE(0xfeef04bd, 1124)
    bytes.writeUInt32LE(0x00010000, 1128)
    bytes.writeUInt32LE(((major << 16) | minor) >>> 0, 1132)
    bytes.writeUInt32LE(((build << 16) | revision) >>> 0, 1136)
  }
  return bytes
}

describe('the file version of a program', () => {
  const versionOf = (bytes: Uint8Array): string | undefined => {
    const path = join(temporaryFolder('program'), 'lync.exe')
    writeFileSync(path, bytes)
    return readFileVersion(path)
  }

  it('is that of its resources', () => {
    expect(versionOf(programWith([16, 0, 6741, 2056]))).toBe('16.0.6741.2056')
    expect(versionOf(programWith([65535, 65535, 65535, 65535]))).toBe('65535.65535.65535.65535')
  })

  it('is unknown for everything else, however it is damaged', () => {
    const whole = programWith([16, 0, 6741, 2056])
    expect(versionOf(programWith(undefined))).toBeUndefined()
    for (const length of [0, 1, 60, 64, 130, 200, 400, 470, 1100, 1130, 1160])
      expect(versionOf(whole.subarray(0, length))).toBeUndefined()
    for (const at of [0, 60, 128, 134, 148, 392, 432, 452]) {
      const damaged = Buffer.from(whole)
      damaged.fill(0xff, at, at + 4)
      expect([undefined, '16.0.6741.2056']).toContain(versionOf(damaged))
    }
  })
})

describe('the clipboard', () => {
  const run = (status: number, stdout: string, stderr = '') =>
    readConfigurationFromClipboard(() => ({ status, stdout: Buffer.from(stdout), stderr }))
  const configuration = readFileSync(
    join('samples', 'whole', 'stuck-on-premises', 'configuration-information.txt'),
    'utf8',
  )

  it('gives the Configuration Information', () => {
    expect(run(0, configuration)).toEqual({ text: configuration })
    const asCopied = configuration.replace(/\r?\n/g, '\r\n')
    expect(run(0, asCopied)).toEqual({ text: asCopied })
  })

  it('keeps every other text to itself, and says why there is none', () => {
    expect(run(0, 'a password\r\n')).toEqual({
      reason: 'the clipboard holds another text, which was left alone',
    })
    expect(run(0, '\r\n')).toEqual({ reason: 'the clipboard holds no text' })
    expect(run(1, '', 'blocked by policy\nmore')).toEqual({
      reason: 'PowerShell failed: blocked by policy',
    })
  })
})

it('finds the folders of other users, without those of Windows', () => {
  const users = temporaryFolder('Users')
  for (const name of ['kim', 'Lee Ünal', 'Public', 'Default'])
    for (const version of name === 'kim' ? ['16.0'] : ['15.0', '16.0'])
      mkdirSync(join(users, name, 'AppData', 'Local', 'Microsoft', 'Office', version, 'Lync'), {
        recursive: true,
      })
  mkdirSync(join(users, 'empty'))
  const { folders, unread } = findOtherProfiles({ USERPROFILE: join(users, 'KIM') })
  expect(folders.map((folder) => folder.slice(users.length + 1).split(/[\\/]/))).toEqual([
    ['Lee Ünal', 'AppData', 'Local', 'Microsoft', 'Office', '16.0', 'Lync'],
    ['Lee Ünal', 'AppData', 'Local', 'Microsoft', 'Office', '15.0', 'Lync'],
  ])
  expect(unread).toEqual([])
})
