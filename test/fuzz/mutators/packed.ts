import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { defined } from '../../../src/model/defined.ts'
import { createTar, type TarEntry } from '../../support/archives/tar.ts'
import { createZip, type ZipEntry } from '../../support/archives/zip.ts'
import { type MutationContext, type Mutator, mutate } from './mutator.ts'

const MAX_UNPACKED_BYTES = 1 << 20

/** Mutates what is inside a gzip, so that its checksum stays right. */
export const inGzip =
  (mutators: readonly Mutator[]): Mutator =>
  (input, context) => {
    try {
      const content = gunzipSync(input, { maxOutputLength: MAX_UNPACKED_BYTES })
      return gzipSync(mutate(content, mutators, context))
    } catch {
      return gzipSync(input) // it is damaged already
    }
  }

/** Names that archives and file systems take amiss. */
const NAMES = [
  'Lync-UccApi-0.UccApilog',
  'policies.txt',
  'a/../../b',
  '/etc/passwd',
  'C:\\x',
  'CON',
  'a\u0000b',
  '\u202ea.txt',
  'x'.repeat(300),
  'sip_kim@contoso.example/History Spooler/1.hist',
  '__proto__',
  'inner.zip',
  'a.eml',
  'inner.gz',
]

const SIZES = [0, 1, 0xffff, 0x7fff_ffff, 0xffff_ffff]

const optional = <T>({ choices }: MutationContext, share: number, value: () => T): T | undefined =>
  choices.chance(share) ? value() : undefined

/** Content of an entry: another input, or a small archive. */
function contentOf(context: MutationContext): Buffer {
  const { choices, other } = context
  const content = other().subarray(0, 4000)
  return choices.pick([
    () => content,
    () => Buffer.from('Identity : Global\r\nEnableOfflineIm : False\r\n'),
    () => createZip([{ name: 'x', content }]),
    () => gzipSync(content),
    () => Buffer.alloc(choices.upTo(60_000)),
  ])()
}

function zipEntry(context: MutationContext): ZipEntry {
  const { choices } = context
  const content = contentOf(context)
  const declares = defined({
    bytes: optional(context, 0.1, () => choices.pick([...SIZES, content.length + 1])),
    crc: optional(context, 0.1, () => choices.below(2 ** 32)),
    method: optional(context, 0.1, () => choices.pick([0, 1, 8, 9, 12, 77])),
    flags: optional(context, 0.1, () => choices.below(0x10000)),
    at: optional(context, 0.1, () => choices.pick([...SIZES, choices.below(5000)])),
  })
  return {
    name: choices.pick(NAMES),
    content,
    declares,
    ...defined({
      stored: optional(context, 0.3, () => true as const),
      utf8: optional(context, 0.3, () => true as const),
      zip64: optional(context, 0.1, () => true as const),
      mode: optional(context, 0.2, () => choices.pick([0o100644, 0o120777, 0o020666, 0o040755])),
      packed: optional(context, 0.1, () => deflateRawSync(content).subarray(choices.below(4))),
      extra: optional(context, 0.2, () =>
        Buffer.from(Array.from({ length: choices.below(40) }, () => choices.below(256))),
      ),
      dos: optional(context, 0.2, () => [choices.below(65536), choices.below(65536)] as const),
    }),
  }
}

const PAX_KEYS = ['path', 'size', 'mtime', 'GNU.sparse.map', 'linkpath', 'hdrcharset']

function tarEntry(context: MutationContext): TarEntry {
  const { choices } = context
  const paxValue = () =>
    choices.pick([...NAMES, '-1', '1e400', '99999999999999', '9007199254740993'])
  return {
    name: choices.pick(NAMES).replaceAll('\u0000', ''),
    content: contentOf(context),
    declares: defined({
      bytes: optional(context, 0.1, () => choices.pick(SIZES)),
      sum: optional(context, 0.05, () => choices.below(9999)),
    }),
    ...defined({
      type: optional(context, 0.2, () => choices.pick([...'0123456789gxLKSV\u0000'])),
      mtime: optional(context, 0.2, () => choices.pick([0, 8589934591, 1465888321])),
      pax: optional(context, 0.2, () => ({ [choices.pick(PAX_KEYS)]: paxValue() })),
    }),
  }
}

const several = <T>(context: MutationContext, make: (context: MutationContext) => T): T[] =>
  Array.from({ length: 1 + context.choices.upTo(12) }, () => make(context))

/** Replaces the archive by one with other entries, of which some state what is not true. */
export const otherZip: Mutator = (_, context) => createZip(several(context, zipEntry))
export const otherTar: Mutator = (_, context) => createTar(several(context, tarEntry))
export const otherTarGz: Mutator = (_, context) => gzipSync(createTar(several(context, tarEntry)))
