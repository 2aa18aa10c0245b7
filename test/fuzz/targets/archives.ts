import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { verifyBundle } from '../../../src/collect/verify-bundle.ts'
import { MANIFEST_NAME } from '../../../src/model/collection/collection-manifest.ts'
import { UsageError } from '../../../src/model/usage-error.ts'
import { folderEntries } from '../../support/archives/folder-entries.ts'
import { readArchive } from '../../support/archives/read-archive.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip } from '../../support/archives/zip.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { byteMutators } from '../mutators/bytes.ts'
import type { Mutator } from '../mutators/mutator.ts'
import { inGzip, otherTar, otherTarGz, otherZip } from '../mutators/packed.ts'
import { textMutators } from '../mutators/text.ts'
import { checkCaseReport } from '../oracles/case.ts'
import { readSamples, samplePaths } from '../sample-inputs.ts'
import { expectEqual, type FuzzTarget, Violation } from '../target.ts'

/** Small, so that an archive that lies about its sizes is found out after little work. */
const limits = { entryBytes: 2e6, totalBytes: 6e6, ratio: 500 }
const MAX_ENTRIES = 50_001

async function run(input: Buffer): Promise<void> {
  const read = await readArchive(input, { limits })
  if (read.inputs.length === 0) throw new Violation('valid output', 'no input is reported')
  // Of spooled items only the stated sizes are read.
  const entries = read.inputs.filter(({ format }) => format !== 'history-spooler')
  const bytes = entries.reduce((sum, entry) => sum + (entry.status === 'read' ? entry.bytes : 0), 0)
  if (bytes > limits.totalBytes + limits.entryBytes || read.inputs.length > MAX_ENTRIES)
    throw new Violation('bounded output', `${bytes} bytes of ${read.inputs.length} entries`)
  checkCaseReport(read.report)
  const again = await readArchive(input, { limits })
  const [left, right] = [read, again].map(({ report }) => withoutFolders(report))
  expectEqual('same bytes twice', 'two reports', left ?? '', right ?? '')
}

/** The archive is written to another folder each time. */
const withoutFolders = (report: unknown): string =>
  JSON.stringify(report).replace(/[^"]*\/folder-\w{6}\//g, '')

const files = folderEntries('samples/whole/stuck-on-premises').map(({ name, content }) => ({
  name,
  content: content.subarray(0, 3000),
}))
const inner = createZip(files.slice(0, 2))
const bomb = Buffer.alloc(1 << 20)

const mail = (body: string, attachment: Buffer): Buffer =>
  Buffer.from(
    [
      'Received: from a.contoso.example by b.contoso.example',
      'From: =?utf-8?B?S2lt?= <kim@contoso.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b0"',
      '',
      '--b0',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      body.replaceAll('=', '=3D'),
      '--b0',
      "Content-Type: application/zip; name*=utf-8''a%2Ezip",
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="a.zip"',
      '',
      attachment.toString('base64'),
      '--b0--',
      '',
    ].join('\r\n'),
    'latin1',
  )

const mails = (): Buffer[] => [
  ...readSamples(samplePaths.filter((path) => path.endsWith('.eml'))),
  ...files.map(({ content }) => mail(content.toString('latin1'), inner)),
]

const listed = files.map(({ name, content }) => ({
  path: name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
}))
const bundle = createZip([
  ...files,
  {
    name: MANIFEST_NAME,
    content: JSON.stringify({
      spoolscopeManifest: 1,
      collectedAt: '2016-06-14T12:00:00Z',
      folders: [],
      files: listed,
    }),
  },
])

/** A bundle that was changed is told, or refused; only the one that was not changed is whole. */
async function verify(input: Buffer): Promise<void> {
  const folder = temporaryFolder('verify')
  try {
    const path = join(folder, 'bundle.zip')
    writeFileSync(path, input)
    const { unchangedCount, problems } = await verifyBundle(path)
    if (unchangedCount > MAX_ENTRIES || problems.length > MAX_ENTRIES)
      throw new Violation(
        'bounded output',
        `${unchangedCount} unchanged, ${problems.length} problems`,
      )
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const target = (
  name: string,
  seeds: () => readonly Buffer[],
  ...more: readonly Mutator[]
): FuzzTarget => ({ name, seeds, mutators: [...byteMutators, ...more], run })

/** Archives and mails, from their bytes to the report. */
export const archiveTargets: readonly FuzzTarget[] = [
  target(
    'archive:zip',
    () => [
      createZip(files),
      createZip(files, { zip64: true }),
      createZip([...files, { name: 'inner.zip', content: inner, stored: true }]),
      createZip([{ name: 'bomb', content: bomb }]),
    ],
    otherZip,
    otherZip,
    otherZip,
  ),
  target('archive:tar', () => [createTar(files)], otherTar, otherTar, otherTar),
  target(
    'archive:gzip',
    () => [
      gzipSync(createTar(files)),
      ...files.map(({ content }) => gzipSync(content)),
      gzipSync(bomb),
      gzipSync(inner),
    ],
    otherTarGz,
    otherTarGz,
    inGzip([...byteMutators, ...textMutators]),
    inGzip([otherTar]),
  ),
  target('archive:mail', mails, ...textMutators, ...textMutators),
  { name: 'verify', seeds: () => [bundle], mutators: [...byteMutators, otherZip], run: verify },
]
