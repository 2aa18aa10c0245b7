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

/** Whether columns of these names can tell of files and where they lie. */
export function hasFileColumns(names: { has(name: string): boolean }): boolean {
  const has = (name: string) => names.has(name)
  return (
    has('length') &&
    WRITTEN_NAMES.some(has) &&
    (FULL_PATH_NAMES.some(has) || (has('name') && FOLDER_NAMES.some(has)))
  )
}

/**
 * The full path of a file object that Get-ChildItem gave, whichever of its properties were kept.
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

/** Whether it is a file in a History Spooler. Folders have no length. */
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

/** Undefined when its size is not a number: then it was cut off, or is no file. */
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
    ...defined({ written: written ? written : undefined, created: created ? created : undefined }),
  }
}

/**
 * A UTC column says its times exactly only in ISO 8601; in a culture's format the local one goes
 * with the input's clock.
 */
function findTimeText(properties: Properties, names: readonly string[]): string | undefined {
  const known = names
    .map((name) => properties.get(name))
    .filter((text) => text !== undefined && text !== '') as string[]
  return known.find((text) => parseIsoTime(text) !== undefined) ?? known.at(-1)
}

/**
 * How the times in these file objects are to be read. Local and UTC times side by side prove the
 * offset.
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
          : { minutes, why: 'LastWriteTime beside LastWriteTimeUtc says so' },
    }),
  }
}

function inferOffset(file: Properties, order: 'mdy' | 'dmy' | 'ymd'): number | undefined {
  const local = parseCultureTime(file.get('lastwritetime') ?? '', order)
  const utc = parseCultureTime(file.get('lastwritetimeutc') ?? '', order)
  const minutes =
    local === undefined || utc === undefined ? Number.NaN : Math.round((local - utc) / 60_000)
  return Math.abs(minutes) <= 14 * 60 ? minutes : undefined
}
