import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { folderEntries } from '../../support/archives/folder-entries.ts'
import { readArchive, readBundle } from '../../support/archives/read-archive.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip, extraField } from '../../support/archives/zip.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'
/** With UTC times, so that the report needs no note about their zone. */
const entries = folderEntries(SAMPLE).map((entry) => ({
  ...entry,
  extra: extraField(0x5455, [1, 1], [4, 1_474_360_000]),
}))
const zip = createZip(entries)
const tar = createTar(entries.map((entry) => ({ ...entry, mtime: 1_474_360_000 })))
const only = (name: string, content: Uint8Array) => createZip([{ name, content }])

const forms: Readonly<Record<string, Uint8Array>> = {
  zip,
  'zip, nothing compressed': createZip(entries.map((entry) => ({ ...entry, stored: true }))),
  zip64: createZip(
    entries.map((entry) => ({ ...entry, zip64: true })),
    { zip64: true },
  ),
  'zip with backslashes': createZip(
    entries.map((entry) => ({ ...entry, name: entry.name.replaceAll('/', '\\') })),
  ),
  'zip in a folder of its own': createZip(
    entries.map((entry) => ({ ...entry, name: `PC-0142/${entry.name}` })),
  ),
  tar,
  'tar.gz': gzipSync(tar),
  'zip in a zip': only('inner.zip', zip),
  'zip stored in a zip': createZip([{ name: 'inner.zip', content: zip, stored: true }]),
  'tar in a zip': only('inner.tar', tar),
  'tar.gz in a zip': only('inner.tgz', gzipSync(tar)),
  'zip in a tar': createTar([{ name: 'inner.zip', content: zip }]),
  'zip in a tar.gz': gzipSync(createTar([{ name: 'inner.zip', content: zip }])),
  'zip in a gz': gzipSync(zip),
}

describe('a case in one archive', () => {
  const whole = readBundle(SAMPLE)
  /** Returns the report with paths as if it had been read from the folder. */
  const reportOf = ({ report }: Awaited<typeof whole>): unknown =>
    JSON.parse(
      JSON.stringify(report).replaceAll(
        /[^" ]*\/bundle\.bin\/(?:(?:inner\.\w+|bundle\.bin|PC-0142)\/)*/g,
        '',
      ),
    )

  for (const [form, bytes] of Object.entries(forms)) {
    it(`gives the same report as its folder: ${form}`, async () => {
      const read = await readArchive(bytes, { name: 'bundle.bin' })
      expect(reportOf(read)).toEqual(reportOf(await whole))
    })
  }

  it('lists its entries in the order of the folder, below the name of the archive', async () => {
    const { inputs } = await readArchive(createZip([...entries].reverse()))
    const inside = inputs.map(({ path }) =>
      path.slice(path.indexOf('/bundle/') + '/bundle/'.length),
    )
    expect(inside).toEqual((await whole).inputs.map(({ path }) => path.replaceAll('\\', '/')))
  })

  it('can be a single log', async () => {
    const log = entries.find(({ name }) => name.endsWith('.UccApilog'))?.content ?? Buffer.alloc(0)
    const { inputs } = await readArchive(gzipSync(log), { name: 'Lync-UccApi-0.UccApilog.gz' })
    expect(inputs).toEqual([
      expect.objectContaining({ format: 'client-log', status: 'read', bytes: log.length }),
    ])
    expect(inputs[0]?.path).toMatch(/Lync-UccApi-0\.UccApilog\.gz\/Lync-UccApi-0\.UccApilog$/)
  })
})

describe('a file that is not a supported archive', () => {
  const cases = [
    ['a cabinet', [0x4d, 0x53, 0x43, 0x46], 'unpack it first, on Windows with expand'],
    ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'unpack it first, with 7z x'],
  ] as const
  it.each(cases)('is reported with advice how to unpack it: %s', async (_, signature, advice) => {
    const bytes = Buffer.concat([Buffer.from(signature), Buffer.alloc(100, 1)])
    expect((await readArchive(bytes)).statusOf('bundle')).toContain(advice)
    expect(
      (await readArchive(createZip([{ name: 'inner', content: bytes }]))).statusOf('inner'),
    ).toContain(advice)
  })

  it('is not opened if it is an Office document', async () => {
    const document = createZip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: 'word/document.xml', content: '<w/>' },
    ])
    expect((await readArchive(document)).statusOf('bundle')).toMatch(
      /^not-recognised; a Word document/,
    )
  })
})
