import { parseBuild } from '../../model/build.ts'
import { MANIFEST_VERSION } from '../../model/collection/collection-manifest.ts'
import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { ParseContext, Parser, Recognition } from '../../model/parser.ts'
import { findJsonDocuments, type JsonKey } from '../shared/json-document.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseSpoolPath } from './spool-path.ts'

/** "utcOffsetMinutes":120 */
const UTC_OFFSET = /"utcOffsetMinutes"\s{0,9}:\s{0,9}(-?\d{1,3})\b/
/** UTC−12 to UTC+14 */
const [MIN_UTC_OFFSET, MAX_UTC_OFFSET] = [-12 * 60, 14 * 60]
/** The fields before the lists are within this length. */
const HEAD_CHARACTERS = 4000

/**
 * `spoolscope-manifest.json`, which a collector writes beside the files it copies, because copying
 * changes their times. A second listing of the spool is another manifest. One that lists copies, of
 * a redacted case, stands for the folder itself.
 */
export const collectionManifest: Parser = {
  format: 'collection-manifest',
  title: 'collection manifest',
  isLog: false,
  // {"spoolscopeManifest":1
  recognise: ({ text }) =>
    /^\s*\{[\s\S]{0,4000}?"spoolscopeManifest"\s{0,9}:/.test(text)
      ? recogniseTimeZone(text.slice(0, HEAD_CHARACTERS))
      : undefined,
  open: (context) => readWholeText(context, readManifest),
}

/** The offset of the machine also tells how to read the local times of its logs. */
function recogniseTimeZone(head: string): Recognition {
  const minutes = Number(UTC_OFFSET.exec(head)?.[1] ?? Number.NaN)
  return minutes >= MIN_UTC_OFFSET && minutes <= MAX_UTC_OFFSET
    ? { utcOffset: { minutes, why: 'the offset of the machine when it was collected' } }
    : {}
}

function readManifest(text: string, context: ParseContext): void {
  const { path, tally, emit } = context
  const [document] = findJsonDocuments(text)
  const manifest = asObject(document?.value)
  if (!document || manifest?.spoolscopeManifest !== MANIFEST_VERSION) {
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
  const via = manifest.listsCopies === true ? 'folder' : 'manifest'
  const emittedFolders = new Set<string>()
  const partialFolders = new Set(asList(manifest.partialFolders))
  const emitFolder = (place: NonNullable<ReturnType<typeof parseSpoolPath>>, at: number) => {
    if (emittedFolders.has(place.folder)) return
    emittedFolders.add(place.folder)
    const { name, ...folder } = place
    emit({
      kind: 'spool-folder',
      ...folder,
      via,
      ...collection,
      ...defined({ isPartial: partialFolders.has(place.folder) ? (true as const) : undefined }),
      source: { path, line: at },
    })
  }
  const client = asObject(manifest.client)
  if (client) {
    const at = line('client')
    const build = typeof client.version === 'string' ? client.version : ''
    if (parseBuild(build)) emit({ kind: 'client-program', build, source: { path, line: at } })
    else tally.addDamage({ line: at, reason: 'the version of the client is not understood' })
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
      via,
      ...collection,
      source: { path, line: at },
    })
  }
  emitUnread(manifest, context)
}

/**
 * Emits the evidence that the collector could not read, or not to its end, as inputs that cannot be
 * read: so they were on the machine. Settings that do not exist are no such inputs.
 */
function emitUnread(manifest: Readonly<Record<string, unknown>>, context: ParseContext): void {
  const roots = asList(manifest.roots).flatMap((root) => asObject(root)?.path ?? [])
  const isEvidence = (path: string) => {
    const place = parseSpoolPath(path)
    return (
      roots.some((root) => path === root || path.startsWith(`${root}/`)) &&
      (place === undefined || place.name === '')
    )
  }
  for (const item of asList(manifest.unread).map(asObject))
    if (typeof item?.path === 'string' && isEvidence(item.path))
      context.emit(unreadableInput(item.path, String(item.reason), context))
  for (const file of asList(manifest.files).map(asObject))
    if (typeof file?.path === 'string' && typeof file.incomplete === 'string')
      context.emit(unreadableInput(`${file.path}, its end`, file.incomplete, context))
}

const unreadableInput = (path: string, reason: string, { path: source }: ParseContext) =>
  ({
    kind: 'input',
    source: { path: source },
    input: {
      path,
      format: 'unknown',
      status: 'unreadable',
      bytes: 0,
      records: 0,
      undecoded: 0,
      unreadable: 0,
      gaps: [],
      disorder: 0,
      log: false,
      notes: [`${reason} when it was collected`],
      damage: [],
    },
  }) as const

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
