import { describe, expect, it } from 'vitest'
import { registryExport } from '../../src/parsers/registry/registry-export.ts'
import { readBytes } from '../support/read-bytes.ts'
import { readSample, readText } from '../support/read-text.ts'

const LYNC = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync'
const values = (name: string) =>
  readSample(registryExport, name).observations.map((observation) =>
    observation.kind === 'registry-value'
      ? [observation.name, observation.value, observation.source.line]
      : observation,
  )

describe('a registry export', () => {
  it('emits values of every type with their lines, except deleted ones', () => {
    expect(values('office.reg')).toEqual([
      ['', 'default', 4],
      ['VersionToReport', '16.0.6741.2048', 5],
      ['CDNBaseUrl', 'http://officecdn.microsoft.com/pr/7ffbc6bf-bc32-4f92-8982-f9dd17fd3114', 6],
      ['InstallationPath', 'C:\\Program Files\\Microsoft "Office"', 7],
      ['EnableTracing', 1, 14],
      ['TracingLevel', 'FULL', 15],
      ['TracePath', '%TEMP%\\Lync', 16],
      ['Servers', 'a\nb', 18],
      ['LastRun', 116_444_736_000_000_000, 19],
      ['Blob', '01,02,ff', 20],
      ['Note', 'first\nsecond', 21],
    ])
  })

  it('of REGEDIT4 has strings with one byte per character', () => {
    expect(values('regedit4.reg')).toEqual([
      ['TracingLevel', 'OFF', 4],
      ['TracePath', '%TEMP%', 5],
    ])
  })

  it('loses only damaged values and reports their lines', () => {
    const { observations, tally } = readSample(registryExport, 'damaged.reg')
    expect(observations).toMatchObject([
      {
        key: LYNC.replace('Lync', 'Common'),
        name: 'UILanguage',
        value: 0x407,
        source: { line: 7 },
      },
    ])
    expect(tally.damage.map(({ line }) => line)).toEqual([4, 5, 8])
  })

  it('may abbreviate the root key', () => {
    const { observations } = readText(registryExport, 'REGEDIT4\n\n[HKCU\\Software]\n"a"="b"\n')
    expect(observations).toMatchObject([{ key: 'HKEY_CURRENT_USER\\Software' }])
  })

  it('skips a value longer than 64 KiB', () => {
    const long = Array.from({ length: 3000 }, () => `  ${'00,'.repeat(10)}\\`).join('\n')
    const { observations, tally } = readText(
      registryExport,
      `REGEDIT4\n\n[HKCU\\Software]\n"a"=hex:00,\\\n${long}\n  00\n"b"="c"\n`,
    )
    expect(observations).toMatchObject([{ name: 'b' }])
    expect(tally.notes).toEqual(['Values longer than 64 KiB were skipped, the first in line 4'])
  })
})

it('says that a line without an end was skipped, in pieces of any size', () => {
  const text = `REGEDIT4\n[HKEY_CURRENT_USER\\a]\n"b"=hex:${'00,'.repeat(200_000)}`
  for (const pieces of [[1_000_000], [65_536]])
    expect(readBytes(registryExport, text, { pieces }).tally.notes).toEqual([
      'Values longer than 64 KiB were skipped, the first in line 3',
    ])
})
