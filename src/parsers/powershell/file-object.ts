import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { Recognition } from '../../model/parser.ts'
import { cultureTime } from '../shared/culture-time.ts'
import { listingClock } from '../spool-listing/listing-clock.ts'
import { spoolPath } from '../spool-listing/spool-path.ts'
import type { Shown } from './shown.ts'

type Properties = ReadonlyMap<string, string>

const WRITTEN = ['lastwritetimeutc', 'lastwritetime']
const CREATED = ['creationtimeutc', 'creationtime']

const WHOLE_PATHS = ['fullname', 'pspath']
const FOLDERS = ['directoryname', 'directory', 'psparentpath']

/** Whether columns of these names can tell of files and where they lie. */
export function isFileHeader(names: { has(name: string): boolean }): boolean {
  const has = (name: string) => names.has(name)
  return (
    has('length') &&
    WRITTEN.some(has) &&
    (WHOLE_PATHS.some(has) || (has('name') && FOLDERS.some(has)))
  )
}

/**
 * The full path of a file object that Get-ChildItem gave, whichever of its properties were kept.
 */
function pathOf(properties: Properties): string | undefined {
  const whole = WHOLE_PATHS.map((name) => properties.get(name)).find(
    (path) => path !== undefined && path !== '',
  )
  if (whole !== undefined) return whole
  const folder = FOLDERS.map((name) => properties.get(name)).find((path) => path)
  const name = properties.get('name')
  return folder === undefined || name === undefined ? undefined : `${folder}\\${name}`
}

/** Whether it is a file in a History Spooler. Folders have no length. */
export function isSpoolFile(properties: Properties): boolean {
  if (!isFileHeader(properties)) return false
  const path = pathOf(properties)
  return path !== undefined && spoolPath(path) !== undefined
}

interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly written?: string
  readonly created?: string
  readonly line: number
}

/** Undefined when its size is not a number: then it was cut off, or is no file. */
export function listedFile({ properties, line }: Shown): ListedFile | undefined {
  const path = pathOf(properties)
  const length = properties.get('length')?.replace(/[.,'’\s]/g, '') ?? ''
  if (path === undefined || !/^\d{1,15}$/.test(length)) return undefined
  const written = timeOf(properties, WRITTEN)
  const created = timeOf(properties, CREATED)
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
function timeOf(properties: Properties, names: readonly string[]): string | undefined {
  const known = names
    .map((name) => properties.get(name))
    .filter((text) => text !== undefined && text !== '') as string[]
  return known.find((text) => parseIsoTime(text) !== undefined) ?? known.at(-1)
}

/**
 * How the times in these file objects are to be read. Local and UTC times side by side prove the
 * offset.
 */
export function timesOf(files: readonly Properties[]): Recognition {
  const texts = files.flatMap((file) =>
    [timeOf(file, WRITTEN), timeOf(file, CREATED)].filter((text) => text !== undefined),
  )
  if (texts.every((text) => parseIsoTime(text) !== undefined)) return {}
  const clock = listingClock(texts)
  const minutes = files
    .map((file) => offsetOf(file, clock.dateOrder ?? clock.ambiguousDates ?? 'mdy'))
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

function offsetOf(file: Properties, order: 'mdy' | 'dmy' | 'ymd'): number | undefined {
  const local = cultureTime(file.get('lastwritetime') ?? '', order)
  const utc = cultureTime(file.get('lastwritetimeutc') ?? '', order)
  const minutes =
    local === undefined || utc === undefined ? Number.NaN : Math.round((local - utc) / 60_000)
  return Math.abs(minutes) <= 14 * 60 ? minutes : undefined
}
