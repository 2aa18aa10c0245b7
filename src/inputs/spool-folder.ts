import { lstatSync, opendirSync, type Stats } from 'node:fs'
import { join, relative } from 'node:path'
import type { Observation } from '../model/observation.ts'
import { Tally } from '../model/tally.ts'
import type { Found } from './find-files.ts'

const BATCH = 64

/** Every regular file below a History Spooler folder, by its name, size and times. Nothing is opened, moved or changed. */
export function* readSpoolFolder({ location, path, user }: Found): Generator<Observation[]> {
  const tally = new Tally()
  const owner = user === undefined ? {} : { user }
  let bytes = 0
  let batch: Observation[] = [{ kind: 'spool-folder', folder: path, via: 'folder', source: { path }, ...owner }]
  for (const file of filesBelow(location, tally)) {
    const name = relative(location, file)
    const stats = statsOf(file, tally)
    if (!stats) continue
    tally.records += 1
    bytes += stats.size
    batch.push({
      kind: 'spool-item',
      folder: path,
      name,
      bytes: stats.size,
      written: Math.floor(stats.mtimeMs),
      created: Math.floor(stats.birthtimeMs),
      via: 'folder',
      source: { path: join(path, name) },
      ...owner,
    })
    if (batch.length >= BATCH) {
      yield batch
      batch = []
    }
  }
  const { records, unreadable, damage } = tally
  batch.push({
    kind: 'input',
    source: { path },
    input: {
      ...{ path, format: 'history-spooler', status: 'read', bytes, records, undecoded: 0, unreadable },
      ...{ gaps: [], disorder: 0, log: false, notes: [], damage },
    },
  })
  yield batch
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
    tally.lost({ reason: `cannot be listed: ${(error as Error).message}` })
  }
  for (const name of files.sort()) yield join(folder, name)
  for (const name of folders.sort()) yield* filesBelow(join(folder, name), tally)
}

/** Undefined for a file that went while the folder was read: then it is no longer spooled. */
function statsOf(file: string, tally: Tally): Stats | undefined {
  try {
    return lstatSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') tally.lost({ reason: `${file}: ${(error as Error).message}` })
    return undefined
  }
}
