import type { FoundInput } from '../inputs/find-files.ts'
import { readSpoolFolder } from '../inputs/spool-folder.ts'
import {
  type CollectionManifest,
  type ListedFile,
  MANIFEST_VERSION,
} from '../model/collection/collection-manifest.ts'
import { defined } from '../model/defined.ts'
import { toIsoTime } from '../model/moment.ts'
import type { RedactedCopies } from '../redact/redacted-copies.ts'

/** Name of the listing of spools in a redacted copy. */
export const SPOOL_LISTING_NAME = 'spool-listing.json'

/**
 * A listing larger than 32 MiB would not be read.
 * Limit: files of spools in one listing of a redacted copy.
 * Beyond: the spool gets a listing of its own.
 */
const MAX_LISTED_FILES = 100_000

/** The contents of a spool. */
export interface ListedSpool {
  /** Path of the spool inside the case. */
  readonly path: string
  readonly files: readonly ListedFile[]
  /** Why it cannot be listed. */
  readonly problem?: string
}

/** Lists a spool, and opens nothing in it. `path`: the path inside the case. */
export function listSpool(found: FoundInput, path: string): ListedSpool {
  const files: ListedFile[] = []
  let problem: string | undefined
  for (const batch of readSpoolFolder(found))
    for (const observation of batch)
      if (observation.kind === 'spool-item') {
        const { name, bytes = 0, written, created } = observation
        files.push({
          path: `${path}/${name}`,
          bytes,
          ...defined({
            written: written === undefined ? undefined : toIsoTime(written),
            created: created === undefined ? undefined : toIsoTime(created),
          }),
        })
      } else if (observation.kind === 'input' && observation.input.status === 'unreadable')
        problem = observation.input.notes.join('; ')
  return { path, files, ...defined({ problem }) }
}

/** The listing as a manifest, which is read in place of the spools. One line per file. */
export function spoolListingText(spools: readonly ListedSpool[], copies: RedactedCopies): string {
  const time = (at: string | undefined) => (at === undefined ? undefined : copies.shiftTime(at))
  const lines = (values: readonly unknown[]) =>
    `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(',\n')}\n  ]`
  const folders = spools.map(({ path }) => copies.redactText(path))
  const files = spools.flatMap((spool) => spool.files)
  const head: Pick<CollectionManifest, 'spoolscopeManifest' | 'redacted' | 'listsCopies'> = {
    spoolscopeManifest: MANIFEST_VERSION,
    redacted: true,
    listsCopies: true,
  }
  const fields = [
    ...Object.entries(head).map(([name, value]) => `  "${name}": ${value}`),
    `  "folders": ${lines(folders)}`,
    `  "files": ${lines(
      files.map(({ path, bytes, written, created }) => ({
        path: copies.redactText(path),
        bytes,
        ...defined({ written: time(written), created: time(created) }),
      })),
    )}`,
  ]
  return `{\n${fields.join(',\n')}\n}\n`
}

/** Splits spools into listings. A spool is not split. */
export function splitListings(spools: readonly ListedSpool[]): ListedSpool[][] {
  const listings: ListedSpool[][] = []
  let count = 0
  for (const spool of spools) {
    const last = listings.at(-1)
    if (last === undefined || count + spool.files.length > MAX_LISTED_FILES) {
      listings.push([spool])
      count = spool.files.length
    } else {
      last.push(spool)
      count += spool.files.length
    }
  }
  return listings
}
