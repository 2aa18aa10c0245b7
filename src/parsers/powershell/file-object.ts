import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { Recognition } from '../../model/parser.ts'
import { parseCultureTime } from '../shared/culture-time.ts'
import { inferListingClock } from '../spool-listing/listing-clock.ts'
import { parseSpoolPath } from '../spool-listing/spool-path.ts'
import type { ShownObject } from './powershell-output.ts'

type Properties = ReadonlyMap<string, string>

const WRITTEN_NAMES = ['lastwritetimeutc', 'lastwritetime']
const CREATED_NAMES = ['creationtimeutc', 'creationtime']

const FULL_PATH_NAMES = ['fullname', 'pspath']
const FOLDER_NAMES = ['directoryname', 'directory', 'psparentpath']

/** Whether columns with these names can describe files and their folders. */
export function hasFileColumns(names: { has(name: string): boolean }): boolean {
  const has = (name: string) => names.has(name)
  return (
    has('length') &&
    WRITTEN_NAMES.some(has) &&
    (FULL_PATH_NAMES.some(has) || (has('name') && FOLDER_NAMES.some(has)))
  )
}

/**
 * Full path of a file object from Get-ChildItem, from whichever properties were kept. Undefined
 * when they are not enough.
 */
function findPath(properties: Properties): string | undefined {
  const whole = FULL_PATH_NAMES.map((name) => properties.get(name)).find(
    (path) => path !== undefined && path !== '',
  )
  if (whole !== undefined) return whole
  const folder = FOLDER_NAMES.map((name) => properties.get(name)).find((path) => path)
  const name = properties.get('name')
  return folder === undefined || name === undefined ? undefined : `${folder}\\${name}`
}

/** Whether an object is a file in a History Spooler folder. Folders have no length. */
export function isSpoolFile(properties: Properties): boolean {
  if (!hasFileColumns(properties)) return false
  const path = findPath(properties)
  return path !== undefined && parseSpoolPath(path) !== undefined
}

interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly written?: string
  readonly created?: string
  readonly line: number
}

/**
 * Converts a file object. Undefined when its size is not a number, because the size was cut off or
 * the object is not a file.
 */
export function parseListedFile({ properties, line }: ShownObject): ListedFile | undefined {
  const path = findPath(properties)
  const length = properties.get('length')?.replace(/[.,'’\s]/g, '') ?? ''
  if (path === undefined || !/^\d{1,15}$/.test(length)) return undefined
  const written = findTimeText(properties, WRITTEN_NAMES)
  const created = findTimeText(properties, CREATED_NAMES)
  return {
    path,
    bytes: Number(length),
    line,
    ...defined({ written, created }),
  }
}

/**
 * The text of the first time in ISO 8601. Otherwise the local time, which needs the clock of the
 * input.
 */
function findTimeText(properties: Properties, names: readonly string[]): string | undefined {
  const texts = names
    .map((name) => properties.get(name))
    .filter((text) => text !== undefined && text !== '') as string[]
  return texts.find((text) => parseIsoTime(text) !== undefined) ?? texts.at(-1)
}

/**
 * Infers how to read the times of these file objects. A local and a UTC time of the same file prove
 * the offset.
 */
export function inferFileClock(files: readonly Properties[]): Recognition {
  const texts = files.flatMap((file) =>
    [findTimeText(file, WRITTEN_NAMES), findTimeText(file, CREATED_NAMES)].filter(
      (text) => text !== undefined,
    ),
  )
  if (texts.every((text) => parseIsoTime(text) !== undefined)) return {}
  const clock = inferListingClock(texts)
  const minutes = files
    .map((file) => inferOffset(file, clock.dateOrder ?? clock.ambiguousDates ?? 'mdy'))
    .find((offset) => offset !== undefined)
  return {
    ...clock,
    ...defined({
      utcOffset:
        minutes === undefined
          ? undefined
          : { minutes, why: 'the difference between LastWriteTime and LastWriteTimeUtc' },
    }),
  }
}

function inferOffset(
  file: Properties,
  order: NonNullable<Recognition['dateOrder']>,
): number | undefined {
  const local = parseCultureTime(file.get('lastwritetime') ?? '', order)
  const utc = parseCultureTime(file.get('lastwritetimeutc') ?? '', order)
  const minutes =
    local === undefined || utc === undefined ? Number.NaN : Math.round((local - utc) / 60_000)
  return Math.abs(minutes) <= 14 * 60 ? minutes : undefined
}
