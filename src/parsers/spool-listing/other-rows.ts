import { defined } from '../../model/defined.ts'
import { hasDateAndTime, parseSize } from './listing-row.ts'
import { parseSpoolPath } from './spool-path.ts'

/** A file in a listing other than that of dir and Get-ChildItem. */
export interface OtherRow {
  /** A name or a path. */
  readonly name: string
  /** Absent when the listing has none. */
  readonly bytes?: number
  /** True when the size was shortened, as `1.2 m`. */
  readonly isRounded?: true
  /** As printed. Absent when the listing has none or leaves out the year. */
  readonly time?: string
}

const UNITS = 'BKMGT'
/** 1234 · 1.2 m · 1,3K · 2 KB · 1 834 Ko */
const SHORT_SIZE = /^(\d[\d.,' ]*?) ?([kmgtкмгт]?)(?:i?[bбo]|bytes|б)?$/iu

/** Bytes of a size with an optional unit. Undefined for any other text. */
function parseShortSize(text: string): Pick<OtherRow, 'bytes' | 'isRounded'> | undefined {
  const match = SHORT_SIZE.exec(text.trim())
  if (!match) return undefined
  const [, number = '', letter = ''] = match
  const unit = 'КМГТ'.indexOf(letter.toUpperCase()) + 1
  const power = letter === '' ? 0 : unit > 0 ? unit : UNITS.indexOf(letter.toUpperCase())
  if (power <= 0) return { bytes: parseSize(number) }
  const value = /[.,]\d{1,2}$/.test(number) ? Number(number.replace(',', '.')) : parseSize(number)
  return Number.isNaN(value)
    ? undefined
    : { bytes: Math.round(value * 1024 ** power), isRounded: true }
}

/** `\t    New File  \t\t    1234\t2016/09/20 06:29:00\t0001.hist`, with or without words and times */
const ROBOCOPY_FILE =
  /^\s+(?:([^\t\d\s][^\t\d]{0,40}?)(?<=\S)\s+)?(\d{1,15}|\d{1,6}\.\d [kmgt])(?:\t| {2,}|\s(?=\d{4}\/))(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d)\s+)?(\S.*)$/i
/** `\t  New Dir          2\tC:\Lync\` */
const ROBOCOPY_FOLDER =
  /^\s+(?:([^\t\d\s][^\t\d]{0,40}?)(?<=\S)\s*)?(-?\d{1,9})\s+((?:[A-Za-z]:|\\\\)\\?[^\t]*\\)$/
/** 100% · 12.5% */
const PERCENTAGE = /\d{1,3}(?:\.\d)?%$/
const PERCENTAGE_CHARACTERS = '100.0%'.length

export const isRobocopyTitle = (line: string): boolean => /^\s*ROBOCOPY\s+::/.test(line)

/** A folder line of a robocopy log, with the number of its files. */
export function parseRobocopyFolder(
  line: string,
): { readonly folder: string; readonly count: number } | undefined {
  const match = ROBOCOPY_FOLDER.exec(line.trimEnd())
  if (!match || match[1]?.startsWith('*')) return undefined
  return { folder: (match[3] ?? '').replace(/\\$/, ''), count: Number(match[2]) }
}

/** Removes the percentages behind a name, which robocopy prints while it copies. */
function withoutProgress(line: string): string {
  let end = line.length
  for (;;) {
    const found = PERCENTAGE.exec(line.slice(Math.max(0, end - PERCENTAGE_CHARACTERS), end))
    if (!found) break
    end = line.slice(0, end - found[0].length).trimEnd().length
  }
  return end === line.length || /\s/.test(line.charAt(end)) ? line.slice(0, end) : line
}

/**
 * A file line of a robocopy log. Times are UTC. `isExtra` marks a file that only the destination
 * has.
 */
export function parseRobocopyFile(
  line: string,
): (OtherRow & { readonly isExtra: boolean }) | undefined {
  const match = ROBOCOPY_FILE.exec(withoutProgress(line.trimEnd()))
  if (!match) return undefined
  const [, words = '', size = '', time, name = ''] = match
  const utc = time === undefined ? undefined : `${time.replaceAll('/', '-')}Z`
  return {
    name,
    isExtra: words.trimStart().startsWith('*'),
    ...parseShortSize(size),
    ...defined({ time: utc }),
  }
}

/** -rw-r--r-- 1 kim 197121 1234 */
const LS_MODE = /^([-dlcbpsD])[-rwxsStTl]{9}[.+@]? +\d+ /
const LS_ROW =
  /^[-dlcbpsD][-rwxsStTl]{9}[.+@]? +\d+ +\S(?:.*?\S)? +(\d[\d.,]*[KMGT]?)(?:, +\d+)? +(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d{1,9})?(?: [+-]\d{4})?)?|(?:\p{L}[\p{L}\p{M}.]* +\d{1,2}|\d{1,2}\.? +\p{L}[\p{L}\p{M}.]*|\d\d-\d\d) +(?:\d{1,2}:\d\d(?::\d\d \d{4})?|\d{4})) (\S.*)$/su

/** A row of `ls -l`. A folder or link has no size. Undefined for any other line. */
export function parseLsRow(line: string): (OtherRow & { readonly isFile: boolean }) | undefined {
  const type = LS_MODE.exec(line)?.[1]
  const match = type === undefined ? undefined : LS_ROW.exec(line.trimEnd())
  if (!match) return undefined
  const [, size = '', printed = '', quoted = ''] = match
  const name = quoted.replace(/^(['"])(.*)\1$/, '$2')
  const time = parseLsTime(printed)
  return { name, isFile: type === '-', ...parseShortSize(size), ...defined({ time }) }
}

/** The time of a row as ISO 8601 or as a culture prints it. Undefined without a year and a time. */
function parseLsTime(text: string): string | undefined {
  const zoned = /^(\S+ [\d:]+)(?:\.(\d{1,3})\d*)? ([+-]\d{4})$/.exec(text)
  if (zoned) return `${zoned[1]}${zoned[2] ? `.${zoned[2]}` : ''}${zoned[3]}`
  const bsd = /^(\S+) +(\S+) +([\d:]+) (\d{4})$/.exec(text)
  if (bsd) return `${bsd[1]} ${bsd[2]} ${bsd[4]} ${bsd[3]}`
  return /^\d{4}-/.test(text) ? text : undefined
}

/** /c/Users/kim/History Spooler: · './sip_kim@contoso.example/History Spooler': */
const LS_HEADING =
  /^(['"]?)((?:\/|\.{1,2}\/|~\/|[A-Za-z]:[\\/]|[\w@. -]{1,200}\/)[^'":*?<>|]{1,1000})\1:$/

export const parseLsHeading = (line: string): string | undefined =>
  line.includes('/') ? LS_HEADING.exec(line.trim())?.[2] : undefined

/** Code page 437 draws the lines of a tree with bytes that are ³ Ã À Ä in Windows-1252. */
const TREE_LINE = /^((?:[│³|] {3}| {4})*)([├└ÃÀ+\\][─Ä-]{3})?([^\s-].*)?$/su

/** A line of `tree /f`: a folder at a depth from 0, or a file of the folder above it. */
export function parseTreeLine(
  line: string,
): { readonly name: string; readonly depth: number; readonly isFolder: boolean } | undefined {
  const match = TREE_LINE.exec(line.trimEnd())
  const [, indent = '', branch, name] = match ?? []
  if (!match || name === undefined || (branch === undefined && indent === '')) return undefined
  return { name, depth: indent.length / 4, isFolder: branch !== undefined }
}

/** Name, date, type and size, separated by tabs, as a copy of Explorer's columns has them. */
export function parseExplorerRow(line: string): OtherRow | undefined {
  const [name = '', ...fields] = line.split('\t').map((field) => field.trim())
  const time = fields.find(hasDateAndTime)
  const size = fields.findLast((field) => /^\d/.test(field) && field !== time)
  const bytes = size === undefined ? undefined : parseShortSize(size)
  if (name === '' || /\d[:./-]\d/.test(name) || (time === undefined && bytes === undefined))
    return undefined
  return { name, ...bytes, ...defined({ time }) }
}

/** A line that is only the path of a spooled item, as `dir /s /b` prints it. */
export function parseItemPath(line: string): string | undefined {
  const path = line.trim()
  if (!/^(?:[A-Za-z]:|\\\\)[\\/][^:*?"<>|]{1,1000}$/.test(path)) return undefined
  return parseSpoolPath(path) ? path : undefined
}

/** "C:\\…\\History Spooler\\0001.hist" in quotes, or up to the end of the line */
const PATH_IN_ROW =
  /"((?:[A-Za-z]:|\\\\)[\\/][^:*?"<>|\t]{1,1000})"|((?:[A-Za-z]:|\\\\)[\\/][^:*?"<>|\t]{1,1000})$/
/** 1834   14/06/2016      13:10:00 · 6/14/2016 1:10:00 PM 1834 */
const SIZE_AND_TIME =
  /^(?:(\d{1,15})\s+)?(\d{1,4}[-./]\d{1,2}[-./]\d{1,4})\s+(\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?\s?m\.?)?)(?:\s+(\d{1,15}))?$/i

/**
 * A line with the path of a spooled item, its size and its time in any order, as `where /t` and
 * `forfiles` print it. Undefined for any other line.
 */
export function parsePathRow(line: string): OtherRow | undefined {
  if (!/History Spooler[\\/]/i.test(line)) return undefined
  const match = PATH_IN_ROW.exec(line.trimEnd())
  const path = (match?.[1] ?? match?.[2])?.trim()
  if (!match || path === undefined || !parseSpoolPath(path)?.name) return undefined
  const rest = line.replace(match[0], ' ').replace(/[;|\t]|"?, ?"/g, ' ')
  const [, before, date, time, behind] = SIZE_AND_TIME.exec(rest.replaceAll('"', ' ').trim()) ?? []
  if (date === undefined) return undefined
  const size = before ?? behind
  return {
    name: path,
    time: `${date} ${time}`,
    ...defined({ bytes: size === undefined ? undefined : parseSize(size) }),
  }
}
