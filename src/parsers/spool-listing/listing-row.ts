import { defined } from '../../model/defined.ts'

export interface ListingRow {
  /** Date and time as printed. */
  readonly time: string
  /** Size of the file. Absent for folders and links. */
  readonly bytes?: number
  readonly name: string
  /** Which time the row shows. Absent when the command decides. */
  readonly timeField?: 'written' | 'created' | 'accessed'
}

const DATE = String.raw`\d{1,4}[-./] ?\d{1,2}[-./] ?\d{1,4}\.?`
// 01:10 PM · 오후 01:10 · 13.10 · 1:10 p. m.
const TIME = String.raw`(?:[^\s\d<>]{1,4} )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[^\s\d<>]{1,5}(?: [^\s\d<>]{1,3})?)?`
// 1,834 · 1.834 · 1 834 with blanks that do not break
const SIZE = String.raw`\d[\d.,'’\u00a0\u202f\u00ff\ufffd]{0,30}`
/** 06/14/2016  01:10 PM             1,834 0001.hist */
const DIR_ROW = new RegExp(`^(${DATE} {1,4}${TIME}) +(?:(<[^<>]{1,12}>) *|(${SIZE}) )(\\S.*)$`, 'u')
/** -a----        6/14/2016   1:10 PM           1834 0001.hist */
const ITEM_ROW = new RegExp(`^([-a-z]{5,7}) +(${DATE} {1,8}${TIME}) +(?:(${SIZE}) )?(\\S.*)$`, 'u')
/** Begins with a digit or a mode, possibly after direction marks. */
const MAY_BE_ROW = /^[\u200b-\u200f\u202a-\u202e]*[-a-z\d]/
const MAX_ROW_CHARACTERS = 1000

/** Parses a row of a folder listing. Undefined for any other line. */
export function parseListingRow(line: string): ListingRow | undefined {
  if (line.length > MAX_ROW_CHARACTERS || !MAY_BE_ROW.test(line)) return undefined
  const text = line.replace(/[\u200b-\u200f\u202a-\u202e]/g, '').trimEnd()
  const row = DIR_ROW.exec(text)
  if (row) {
    const [, time = '', folder, size, name = ''] = row
    return {
      time,
      name,
      ...defined({
        bytes: folder === undefined && size !== undefined ? parseSize(size) : undefined,
      }),
    }
  }
  const item = ITEM_ROW.exec(text)
  if (!item) return undefined
  const [, mode = '', time = '', size, name = ''] = item
  // A link is not a file: only regular files are spooled.
  const isFile = size !== undefined && !/^[dl]/.test(mode) && !mode.endsWith('l')
  return {
    time,
    name,
    timeField: 'written',
    ...defined({ bytes: isFile ? parseSize(size) : undefined }),
  }
}

const parseSize = (text: string): number => Number(text.replace(/\D/g, ''))

/** Directory of C:\Lync · Verzeichnis von \\server\share · Directory: C:\Lync · C:\Lync のディレクトリ */
const HEADING =
  /^\s{0,8}(?:[^\s\d\\/:<>|"][^\\/:<>|"]{0,40}:? {1,3})?((?:[A-Za-z]:|\\\\[^\\/:*?"<>|]{1,255})\\[^:*?"<>|]{0,1000})$/u
const HEADING_SUFFIX = / (?:のディレクトリ|的目录|的目錄|디렉터리)$/u

/** The folder that a heading of a listing names. Undefined for any other line. */
export function parseFolderHeading(line: string): string | undefined {
  if (line.length > MAX_ROW_CHARACTERS || !line.includes('\\')) return undefined
  const match = HEADING.exec(line.trimEnd().replace(HEADING_SUFFIX, ''))
  // A path alone may be a file of a bare listing or a note. It is a heading only with a word before
  // it, or when it is indented.
  return match?.[1] !== undefined && /^\s|^\S[^\\]* \S/.test(line)
    ? match[1].replace(/(?<=[^:])\\$/, '')
    : undefined
}

const TIME_FIELDS: Readonly<Record<string, NonNullable<ListingRow['timeField']>>> = {
  c: 'created',
  a: 'accessed',
  w: 'written',
}

/** The time that a command line requests: C:\>dir /s /t:c "%LOCALAPPDATA%\…" */
export function parseTimeOption(line: string): ListingRow['timeField'] {
  const command = line.length <= MAX_ROW_CHARACTERS && /(?:^|[>\s])dir(?:\s|\/)(.*)$/i.exec(line)
  if (!command) return undefined
  return TIME_FIELDS[/\/t:?([caw])\b/i.exec(command[1] ?? '')?.[1]?.toLowerCase() ?? 'w']
}
