import { describe, expect, it } from 'vitest'
import { clientBuild } from '../../src/evidence/client-build.ts'
import { powershellList } from '../../src/parsers/powershell/powershell-list.ts'
import { registryExport } from '../../src/parsers/registry/registry-export.ts'
import { registryQuery } from '../../src/parsers/registry/registry-query.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { readSample, readText } from '../support/read-text.ts'

const LYNC = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync'
const CLICK_TO_RUN = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration'

const values = ({ observations }: ReturnType<typeof readText>) =>
  observations.map((observation) =>
    observation.kind === 'registry-value'
      ? [observation.key, observation.name, observation.value, observation.source.line]
      : observation,
  )

describe('reg query', () => {
  it('prints keys and their values, with prompts between them', () => {
    const read = readSample(registryQuery, 'prompts.txt')
    expect(values(read)).toEqual([
      [CLICK_TO_RUN, 'VersionToReport', '16.0.6001.1073', 4],
      [CLICK_TO_RUN, 'CDNBaseUrl', expect.stringContaining('7ffbc6bf'), 5],
      [LYNC, 'EnableTracing', 0, 11],
      [LYNC, 'TracingLevel', 'OFF', 12],
      [LYNC, 'EnableLogCollecting', 0, 13],
    ])
    expect(read.tally).toMatchObject({ records: 5, unreadLineCount: 0 })
  })

  it('may be replaced by Get-Item and Get-ChildItem, in any language', () => {
    const shown = (heading: string) =>
      [
        'PS C:\\> Get-ChildItem HKCU:\\Software\\Microsoft\\Office\\16.0',
        '',
        `    ${heading}: HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0`,
        '',
        'Name                           Property',
        '----                           --------',
        'Common                         (default) : x',
        'Lync                           ServerSipUri    : kim@contoso.example',
        '                               TracingLevel    : OFF',
        '                               EnableTracing   : 0',
        'Registration',
        '',
      ].join('\n')
    for (const heading of ['Hive', 'Struktur', 'Куст'])
      expect(values(readText(registryQuery, shown(heading)))).toEqual([
        [LYNC.replace('Lync', 'Common'), '', 'x', 7],
        [LYNC, 'ServerSipUri', 'kim@contoso.example', 8],
        [LYNC, 'TracingLevel', 'OFF', 9],
        [LYNC, 'EnableTracing', 0, 10],
      ])
  })

  it('prints values of every type', () => {
    const text = [
      LYNC,
      '    (Standard)    REG_SZ    (Wert nicht festgelegt)',
      '    A name    REG_EXPAND_SZ    %TEMP%\\Lync',
      '    Servers    REG_MULTI_SZ    a\\0b',
      '    EnableTracing    REG_DWORD (4)    0x1',
      '    LastRun    REG_QWORD    0x19db1ded53e8000',
      '    Blob    REG_BINARY    0102FF',
      '    Blank    REG_SZ',
    ].join('\n')
    expect(values(readText(registryQuery, text)).map((value) => (value as unknown[])[2])).toEqual([
      '(Wert nicht festgelegt)',
      '%TEMP%\\Lync',
      'a\nb',
      1,
      116_444_736_000_000_000,
      '0102FF',
      '',
    ])
  })

  it('may have lost its indent, or have tabs', () => {
    for (const row of ['EnableTracing    REG_DWORD    0x0', '\tEnableTracing\tREG_DWORD\t0x0'])
      expect(values(readText(registryQuery, `${LYNC}\n${row}\n`))).toEqual([
        [LYNC, 'EnableTracing', 0, 2],
      ])
  })

  it('reports lines that are no value of a key', () => {
    const text = `${LYNC}\n    EnableTracing    REG_DWORD    zz\n    TracingLevel    REG_SZ    OFF\n\nERROR: The system was unable to find the specified registry key or value.\n`
    const { tally } = readText(registryQuery, text)
    expect(tally).toMatchObject({ records: 1, unreadLines: [2, 5] })
  })

  it('is found after other PowerShell output', () => {
    const text = `Identity        : Global\nEnableOfflineIm : False\n\nPS C:\\> reg query HKCU\\x\n\n${LYNC}\n    TracingLevel    REG_SZ    OFF\n`
    expect(readText(registryQuery, text).recognition).toBeUndefined()
    expect(readText(powershellList, text).observations).toMatchObject([
      { cmdlet: 'Get-CsImConfiguration' },
      { kind: 'registry-value', name: 'TracingLevel' },
    ])
  })
})

describe('Get-ItemProperty', () => {
  it('prints values with their key', () => {
    const read = readSample(powershellList, 'get-itemproperty.txt')
    expect(values(read)).toContainEqual([CLICK_TO_RUN, 'versiontoreport', '16.0.6001.1073', 7])
    expect(read.tally.records).toBe(4)
  })

  it('takes the key from the command line where the output lacks it', () => {
    const list = '\nEnableTracing : 1\nTracingLevel  : FULL\n'
    for (const path of [
      'HKCU:\\Software\\Microsoft\\Office\\16.0\\Lync',
      '"HKCU:\\Software\\Microsoft\\Office\\16.0\\Lync" | fl',
      '-Path Registry::HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync -Name E*,T*',
    ])
      expect(values(readText(powershellList, `PS> Get-ItemProperty ${path}\n${list}`))).toEqual([
        [LYNC, 'enabletracing', 1, 3],
        [LYNC, 'tracinglevel', 'FULL', 4],
      ])
    const text = `(Get-ItemProperty HKLM:\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration).VersionToReport\n16.0.6001.1073\n`
    expect(values(readText(powershellList, text))).toEqual([
      [CLICK_TO_RUN, 'versiontoreport', '16.0.6001.1073', 2],
    ])
  })

  it('is not recognized where its key is unknown', () => {
    const text = 'EnableTracing : 1\nTracingLevel  : FULL\n'
    expect(readText(powershellList, text).recognition).toBeUndefined()
  })
})

describe('a registry key in a paste', () => {
  it('is read without the first line of a file, and text around it is reported', () => {
    const read = readSample(registryExport, 'pasted-key.md')
    expect(values(read)).toEqual([
      [LYNC, 'EnableTracing', 0, 5],
      [LYNC, 'TracingLevel', 'OFF', 6],
    ])
    expect(read.tally.unreadLines).toEqual([1])
  })

  it('may be indented and have the quotes of a word processor', () => {
    const text = `  [${LYNC}]\n  “EnableTracing”=dword:00000001\n`
    expect(values(readText(registryExport, text))).toEqual([[LYNC, 'EnableTracing', 1, 2]])
  })

  it('is not a key that prose mentions', () => {
    const text = `Please look at\n[${LYNC}]\nand tell me.\n`
    expect(readText(registryExport, text).recognition).toBeUndefined()
  })

  it('reports values without a key, but not those of a deleted key', () => {
    const head = 'Windows Registry Editor Version 5.00\n'
    expect(readText(registryExport, `${head}"a"="b"\n`).tally.damage).toEqual([
      { line: 2, reason: 'a value without its key' },
    ])
    expect(readText(registryExport, `${head}[-${LYNC}]\n"a"="b"\n`).tally.unreadable).toBe(0)
  })

  it('of the user describes no Click-to-Run installation', () => {
    const text =
      'REGEDIT4\n\n[HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration]\n"VersionToReport"="16.0.6001.1073"\n'
    const { observations, tally } = readText(registryExport, text)
    expect(tally.notes).toEqual([expect.stringContaining('describe no installation')])
    expect(collectEvidence(clientBuild, observations)).toEqual({})
    const machine = readText(registryExport, text.replace('CURRENT_USER', 'LOCAL_MACHINE'))
    expect(machine.tally.notes).toEqual([])
    expect(collectEvidence(clientBuild, machine.observations).build?.build[2]).toBe(6001)
  })
})

describe('the time zone in the registry', () => {
  const offsetOf = (data: string, key = 'CurrentControlSet') =>
    readText(
      registryQuery,
      `HKEY_LOCAL_MACHINE\\SYSTEM\\${key}\\Control\\TimeZoneInformation\n` +
        `    ActiveTimeBias    REG_DWORD    ${data}\n`,
    ).recognition?.utcOffset

  it('proves the offset of local times', () => {
    expect(offsetOf('0xffffff88')).toEqual({
      minutes: 120,
      why: 'ActiveTimeBias in the registry of the machine',
      line: 2,
    })
    expect(offsetOf('0x1e0')?.minutes).toBe(-480)
    expect(offsetOf('0x0')?.minutes).toBe(0)
  })

  it('proves nothing when it is impossible, or of another key', () => {
    expect(offsetOf('0x7fffffff')).toBeUndefined()
    expect(offsetOf('0x1e0', 'A\\B')).toBeUndefined()
  })
})
