import { describe, expect, it } from 'vitest'
import { manifestCommand, snapshotCommand } from '../../src/evidence/manifest-command.ts'
import { collectionManifest } from '../../src/parsers/spool-listing/collection-manifest.ts'
import { readBytes } from '../support/read-bytes.ts'

describe.each([manifestCommand, snapshotCommand])('%s', (command) => {
  it('is one line with balanced quotes and brackets', () => {
    expect(command).not.toContain('\n')
    for (const [open, close] of ['()', '{}', '[]'].map((pair) => [...pair] as [string, string]))
      expect(command.split(open).length).toBe(command.split(close).length)
    for (const quote of ["'", '"']) expect(command.split(quote).length % 2).toBe(1)
  })

  it('keeps lists with one element as lists, and writes UTC times in ISO 8601', () => {
    expect(command).toMatch(/folders = @\(.*files = @\(/)
    expect(command.match(/(UtcNow|TimeUtc)\.ToString\('o'\)/g)).toHaveLength(3)
  })
})

it('writes JSON that the parser reads, even with the padding of Windows PowerShell', () => {
  const written = [
    '{',
    '    "spoolscopeManifest":  1,',
    '    "collectedAt":  "2016-06-14T12:00:00.1234567Z",',
    '    "machine":  "PC-0142",',
    '    "folders":  [',
    '                    "sip_kim@contoso.example\\\\History Spooler"',
    '                ],',
    '    "files":  [',
    '                  {',
    '                      "path":  "sip_kim@contoso.example\\\\History Spooler\\\\0001.hist",',
    '                      "bytes":  1834,',
    '                      "created":  "2016-06-14T11:10:00.7654321Z",',
    '                      "written":  "2016-06-14T11:10:00.7654321Z"',
    '                  }',
    '              ]',
    '}',
    '',
  ].join('\r\n')
  for (const key of written.match(/"\w+":/g) ?? [])
    expect(manifestCommand).toContain(`${key.slice(1, -2)} = `)
  const { observations } = readBytes(collectionManifest, new TextEncoder().encode(written))
  expect(observations).toMatchObject([
    { kind: 'collected', at: Date.UTC(2016, 5, 14, 12, 0, 0, 123) },
    { kind: 'spool-folder', user: 'kim@contoso.example', via: 'manifest' },
    {
      kind: 'spool-item',
      name: '0001.hist',
      bytes: 1834,
      written: Date.UTC(2016, 5, 14, 11, 10, 0, 765),
    },
  ])
})
