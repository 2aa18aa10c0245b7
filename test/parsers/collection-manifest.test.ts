import { describe, expect, it } from 'vitest'
import { collectionManifest } from '../../src/parsers/spool-listing/collection-manifest.ts'
import { readSample, readText } from '../support/read-text.ts'

const takenAt = Date.UTC(2016, 5, 14, 12)

describe('a collection manifest', () => {
  it('emits the collection time, the spools and their items, each with its line', () => {
    const machine = 'PC-0142'
    const kim = {
      folder: 'sip_kim@contoso.example\\History Spooler',
      user: 'kim@contoso.example',
      via: 'manifest',
      takenAt,
      machine,
    }
    const lee = {
      folder: 'sip_lee@contoso.example\\History Spooler',
      user: 'lee@contoso.example',
      via: 'manifest',
      takenAt,
      machine,
    }
    expect(readSample(collectionManifest, 'spoolscope-manifest.json').observations).toEqual([
      {
        kind: 'collected',
        at: takenAt,
        from: 'the collection manifest',
        source: { path: 'input', line: 3 },
      },
      { kind: 'spool-folder', ...lee, source: { path: 'input', line: 5 } },
      { kind: 'spool-folder', ...kim, source: { path: 'input', line: 10 } },
      {
        kind: 'spool-item',
        ...kim,
        name: '0001.hist',
        bytes: 1834,
        created: Date.UTC(2016, 5, 14, 11, 10),
        written: Date.UTC(2016, 5, 14, 11, 10, 2),
        source: { path: 'input', line: 10 },
      },
    ])
  })

  it('reports its unreadable entries', () => {
    const { observations, tally } = readSample(collectionManifest, 'one-line.json')
    expect(observations).toMatchObject([
      { kind: 'collected', at: takenAt },
      { kind: 'spool-folder' },
      { name: '0001.hist', bytes: 1834 },
    ])
    expect(tally.damage.map(({ reason }) => reason)).toEqual([
      '“written” is not an ISO 8601 time with a zone',
      'a file without a path',
    ])
    expect(readSample(collectionManifest, 'cut.json')).toMatchObject({
      recognition: {},
      observations: [],
      tally: { unreadable: 1 },
    })
  })

  it('is not read if its version is unknown', () => {
    const { observations, tally } = readText(collectionManifest, '{"spoolscopeManifest":2}')
    expect(observations).toEqual([])
    expect(tally.damage).toEqual([{ line: 1, reason: 'has an unknown version' }])
  })

  it('is not recognized in other JSON', () => {
    expect(readText(collectionManifest, '{"files":[]}').recognition).toBeUndefined()
  })
})

describe('a manifest of spoolscope collect', () => {
  const text = (more: object) =>
    JSON.stringify({
      spoolscopeManifest: 1,
      collectedAt: '2016-06-14T12:00:00Z',
      machine: 'PC-0142',
      folders: [],
      files: [],
      ...more,
    })
  const readManifest = (more: object) => readText(collectionManifest, text(more))

  it('tells the offset of the machine, if it is possible', () => {
    const offset = (utcOffsetMinutes: unknown) =>
      readManifest({ timeZone: { name: 'x', utcOffsetMinutes } }).recognition?.utcOffset?.minutes
    expect([0, 120, -720, 840].map(offset)).toEqual([0, 120, -720, 840])
    expect([841, -721, '120', null].map(offset)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('names the installed client', () => {
    const client = { path: 'C:\\lync.exe', version: '16.0.6741.2056' }
    expect(readManifest({ client }).observations).toContainEqual({
      kind: 'client-program',
      build: '16.0.6741.2056',
      source: { path: 'input', line: 1 },
    })
    const { observations, tally } = readManifest({ client: { version: 'new' } })
    expect(observations).toHaveLength(1)
    expect(tally.damage.map(({ reason }) => reason)).toEqual([
      'the version of the client is not understood',
    ])
  })

  it('says which spools it does not list completely', () => {
    const folder = 'Lync/sip_kim@contoso.example/History Spooler'
    const other = 'Lync/sip_lee@contoso.example/History Spooler'
    const { observations } = readManifest({ folders: [folder, other], partialFolders: [folder] })
    expect(observations).toMatchObject([
      { kind: 'collected' },
      { kind: 'spool-folder', folder, isPartial: true },
      { kind: 'spool-folder', folder: other },
    ])
    expect(observations[2]).not.toHaveProperty('isPartial')
  })

  it('names evidence that could not be read, but not settings that do not exist', () => {
    const { observations } = readManifest({
      roots: [{ path: 'Lync', location: 'C:\\Lync' }],
      files: [
        { path: 'Lync/Tracing/b.log', bytes: 5, incomplete: 'in use by another program' },
        { path: 'Lync/sip_kim@contoso.example/History Spooler/1.hist', bytes: 5 },
      ],
      unread: [
        { path: 'Lync/Tracing/a.log', reason: 'permission denied' },
        { path: 'Lync/sip_kim@contoso.example/History Spooler/2.hist', reason: 'a link' },
        { path: 'HKLM\\SOFTWARE', reason: 'not there' },
        { path: 'Lync2/Tracing/c.log', reason: 'elsewhere' },
        'damaged',
      ],
    })
    const inputs = observations.flatMap((one) => (one.kind === 'input' ? [one.input] : []))
    expect(inputs.map(({ path, status, notes }) => [path, status, notes])).toEqual([
      ['Lync/Tracing/a.log', 'unreadable', ['permission denied when it was collected']],
      [
        'Lync/Tracing/b.log, its end',
        'unreadable',
        ['in use by another program when it was collected'],
      ],
    ])
  })
})
