import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { ParseContext, Parser } from '../../model/parser.ts'
import { findJsonDocuments, type JsonKey } from '../shared/json-document.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseSpoolPath } from './spool-path.ts'

/**
 * `spoolscope-manifest.json`, which a collector writes beside the files it copies, because copying
 * changes their times.
 */
export const collectionManifest: Parser = {
  format: 'collection-manifest',
  title: 'collection manifest',
  isLog: false,
  // {"spoolscopeManifest":1
  recognise: ({ text }) =>
    /^\s*\{[\s\S]{0,4000}?"spoolscopeManifest"\s{0,9}:/.test(text) ? {} : undefined,
  open: (context) => readWholeText(context, readManifest),
}

function readManifest(text: string, context: ParseContext): void {
  const { path, tally, emit } = context
  const [document] = findJsonDocuments(text)
  const manifest = asObject(document?.value)
  if (!document || manifest?.spoolscopeManifest !== 1) {
    tally.addDamage({
      line: 1,
      reason: manifest
        ? 'has an unknown version'
        : (document?.problem ?? 'is not valid JSON, or is cut off'),
    })
    return
  }
  const line = createLineFinder(document.keys)
  const collectedLine = line('collectedAt')
  const takenAt = parseTime(manifest.collectedAt, 'collectedAt', collectedLine, context)
  if (takenAt !== undefined)
    emit({
      kind: 'collected',
      at: takenAt,
      from: 'the collection manifest',
      source: { path, line: collectedLine },
    })
  const machine = typeof manifest.machine === 'string' ? manifest.machine : ''
  const collection = defined({ takenAt, machine: machine === '' ? undefined : machine })
  const emittedFolders = new Set<string>()
  const emitFolder = (place: NonNullable<ReturnType<typeof parseSpoolPath>>, at: number) => {
    if (emittedFolders.has(place.folder)) return
    emittedFolders.add(place.folder)
    const { name, ...folder } = place
    emit({
      kind: 'spool-folder',
      ...folder,
      via: 'manifest',
      ...collection,
      source: { path, line: at },
    })
  }
  const foldersLine = line('folders')
  for (const folder of asList(manifest.folders)) {
    const place = typeof folder === 'string' ? parseSpoolPath(folder) : undefined
    if (place) emitFolder(place, foldersLine)
  }
  for (const file of asList(manifest.files).map(asObject)) {
    const at = line('path')
    if (typeof file?.path !== 'string') {
      tally.addDamage({ line: at, reason: 'a file without a path' })
      continue
    }
    tally.records += 1
    const place = parseSpoolPath(file.path)
    if (!place || place.name === '') continue
    emitFolder(place, at)
    const written = parseTime(file.written, 'written', at, context)
    const created = parseTime(file.created, 'created', at, context)
    emit({
      kind: 'spool-item',
      ...place,
      bytes: typeof file.bytes === 'number' ? file.bytes : 0,
      ...defined({ written, created }),
      via: 'manifest',
      ...collection,
      source: { path, line: at },
    })
  }
}

/** Creates a function that finds the line of the next key with a name, in document order. */
function createLineFinder(keys: readonly JsonKey[]): (name: string) => number {
  const next = new Map<string, number>()
  return (name) => {
    let index = next.get(name) ?? 0
    while (index < keys.length && keys[index]?.name !== name) index += 1
    next.set(name, index + 1)
    return keys[index]?.line ?? 1
  }
}

function parseTime(
  value: unknown,
  name: string,
  line: number,
  { tally }: ParseContext,
): number | undefined {
  if (value === undefined || value === null) return undefined
  const at = typeof value === 'string' ? parseIsoTime(value) : undefined
  if (at === undefined)
    tally.addDamage({ line, reason: `“${name}” is not an ISO 8601 time with a zone` })
  return at
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
