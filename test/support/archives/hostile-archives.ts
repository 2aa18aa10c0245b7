import { readFileSync } from 'node:fs'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { createTar, type TarEntry } from './tar.ts'
import { createZip, type ZipEntry } from './zip.ts'

/** A damaged or hostile archive, and the problems to be reported. */
export interface HostileArchive {
  readonly bytes: () => Uint8Array
  /** Part of the text that is reported, by the end of the path. */
  readonly problems: Readonly<Record<string, string>>
  /** Limits that it exceeds, where they are smaller than the default. */
  readonly limits?: Readonly<Record<string, number>>
  /** The entries before and after it that are still read. */
  readonly neighbours: readonly ('before.txt' | 'behind.txt')[]
}

const policies = readFileSync('samples/whole/stuck-on-premises/administrator/policies.txt')
const bothNeighbours = ['before.txt', 'behind.txt'] as const
const zeros = (bytes: number): Buffer => Buffer.alloc(bytes)
const MIB = 1 << 20

export const zipWithNeighbours = (...entries: readonly ZipEntry[]): Buffer =>
  createZip([
    { name: 'before.txt', content: policies },
    ...entries,
    { name: 'behind.txt', content: policies },
  ])

export const tarWithNeighbours = (...entries: readonly TarEntry[]): Buffer =>
  createTar([
    { name: 'before.txt', content: policies },
    ...entries,
    { name: 'behind.txt', content: policies },
  ])

const zip = (
  entry: ZipEntry,
  problem: string,
  limits: HostileArchive['limits'] = {},
): HostileArchive => ({
  bytes: () => zipWithNeighbours(entry),
  problems: { [String(entry.name)]: problem },
  limits,
  neighbours: bothNeighbours,
})

const tar = (entry: TarEntry, problem: string): HostileArchive => ({
  bytes: () => tarWithNeighbours(entry),
  problems: { [entry.name]: problem },
  neighbours: bothNeighbours,
})

const log = readFileSync('samples/whole/stuck-on-premises/Lync/Tracing/Lync-UccApi-0.UccApilog')
const long = Buffer.concat(Array.from({ length: 40 }, () => log))

/** A zip with a stored entry whose content is inside another entry. */
function createOverlapping(): Buffer {
  const inner = createZip([{ name: 'x', content: policies, stored: true }]).subarray(
    0,
    policies.length + 31,
  )
  return zipWithNeighbours(
    { name: 'outer.bin', content: inner, stored: true },
    { name: 'inside.txt', content: policies, stored: true, declares: { at: outerContentOffset() } },
  )
}

/**
 * Offset of the content of the second entry of `zipWithNeighbours`: after the first entry, and
 * after its own header and name.
 */
const outerContentOffset = (): number =>
  30 + 'before.txt'.length + deflateRawSync(policies).length + 30 + 'outer.bin'.length

const nested = (depth: number): Buffer =>
  depth === 0
    ? Buffer.from(policies)
    : createZip([
        {
          name: depth === 1 ? 'policies.txt' : `inner${depth - 1}.zip`,
          content: nested(depth - 1),
        },
      ])

const incompressible = Buffer.from(
  Array.from({ length: 300_000 }, (_, index) => (index * 2_654_435_761) >>> 24),
)
const damaged = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy.fill(0xff, at, at + 16)
  return copy
}

export const hostileArchives: Readonly<Record<string, HostileArchive>> = {
  'a flat bomb': zip(
    { name: 'bomb.txt', content: zeros(32 * MIB) },
    'more than 500 times its size (--max-ratio)',
  ),
  'a large entry': zip(
    { name: 'large.txt', content: long },
    'more than 500.0 kB (--max-entry-bytes)',
    { entryBytes: 500_000 },
  ),
  'many large entries': {
    bytes: () =>
      zipWithNeighbours({ name: '1.log', content: long }, { name: '2.log', content: long }),
    neighbours: bothNeighbours,
    limits: { totalBytes: 1_500_000 },
    problems: { '2.log': 'above 1.5 MB (--max-total-bytes)' },
  },
  'a bomb that states a small size': zip(
    { name: 'b.txt', content: zeros(32 * MIB), declares: { bytes: 1000 } },
    'contains more than the 1,000 bytes',
  ),
  'a small entry that states a large size': zip(
    { name: 's.txt', content: 'small', declares: { bytes: 3e9 } },
    'which 7 packed bytes cannot be',
  ),
  'an entry shorter than it states': zip(
    { name: 's.txt', content: policies, declares: { bytes: policies.length + 9 } },
    'the archive states 1,127',
  ),
  'a large entry shorter than it states': zip(
    { name: 'l.log', content: long, declares: { bytes: long.length + 9 } },
    'cannot be read further: ends after',
  ),
  'a stored entry shorter than it states': zip(
    { name: 's.txt', content: policies, stored: true, declares: { bytes: 5 } },
    'packed bytes cannot be',
  ),
  'a wrong checksum': zip(
    { name: 'crc.txt', content: policies, declares: { crc: 1 } },
    'its checksum (CRC) is not the one in the archive',
  ),
  'a wrong checksum of a large entry': zip(
    { name: 'crc.log', content: long, declares: { crc: 1 } },
    'checksum (CRC)',
  ),
  'a wrong checksum of a stored entry': zip(
    { name: 'crc.txt', content: policies, stored: true, declares: { crc: 1 } },
    'checksum (CRC)',
  ),
  'bytes that are not deflated': zip(
    { name: 'd.txt', packed: Buffer.from('no deflate at all'), content: policies },
    'its compressed bytes are not valid',
  ),
  'deflate that ends too soon': zip(
    { name: 'd.txt', packed: deflateRawSync(policies).subarray(0, 90), content: policies },
    'end too soon',
  ),
  'an encrypted entry': zip(
    { name: 'secret.txt', content: policies, declares: { flags: 1 } },
    'encrypted: unpack it first, with its password',
  ),
  'strong encryption': zip(
    { name: 'secret.txt', content: policies, declares: { flags: 0x41 } },
    'encrypted',
  ),
  Deflate64: zip(
    { name: 'd64.txt', content: policies, declares: { method: 9 } },
    'compressed by Deflate64',
  ),
  'an unknown method': zip(
    { name: 'm.txt', content: policies, declares: { method: 77 } },
    'compressed by method 77',
  ),
  'an entry that is missing': zip(
    { name: 'gone.txt', content: policies, declares: { at: 5 } },
    'it is not where the archive says',
  ),
  'an entry after the end': zip(
    { name: 'gone.txt', content: policies, declares: { at: 9e8 } },
    'it is not where the archive says',
  ),
  'overlapping entries': {
    bytes: createOverlapping,
    problems: { 'inside.txt': 'is inside another entry' },
    neighbours: bothNeighbours,
  },
  'one entry listed twice': {
    bytes: () => zipWithNeighbours({ name: 'again.txt', content: policies, declares: { at: 0 } }),
    neighbours: bothNeighbours,
    problems: { 'again.txt': 'is inside another entry' },
  },
  'a link': zip(
    { name: 'link', content: '/etc/passwd', mode: 0o120777 },
    'a link, which is not followed',
  ),
  'a device': zip({ name: 'tty', content: '', mode: 0o020666 }, 'neither a file nor a folder'),
  'archives in archives': {
    bytes: () => zipWithNeighbours({ name: 'inner2.zip', content: nested(3), stored: true }),
    problems: {
      'inner2.zip/inner2.zip': 'an archive inside 2 others, more than 1 (--max-nesting)',
    },
    neighbours: bothNeighbours,
  },
  'a bomb in an archive': {
    bytes: () =>
      zipWithNeighbours({
        name: 'inner.zip',
        content: createZip([{ name: 'bomb.txt', content: zeros(32 * MIB) }]),
      }),
    problems: { 'inner.zip/bomb.txt': '(--max-ratio)' },
    neighbours: bothNeighbours,
  },
  'a bomb as an archive': {
    bytes: () =>
      zipWithNeighbours({
        name: 'inner.zip',
        content: createZip([{ name: 'x', content: zeros(65 * MIB), stored: true }]),
      }),
    problems: { 'inner.zip': '(--max-ratio)' },
    neighbours: bothNeighbours,
  },
  'a large archive in an archive': {
    bytes: () =>
      zipWithNeighbours({
        name: 'inner.zip',
        content: createZip([{ name: 'x', content: zeros(65 * MIB), stored: true }]),
      }),
    limits: { ratio: 2000 },
    problems: { 'inner.zip': 'inside another: unpack the outer one first' },
    neighbours: bothNeighbours,
  },
  'a gzip bomb': {
    bytes: () => gzipSync(zeros(32 * MIB)),
    problems: { 'bundle/bundle': 'unpacks to more than 500 times its size (--max-ratio)' },
    neighbours: [],
  },
  'a large gzip': {
    bytes: () => gzipSync(long),
    limits: { entryBytes: 500_000 },
    problems: { 'bundle/bundle': 'unpacks to more than 500.0 kB' },
    neighbours: [],
  },
  'a bomb in a tar.gz': {
    bytes: () => gzipSync(tarWithNeighbours({ name: 'bomb.txt', content: zeros(32 * MIB) })),
    problems: {
      bundle: 'the rest of it cannot be read: unpacks to more than 500 times its size',
    },
    neighbours: ['before.txt'],
  },
  'a gzip that is cut off': {
    bytes: () => gzipSync(incompressible).subarray(0, 200),
    problems: { bundle: 'cut off: its end is missing' },
    neighbours: [],
  },
  'a tar.gz that is cut off': {
    bytes: () =>
      gzipSync(tarWithNeighbours({ name: 'r.bin', content: incompressible })).subarray(0, 1000),
    problems: { bundle: 'the rest of it cannot be read: cut off' },
    neighbours: [],
  },
  'a tar.gz that is damaged': {
    bytes: () =>
      damaged(gzipSync(tarWithNeighbours({ name: 'long.log', content: incompressible })), 2000),
    problems: { bundle: 'the rest of it cannot be read: damaged' },
    neighbours: [],
  },
  'a tar that is cut off': {
    bytes: () =>
      createTar([
        { name: 'before.txt', content: policies },
        { name: 'log', content: long },
      ]).subarray(0, 100_000),
    problems: { log: 'cut off' },
    neighbours: ['before.txt'],
  },
  'a tar entry that states an endless size': {
    bytes: () => tarWithNeighbours({ name: 'endless.txt', content: 'x', declares: { bytes: 8e9 } }),
    problems: { 'endless.txt': 'cut off: the archive ends before it does' },
    neighbours: ['before.txt'],
  },
  'a wrong checksum in a tar': {
    bytes: () => tarWithNeighbours({ name: 'sum.txt', content: policies, declares: { sum: 1 } }),
    problems: { bundle: 'the rest of it cannot be read: damaged' },
    neighbours: ['before.txt'],
  },
  'a link in a tar': tar({ name: 'link', type: '2' }, 'a link, which is not followed'),
  'a hard link in a tar': tar({ name: 'link', type: '1' }, 'a link, which is not followed'),
  'a device in a tar': tar({ name: 'tty', type: '3' }, 'neither a file nor a folder'),
  'a sparse file in a tar': tar({ name: 'sparse', type: 'S', content: policies }, 'a sparse file'),
  'a zip that is cut off': {
    bytes: () => zipWithNeighbours({ name: 'log', content: long }).subarray(0, -200),
    problems: { bundle: 'cut off or damaged' },
    neighbours: [],
  },
  'a zip whose list is damaged': {
    bytes: () => {
      const bytes = zipWithNeighbours({ name: 'middle.txt', content: policies })
      bytes.fill(0, bytes.lastIndexOf('PK\x01\x02'), bytes.lastIndexOf('PK\x01\x02') + 4)
      return bytes
    },
    problems: { bundle: 'the rest of it cannot be read' },
    neighbours: ['before.txt'],
  },
}
