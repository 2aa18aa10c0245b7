import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { ParseContext, Parser } from '../../model/parser.ts'
import { type JsonKey, jsonDocuments } from '../shared/json-document.ts'
import { wholeText } from '../shared/whole-text.ts'
import { spoolPath } from './spool-path.ts'

/**
 * What a collector notes beside the files it copies, because copying changes their times:
 * `spoolscope-manifest.json`.
 */
export const collectionManifest: Parser = {
  format: 'collection-manifest',
  title: 'collection manifest',
  log: false,
  // {"spoolscopeManifest":1
  recognise: ({ text }) =>
    /^\s*\{[\s\S]{0,4000}?"spoolscopeManifest"\s{0,9}:/.test(text) ? {} : undefined,
  open: (context) => wholeText(context, readManifest),
}

function readManifest(text: string, context: ParseContext): void {
  const { path, tally, emit } = context
  const [document] = jsonDocuments(text)
  const manifest = objectOf(document?.value)
  if (!document || manifest?.spoolscopeManifest !== 1) {
    tally.lost({
      line: 1,
      reason: manifest ? 'is of a version that is not known' : 'is not valid JSON, or is cut off',
    })
    return
  }
  const line = lineFinder(document.keys)
  const collectedLine = line('collectedAt')
  const takenAt = timeOf(manifest.collectedAt, 'collectedAt', collectedLine, context)
  if (takenAt !== undefined)
    emit({
      kind: 'collected',
      at: takenAt,
      from: 'the collection manifest',
      source: { path, line: collectedLine },
    })
  const machine =
    typeof manifest.machine === 'string' && manifest.machine !== ''
      ? { machine: manifest.machine }
      : {}
  const taken = takenAt === undefined ? machine : { takenAt, ...machine }
  const seen = new Set<string>()
  const folderSeen = (place: NonNullable<ReturnType<typeof spoolPath>>, at: number) => {
    if (seen.has(place.folder)) return
    seen.add(place.folder)
    const { name: _, ...folder } = place
    emit({ kind: 'spool-folder', ...folder, via: 'manifest', ...taken, source: { path, line: at } })
  }
  for (const folder of listOf(manifest.folders)) {
    const place = typeof folder === 'string' ? spoolPath(folder) : undefined
    if (place) folderSeen(place, line('folders', false))
  }
  for (const file of listOf(manifest.files).map(objectOf)) {
    const at = line('path')
    if (typeof file?.path !== 'string') {
      tally.lost({ line: at, reason: 'a file without a path' })
      continue
    }
    tally.records += 1
    const place = spoolPath(file.path)
    if (!place || place.name === '') continue
    folderSeen(place, at)
    const written = timeOf(file.written, 'written', at, context)
    const created = timeOf(file.created, 'created', at, context)
    emit({
      kind: 'spool-item',
      ...place,
      bytes: typeof file.bytes === 'number' ? file.bytes : 0,
      ...defined({ written, created }),
      via: 'manifest',
      ...taken,
      source: { path, line: at },
    })
  }
}

/**
 * Finds the lines of keys that are asked for in the order they stand; with `consume` false the key
 * may be asked for again.
 */
function lineFinder(keys: readonly JsonKey[]): (name: string, consume?: boolean) => number {
  const next = new Map<string, number>()
  return (name, consume = true) => {
    let found = next.get(name) ?? 0
    while (found < keys.length && keys[found]?.name !== name) found += 1
    if (consume) next.set(name, found + 1)
    return keys[found]?.line ?? 1
  }
}

function timeOf(
  value: unknown,
  name: string,
  line: number,
  { tally }: ParseContext,
): number | undefined {
  if (value === undefined || value === null) return undefined
  const at = typeof value === 'string' ? parseIsoTime(value) : undefined
  if (at === undefined)
    tally.lost({ line, reason: `“${name}” is not an ISO 8601 time with a zone` })
  return at
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
