import { join } from 'node:path'
import { defined } from '../model/defined.ts'
import type {
  Observation,
  SpoolFolderObservation,
  SpoolItemObservation,
} from '../model/observation.ts'
import { type InputSummary, Tally } from '../model/tally.ts'
import type { FoundInput, SpoolEntry } from './find-files.ts'
import { listSpoolItems } from './folders/list-spool-items.ts'
import { describeReadError } from './read-error.ts'

const BATCH_OBSERVATIONS = 64

/**
 * Small spools that were listed when their bundle was hashed. They are not listed again, so that
 * the analysis sees what was hashed.
 */
const cachedListings = new WeakMap<FoundInput, readonly Observation[][]>()

/** Like `readSpoolFolder`. A small listing is kept for the next call of `readSpoolFolder`. */
export function listSpoolFolderCached(found: FoundInput): readonly Observation[][] {
  const batches = [...readSpoolFolder(found)]
  if (batches.length === 1) cachedListings.set(found, batches)
  return batches
}

/**
 * Lists every regular file below a History Spooler folder with its name, size and times. Yields
 * batches; the last observation is the summary of the input. Opens, moves and changes nothing.
 */
export function* readSpoolFolder(found: FoundInput): Generator<Observation[]> {
  const cached = cachedListings.get(found)
  if (cached) {
    yield* cached
    return
  }
  const { location, path, user, items, notes = [] } = found
  const tally = new Tally()
  for (const note of notes) tally.addNote(note)
  const spool = { folder: path, ...defined({ user }) }
  const listed = items ?? listItems(location, tally)
  if (typeof listed === 'string') {
    // Not a spool without items: it is not known what is in it.
    const summary = summarizeSpool(path, 0, tally)
    const input: InputSummary = { ...summary, status: 'unreadable', notes: [...notes, listed] }
    yield [{ kind: 'input', source: { path }, input }]
    return
  }
  let bytes = 0
  let batch: Observation[] = [spoolFolderObservation(spool)]
  for (const item of listed) {
    tally.records += 1
    bytes += item.bytes
    batch.push(spoolItemObservation({ ...spool, ...item }))
    if (batch.length >= BATCH_OBSERVATIONS) {
      yield batch
      batch = []
    }
  }
  batch.push({ kind: 'input', source: { path }, input: summarizeSpool(path, bytes, tally) })
  yield batch
}

interface Spool {
  /** Path of the History Spooler inside the case. */
  readonly folder: string
  readonly user?: string
}

interface SpooledFile extends Spool {
  readonly name: string
  readonly bytes: number
  readonly written?: number
  readonly created?: number
}

/** Observation that a spool exists and was listed. */
export const spoolFolderObservation = (spool: Spool): SpoolFolderObservation => ({
  kind: 'spool-folder',
  folder: spool.folder,
  via: 'folder',
  source: { path: spool.folder },
  ...defined({ user: spool.user }),
})

/** Observation of one file in a spool. */
export const spoolItemObservation = (file: SpooledFile): SpoolItemObservation => ({
  kind: 'spool-item',
  folder: file.folder,
  name: file.name,
  bytes: file.bytes,
  via: 'folder',
  source: { path: join(file.folder, file.name) },
  ...defined({ written: file.written, created: file.created, user: file.user }),
})

/** Summarizes a spool as an input. `bytes` is the size of all its items. */
export const summarizeSpool = (
  path: string,
  bytes: number,
  {
    records,
    unreadable,
    damage,
    notes,
  }: Pick<Tally, 'records' | 'unreadable' | 'damage'> & Partial<Pick<Tally, 'notes'>>,
): InputSummary => ({
  path,
  format: 'history-spooler',
  status: 'read',
  bytes,
  records,
  undecoded: 0,
  unreadable,
  gaps: [],
  disorder: 0,
  log: false,
  notes: notes ?? [],
  damage,
})

/** Returns the reason for a spool that cannot be listed. */
function listItems(location: string, tally: Tally): Iterable<SpoolEntry> | string {
  try {
    return listSpoolItems(location, tally)
  } catch (error) {
    return describeReadError(error)
  }
}
