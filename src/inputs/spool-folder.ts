import { lstatSync, opendirSync, type Stats } from 'node:fs'
import { join, relative } from 'node:path'
import { defined } from '../model/defined.ts'
import type {
  Observation,
  SpoolFolderObservation,
  SpoolItemObservation,
} from '../model/observation.ts'
import { type InputSummary, Tally } from '../model/tally.ts'
import type { FoundInput, SpoolEntry } from './find-files.ts'

const BATCH = 64

/**
 * What small spools listed when their bundle was hashed: they are listed once, and judged as they
 * were then.
 */
const listed = new WeakMap<FoundInput, readonly Observation[][]>()

/** The same as `readSpoolFolder`, and kept for it where it is little. */
export function listSpoolFolderCached(found: FoundInput): readonly Observation[][] {
  const batches = [...readSpoolFolder(found)]
  if (batches.length === 1) listed.set(found, batches)
  return batches
}

/**
 * Every regular file below a History Spooler folder, by its name, size and times. Nothing is
 * opened, moved or changed.
 */
export function* readSpoolFolder(found: FoundInput): Generator<Observation[]> {
  const known = listed.get(found)
  if (known) {
    yield* known
    return
  }
  const { location, path, user, items, notes = [] } = found
  const tally = new Tally()
  for (const note of notes) tally.addNote(note)
  const spool = { folder: path, ...defined({ user }) }
  let bytes = 0
  let batch: Observation[] = [spoolFolderObservation(spool)]
  for (const item of items ?? itemsBelow(location, tally)) {
    tally.records += 1
    bytes += item.bytes
    batch.push(spoolItemObservation({ ...spool, ...item }))
    if (batch.length >= BATCH) {
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

const ownerOf = ({ user }: Spool) => (user === undefined ? {} : { user })

/** That a spool was looked at. */
export const spoolFolderObservation = (spool: Spool): SpoolFolderObservation => ({
  kind: 'spool-folder',
  folder: spool.folder,
  via: 'folder',
  source: { path: spool.folder },
  ...ownerOf(spool),
})

/** What is observed of one file in a spool. */
export const spoolItemObservation = (file: SpooledFile): SpoolItemObservation => ({
  kind: 'spool-item',
  folder: file.folder,
  name: file.name,
  bytes: file.bytes,
  ...defined({ written: file.written, created: file.created }),
  via: 'folder',
  source: { path: join(file.folder, file.name) },
  ...ownerOf(file),
})

/** A spool as an input: how much was read of it. */
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

function* itemsBelow(folder: string, tally: Tally): Generator<SpoolEntry> {
  for (const file of filesBelow(folder, tally)) {
    const stats = statsOf(file, tally)
    if (!stats) continue
    const times = { written: Math.floor(stats.mtimeMs), created: Math.floor(stats.birthtimeMs) }
    yield { ...times, name: relative(folder, file), bytes: stats.size }
  }
}

function* filesBelow(folder: string, tally: Tally): Generator<string> {
  const folders: string[] = []
  const files: string[] = []
  try {
    const entries = opendirSync(folder)
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      if (entry.isFile()) files.push(entry.name)
      else if (entry.isDirectory()) folders.push(entry.name)
    }
    entries.closeSync()
  } catch (error) {
    tally.addDamage({ reason: `cannot be listed: ${(error as Error).message}` })
  }
  for (const name of files.sort()) yield join(folder, name)
  for (const name of folders.sort()) yield* filesBelow(join(folder, name), tally)
}

/** Undefined for a file that went while the folder was read: then it is no longer spooled. */
function statsOf(file: string, tally: Tally): Stats | undefined {
  try {
    return lstatSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      tally.addDamage({ reason: `${file}: ${(error as Error).message}` })
    return undefined
  }
}
