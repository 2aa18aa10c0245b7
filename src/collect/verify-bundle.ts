import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { ArchiveEntry } from '../inputs/archives/archive-entry.ts'
import { readZipEntries } from '../inputs/archives/read-zip-entries.ts'
import { unpack } from '../inputs/archives/unpack.ts'
import {
  type CollectionManifest,
  type ListedFile,
  MANIFEST_NAME,
  MANIFEST_VERSION,
  type PackManifest,
} from '../model/collection/collection-manifest.ts'
import { formatBytes, formatNumber } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'

const CHUNK_BYTES = 1 << 20
/**
 * A manifest of a hundred thousand items has about 20 MiB.
 * Limit: bytes of the manifest of a bundle.
 * Beyond: `verify` refuses the bundle.
 */
const MAX_MANIFEST_BYTES = 64 << 20
/**
 * More than a collection writes.
 * Limit: entries of a bundle.
 * Beyond: `verify` refuses the bundle.
 */
const MAX_ENTRIES = 250_000
/**
 * A changed bundle may differ in every file.
 * Limit: problems that `verify` lists.
 * Beyond: further ones are counted.
 */
const MAX_PROBLEMS = 200

/** Whether a bundle is as it was collected. */
export interface Verification {
  /** Differences, in words; empty for an unchanged bundle. */
  readonly problems: readonly string[]
  /** Number of further problems that are not listed. */
  readonly omittedCount: number
  /** Files that are as the manifest says. */
  readonly unchangedCount: number
  /** SHA-256 of the manifest. */
  readonly fingerprint: string
  readonly manifest: CollectionManifest | PackManifest
}

/**
 * Compares every file of a bundle with the size and the SHA-256 in its manifest. Throws a UsageError
 * for a file that is not a bundle. A manifest that was changed to fit is shown by its fingerprint only.
 */
export async function verifyBundle(path: string, maxEntries = MAX_ENTRIES): Promise<Verification> {
  const problems = new ProblemList()
  const entries = await readEntries(path, maxEntries, problems)
  const { manifest, fingerprint } = await readManifest(path, entries.get(MANIFEST_NAME))
  let unchangedCount = 0
  for (const file of manifest.files) {
    if (file.sha256 === undefined) continue
    const entry = entries.get(file.path)
    entries.delete(file.path)
    const problem = entry ? await compareEntry(entry, file) : 'missing'
    if (problem === undefined) unchangedCount += 1
    else problems.add(`${file.path}: ${problem}`)
  }
  entries.delete(MANIFEST_NAME)
  for (const name of entries.keys()) problems.add(`${name}: not in the manifest`)
  const { list, omittedCount } = problems
  return { problems: list, omittedCount, unchangedCount, fingerprint, manifest }
}

class ProblemList {
  readonly list: string[] = []
  omittedCount = 0

  add(problem: string): void {
    if (this.list.length < MAX_PROBLEMS) this.list.push(problem)
    else this.omittedCount += 1
  }
}

/** All entries by name. A name that occurs twice is a problem: programs unpack either one. */
async function readEntries(
  path: string,
  maxEntries: number,
  problems: ProblemList,
): Promise<Map<string, ArchiveEntry>> {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(`No such file: ${path}. Check the path, or quote it if it has spaces.`)
  if (!stats.isFile()) throw notBundle(path, 'is not a file')
  const entries = new Map<string, ArchiveEntry>()
  const zip = { kind: 'range', location: path, from: 0, bytes: stats.size } as const
  const reading = readZipEntries(zip, {
    utcOffset: 0,
    maxEntries: maxEntries + 1,
    needsContent: () => true,
    reserveContent: () => false,
  })
  let count = 0
  try {
    for await (const entry of reading) {
      count += 1
      if (entries.has(entry.name)) problems.add(`${entry.name}: is in the bundle twice`)
      entries.set(entry.name, entry)
    }
  } catch (error) {
    throw notBundle(path, `cannot be read: ${(error as Error).message}`)
  }
  // Those that were not looked at could have any content.
  if (count > maxEntries) throw notBundle(path, `has more than ${formatNumber(maxEntries)} entries`)
  return entries
}

async function readManifest(
  path: string,
  entry: ArchiveEntry | undefined,
): Promise<Pick<Verification, 'manifest' | 'fingerprint'>> {
  if (!entry?.packed) throw notBundle(path, `has no ${MANIFEST_NAME}`)
  if (entry.bytes > MAX_MANIFEST_BYTES)
    throw notBundle(path, `has a manifest of ${formatBytes(entry.bytes)}`)
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of unpack(entry.packed, CHUNK_BYTES)) chunks.push(Uint8Array.from(chunk))
    const bytes = Buffer.concat(chunks)
    const fingerprint = createHash('sha256').update(bytes).digest('hex')
    const manifest: unknown = JSON.parse(bytes.toString('utf8'))
    if (isManifest(manifest)) return { manifest, fingerprint }
  } catch (error) {
    throw notBundle(path, `has a damaged manifest (${(error as Error).message})`)
  }
  throw notBundle(path, 'has a manifest of another format')
}

function isManifest(value: unknown): value is CollectionManifest | PackManifest {
  if (typeof value !== 'object' || value === null) return false
  const { spoolscopeManifest, files, collectedAt, listsCopies } = value as Partial<
    CollectionManifest | PackManifest
  >
  return (
    spoolscopeManifest === MANIFEST_VERSION &&
    (typeof collectedAt === 'string' || (collectedAt === undefined && listsCopies === true)) &&
    Array.isArray(files) &&
    files.every((file: Partial<ListedFile> | null) => typeof file?.path === 'string')
  )
}

/** Returns what is different, or undefined. */
async function compareEntry(
  { bytes, packed, problem }: ArchiveEntry,
  file: ListedFile,
): Promise<string | undefined> {
  if (problem !== undefined) return problem
  if (!packed || bytes !== file.bytes)
    return `has ${formatNumber(bytes)} bytes, not the ${formatNumber(file.bytes)} in the manifest`
  const hash = createHash('sha256')
  try {
    for await (const chunk of unpack(packed, CHUNK_BYTES)) hash.update(chunk)
  } catch (error) {
    return (error as Error).message
  }
  return hash.digest('hex') === file.sha256 ? undefined : 'has another content: its SHA-256 differs'
}

const notBundle = (path: string, why: string): UsageError =>
  new UsageError(`${path} ${why}. Pass a zip that spoolscope collect or pack wrote.`)
