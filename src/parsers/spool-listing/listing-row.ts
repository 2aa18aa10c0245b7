import { defined } from '../../model/defined.ts'
import { plainBlanks, removeDirectionMarks } from '../shared/blanks.ts'

export interface ListingRow {
  /** Date and time as printed. */
  readonly time: string
  /** Size of the file. Absent for folders and links. */
  readonly bytes?: number
  /**
   * Everything behind the size: the name, and before it the owner (`/q`) and the short name (`/x`)
   * if they were requested.
   */
  readonly name: string
  /** Which time the row shows. Absent when the command decides. */
  readonly timeField?: 'written' | 'created' | 'accessed'
  /** A link to a file, which counts as a file but is not spooled. */
  readonly isLink?: true
  /** Blanks separate groups of digits, and the end of the size cannot be told for certain. */
  readonly isSizeUncertain?: true
}

const DATE = String.raw`\d{1,4}[-./] ?\d{1,2}[-./] ?\d{1,4}\.?`
// 01:10 PM · 오후 01:10 · 13.10 · 1:10 p. m.
const TIME = String.raw`(?:[^\s\d<>]{1,4} )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[^\s\d<>]{1,5}(?: [^\s\d<>]{1,3})?)?`
// 1,834 · 1.834 · 1’834 · 12,34,567 · 1?834 from a lost blank
const SIZE = String.raw`\d{1,3}(?:[.,'’?\ufffd]\d{2,3}){0,6}[.,'’?\ufffd]\d{3}|\d{1,15}`
/** 06/14/2016  01:10 PM             1,834 0001.hist */
const DIR_ROW = new RegExp(`^(${DATE} {1,4}${TIME}) +(?:(<[^<>]{1,16}>) *|(${SIZE}) )(\\S.*)$`, 'u')
/** The most frequent rows, without what needs a closer look. */
const PLAIN_ROW =
  /^(\d\d[-./]\d\d[-./]\d{4} {2}\d\d:\d\d(?: [AP]M)?) +(\d{1,3}(?:[,.]\d{3}){0,5}) ([^\s\\~\u0080-\uffff][^\\~\u0080-\uffff]*)$/
/** 119 296 0001.hist, or a name that begins with three digits */
const MAY_CONTINUE_SIZE = /^\d{3} /
/** -a----        6/14/2016   1:10 PM           1834 0001.hist */
const ITEM_ROW = /^([-a-z]{5,7}) +(\S.{6,60}?)(?<=\S) +(\d{1,15}) (\S.*)$/su
/** d-----        6/14/2016   1:10 PM                old */
const ITEM_FOLDER_ROW = /^(?:[dl][-a-z]{4,6}|[-a-z]{4,6}l) +\S*\d.{6,}$/su
/**
 * Any row with a time, a size or <WORD>, and a name: `Fr, 04. 07. 2025  07:46         8 0001.hist`.
 * The first part is the date.
 */
const GENERAL_ROW =
  /^( {0,12}\S.{2,50}?[ T,]{1,9}(?:[^\s\d<>]{1,12} ?){0,2}\d{1,2}(?:[:.]| ?[h時时시] ?)\d\d(?:[:.]\d\d)?(?:[^\d<>]{0,20}[^\d<> ]|分)?)( +)((?:<[^<>]{1,16}>|\(?\d).*)$/u
const DATE_BEFORE_TIME = /\d\D+\d{1,2}(?:[:.]| ?[h時时시] ?)\d\d/u
/** Windows prints the size right-aligned in this many columns behind the time. */
const SIZE_COLUMNS = 18
/** Begins with a digit, a letter or a mode. */
const MAY_BE_ROW = /^[\s\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[-\p{L}\d]/u
/** 13:10 · 1.10 · 13 h 10: the time of every row but those of folders that ITEM_FOLDER_ROW reads */
const HAS_TIME = /\d(?:[:.]| ?[h時时시] ?)\d\d/
/**
 * Paths have up to 260 characters in listings, columns the rest.
 * Limit: characters of a row of a listing.
 * Beyond: it is not taken for a row.
 */
const MAX_ROW_CHARACTERS = 1000

/** Parses a row of a folder listing. Undefined for any other line. */
export function parseListingRow(line: string): ListingRow | undefined {
  if (line.length > MAX_ROW_CHARACTERS) return undefined
  const plain = PLAIN_ROW.exec(line)
  if (plain) {
    const [, time = '', size = '', name = ''] = plain
    if (!MAY_CONTINUE_SIZE.test(name)) return { time, bytes: parseSize(size), name: name.trimEnd() }
  }
  if (!MAY_BE_ROW.test(line)) return undefined
  const text = plainBlanks(removeDirectionMarks(line)).replaceAll('\t', ' ').trimEnd()
  if (!HAS_TIME.test(text)) return parseItemRow(text)
  const row = DIR_ROW.exec(text)
  if (row) {
    const [, time = '', folder, size, name = ''] = row
    if (folder !== undefined) return { time, name, ...linkMark(folder) }
    if (!MAY_CONTINUE_SIZE.test(name)) return { time, name, ...sizeMark(size) }
  }
  return parseItemRow(text) ?? parseGeneralRow(text)
}

/** Whether a digit is before a time: 14.06.2016 13:10 */
export function hasDateAndTime(text: string): boolean {
  const date = text.search(/\d/)
  return date >= 0 && /\d[:.h]\d\d/.test(text.slice(date + 1))
}

function parseItemRow(text: string): ListingRow | undefined {
  const item = ITEM_ROW.exec(text)
  const [, mode = '', time = '', size, name = ''] = item ?? []
  if (item && hasDateAndTime(time)) {
    // A link is not a file: only regular files are spooled.
    const isFile = !/^[dl]/.test(mode) && !mode.endsWith('l')
    return { time, name, timeField: 'written', ...sizeMark(isFile ? size : undefined) }
  }
  return ITEM_FOLDER_ROW.test(text) ? { time: '', name: '', timeField: 'written' } : undefined
}

function parseGeneralRow(text: string): ListingRow | undefined {
  const match = GENERAL_ROW.exec(text)
  if (!match) return undefined
  const [, time = '', gap = '', rest = ''] = match
  if (!DATE_BEFORE_TIME.test(time)) return undefined
  const folder = /^(<[^<>]{1,16}>) *(.*)$/s.exec(rest)
  if (folder) return { time: time.trim(), name: folder[2] ?? '', ...linkMark(folder[1] ?? '') }
  const size = splitSize(rest, SIZE_COLUMNS - gap.length)
  if (!size) return undefined
  const { bytes, name, isCertain } = size
  return {
    time: time.trim(),
    bytes,
    name,
    ...defined({ isSizeUncertain: isCertain ? undefined : (true as const) }),
  }
}

/** 1,834 · (1,834) of a file that is not on the disk */
const FIRST_NUMBER = new RegExp(`^\\(?(${SIZE})\\)?(?= |$)`, 'u')
const NEXT_GROUP = /^ \d{3}(?= )/

/**
 * Splits size and name. Blanks may separate groups of digits, and a name may begin with three
 * digits: in its column, the size ends after `columns` characters. Otherwise the longest size is
 * taken, and is uncertain.
 */
function splitSize(
  text: string,
  columns: number,
): { bytes: number; name: string; isCertain: boolean } | undefined {
  const first = FIRST_NUMBER.exec(text)
  if (!first) return undefined
  const ends = [first[0].length]
  if (/^\d{1,3}$/.test(first[0]))
    for (let at = first[0].length; NEXT_GROUP.test(text.slice(at)); at += 4) ends.push(at + 4)
  const end = ends.includes(columns) ? columns : (ends.at(-1) ?? 0)
  const name = text.slice(end + 1)
  if (name.trim() === '' || text[end] !== ' ') return undefined
  return {
    bytes: parseSize(text.slice(0, end)),
    name: name.trimEnd(),
    isCertain: ends.length === 1 || end === columns,
  }
}

const linkMark = (word: string): Pick<ListingRow, 'isLink'> =>
  /^<SYMLINK>$/i.test(word) ? { isLink: true } : {}

const sizeMark = (size: string | undefined): Pick<ListingRow, 'bytes'> =>
  defined({ bytes: size === undefined ? undefined : parseSize(size) })

export const parseSize = (text: string): number => Number(text.replace(/\D/g, ''))

/** Directory of C:\Lync · Verzeichnis von \\server\share · %LOCALAPPDATA%\Microsoft */
const PATH_START =
  /(?<=^|\s)(?:[A-Za-z]:|\\\\(?:\?\\[A-Za-z]:|[^\\/:*?"<>|\s]{1,255})|%\w{1,40}%)\\/u
/** Words that Windows puts behind the folder. */
const HEADING_SUFFIX =
  / (?:のディレクトリ|的目录|的目錄|(?:의 )?디렉터리|dizini|tartalma|[^\s\\/A-Za-z0-9]{2,40})$/u
/** C:\…\History Spooler のディレクトリ: one damaged or unknown word behind the folder */
const SPOOL_WITH_SUFFIX = /^(.*[\\/]History Spooler) [^\s]{2,60}$/i
const MAX_HEADING_WORDS = 60

/** The folder that a heading of a listing names. Undefined for any other line. */
export function parseFolderHeading(line: string): string | undefined {
  if (line.length > MAX_ROW_CHARACTERS || !line.includes('\\')) return undefined
  const text = plainBlanks(removeDirectionMarks(line)).trimEnd()
  const start = PATH_START.exec(text)
  if (!start) return undefined
  const words = text.slice(0, start.index).trim()
  if (/[\\/<>|"'=]/.test(words) || words.length > MAX_HEADING_WORDS) return undefined
  const rest = text.slice(start.index)
  // Where words come before the folder, none come behind it.
  const path =
    words === '' ? (SPOOL_WITH_SUFFIX.exec(rest)?.[1] ?? rest.replace(HEADING_SUFFIX, '')) : rest
  // A path alone may be a file of a bare listing or a note. It is a heading only with a word beside
  // it, or when it is indented.
  if (words === '' && path === rest && !/^\s/.test(line)) return undefined
  // Only robocopy ends a folder with a backslash.
  if (/[^:]\\$/.test(path) || /[:*?"<>|]/.test(path.slice(start[0].length))) return undefined
  return path.trimEnd()
}

const TIME_FIELDS: Readonly<Record<string, NonNullable<ListingRow['timeField']>>> = {
  c: 'created',
  a: 'accessed',
  w: 'written',
}

/** The time that a command line requests: C:\>dir /s /t:c "%LOCALAPPDATA%\…" */
export function parseTimeOption(line: string): ListingRow['timeField'] {
  const command = line.length <= MAX_ROW_CHARACTERS && /(?:^|[>\s])dir(?:\s|\/)(.*)$/is.exec(line)
  if (!command) return undefined
  return TIME_FIELDS[/\/t:?([caw])\b/i.exec(command[1] ?? '')?.[1]?.toLowerCase() ?? 'w']
}
