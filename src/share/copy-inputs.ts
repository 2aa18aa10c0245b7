import { lstatSync, type Stats } from 'node:fs'
import { basename } from 'node:path'
import type { BundleWriter, WrittenEntry } from '../collect/bundle-writer.ts'
import { manifestText } from '../collect/manifest-text.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import {
  type ListedFile,
  MANIFEST_NAME,
  MANIFEST_VERSION,
  type PackManifest,
  type UnreadItem,
} from '../model/collection/collection-manifest.ts'
import { defined } from '../model/defined.ts'
import { toIsoTime } from '../model/moment.ts'
import { EntryNames } from './entry-names.ts'
import { InputChunks } from './input-chunks.ts'
import type { SharedInput } from './shared-inputs.ts'
import { type ListedSpool, listSpool } from './spool-listing.ts'

const READ_ONCE = 'can be read only once: save it to a file'

/** What is in a pack beside the evidence: a file, by its name. */
export type AddedText = readonly [name: string, text: string]

export interface CopyInputsResult {
  readonly manifest: PackManifest
  /** SHA-256 of the manifest, which has those of all other files: it identifies the pack. */
  readonly fingerprint: string
}

/**
 * Writes all inputs of a case as they are, then the texts, then a manifest with the SHA-256 of each.
 * Spooled files, which are people's messages, are only listed.
 */
export async function copyInputs(
  inputs: readonly SharedInput[],
  texts: readonly AddedText[],
  writer: BundleWriter,
  {
    folder,
    tool,
    onBytes,
  }: {
    /** Folder of the copies inside the output, with a slash at its end. */
    readonly folder: string
    readonly tool: PackManifest['tool']
    readonly onBytes: (bytes: number) => void
  },
): Promise<CopyInputsResult> {
  const names = new EntryNames()
  const files: ListedFile[] = []
  const spools: ListedSpool[] = []
  const unread: UnreadItem[] = []
  for (const { found, path, root } of inputs) {
    const place = root === undefined ? path : `${root}/${path}`
    if (found.kind === 'spool-folder') {
      const spool = listSpool(found, folder + place)
      if (spool.problem === undefined) spools.push(spool)
      else unread.push({ path: folder + place, reason: spool.problem })
      continue
    }
    const readable = readableOf(found)
    if (readable === undefined) {
      unread.push({ path: folder + place, reason: found.problem ?? READ_ONCE })
      continue
    }
    const name = folder + names.claim(place)
    const reading = new InputChunks(readable, onBytes)
    const entry = await writer.add(name, reading.chunks())
    const { failure } = reading
    files.push({ path: name, ...timeOf(readable), ...entry, ...defined({ incomplete: failure }) })
  }
  for (const [name, text] of texts)
    files.push({ path: name, ...(await addText(writer, name, text)) })
  const manifest: PackManifest = {
    spoolscopeManifest: MANIFEST_VERSION,
    ...defined({ tool }),
    withMessages: false,
    redacted: false,
    listsCopies: true,
    folders: spools.map(({ path }) => path),
    files: [...files, ...spools.flatMap((spool) => spool.files)],
    unread,
  }
  const { sha256: fingerprint } = await addText(writer, MANIFEST_NAME, manifestText(manifest))
  return { manifest, fingerprint }
}

const addText = (writer: BundleWriter, name: string, text: string): Promise<WrittenEntry> =>
  writer.add(name, [Buffer.from(text)])

/** When a file on disk was written. */
function timeOf({ kind, location, packed }: FoundInput): Pick<ListedFile, 'written'> {
  const stats = kind === 'file' && packed === undefined ? statsOf(location) : undefined
  return stats === undefined ? {} : { written: toIsoTime(Math.floor(stats.mtimeMs)) }
}

/**
 * Returns the input if its bytes can be copied. A file that spoolscope cannot read, such as a
 * cabinet, can be copied as it is.
 */
function readableOf(found: FoundInput): FoundInput | undefined {
  const { kind, location, path } = found
  if (kind === 'file' || kind === 'entry') return found
  if (kind !== 'unreadable' || basename(location) !== basename(path)) return undefined
  const stats = statsOf(location)
  return stats?.isFile() ? { kind: 'file', location, path, bytes: stats.size } : undefined
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}
