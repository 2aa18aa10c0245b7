import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import { endsWithDigit } from '../shared/digits.ts'
import {
  type ListingRow,
  parseFolderHeading,
  parseListingRow,
  parseTimeOption,
} from './listing-row.ts'
import { type ListingTotal, parseTotal } from './listing-total.ts'
import { NameColumns } from './name-columns.ts'
import {
  isRobocopyTitle,
  type OtherRow,
  parseExplorerRow,
  parseItemPath,
  parseLsHeading,
  parseLsRow,
  parsePathRow,
  parseRobocopyFile,
  parseRobocopyFolder,
  parseTreeLine,
} from './other-rows.ts'
import { parseSpoolPath } from './spool-path.ts'

export interface ListedRow {
  /** Absent when the listing shows names only. */
  readonly bytes?: number
  readonly written?: string
  readonly created?: string
  readonly accessed?: string
  readonly line: number
}

/** Receives what a listing contains. */
export interface ListingSink {
  setCollected(at: number, line: number): void
  addFolder(path: string, line: number): void
  addRow(folder: string, name: string, file: ListedRow): void
  addItem(path: string, file: ListedRow): void
  /** Called when the listing of a spool ends. `isWhole` when nothing in it is missing or unread. */
  endFolder(path: string, isWhole: boolean): void
  /** Called for every row of a file or folder. */
  countRow(): void
  /** Called for every time, of any folder, because all of them tell the order of day and month. */
  addTime(time: string): void
  addDamage(line: number, reason: string): void
  /** Called for a line between listings that was not understood. */
  addUnreadLine(line: number): void
  addNote(text: string): void
  /** The number in the input of a line that was read. */
  inputLine(line: number): number
}

/** The listing of one folder. */
interface Block {
  readonly folder: string
  readonly line: number
  readonly kind: 'windows' | 'ls' | 'robocopy' | 'names' | 'tree'
  readonly isSpool: boolean
  readonly columns: NameColumns
  files: number
  links: number
  folders: number
  bytes: number
  /** How many files the listing itself counts. */
  counted: number | undefined
  hasTotal: boolean
  /** The size of some row may be another one, which the total may prove. */
  uncertainLine: number | undefined
  unread: number
  /** Lines before the first row that look like rows. */
  readonly unclear: number[]
  hasDayPeriod: boolean
  /** Rows of Get-ChildItem, which prints no totals. */
  isTable: boolean
}

/** 2016-06-14T14:00:00.0000000+02:00 */
const COLLECTED = /^\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d))\s*$/
/** C:\Users\kim>dir /s · PS C:\Users\kim> · $ ls -l · kim@PC MINGW64 /c/Users/kim */
const PROMPT =
  /^\s{0,4}(?:(?:PS )?(?:[A-Za-z]:\\|\\\\)[^<>|"*?]{0,260}>|\$ |[^\s@]+@\S+ MINGW\d\d |PS>)/
/** dir /s /b · ls -l "/c/Users/kim" */
const COMMAND = /^\s{0,4}(?:cmd(?:\.exe)? \/c "?)?(?:dir|ls|tree|gci|get-childitem)(?:\s|\/|$)/i
const DIR = /\bdir\b/i
/** "C:\…\History Spooler" or '/c/…/History Spooler' in a command or prompt */
const SPOOL_IN_COMMAND =
  /(?:[A-Za-z]:|\\\\|\/|~\/|%\w{1,40}%|\$env:\w{1,40})[^:*?"'<>|]{0,400}[\\/]History Spooler/i
/** Mode  LastWriteTime  Length Name · ---- · total 8 · Total Files Listed: */
const TABLE_HEADING = /^\s*(?:Mode\s+LastWriteTime|--[\s-]*$)/
const LS_TOTAL = /^\p{L}[\p{L}\p{M}]* \d[\d.,]*[KMGT]?$/u
/** Begins with a number, or with a weekday before it, as rows do. */
const LOOKS_LIKE_ROW = /^\s*(?:\S{1,14} )?\d.*\d/
/** The hour of a time without AM or PM */
const BARE_HOUR = /[\d.] +(\d{1,2})[:.]\d\d(?:[:.]\d\d)?$/

/** 1234-ABCD */
const VOLUME_SERIAL = /(?<![\w-])[\dA-F]{4}-[\dA-F]{4}(?![\w-])/
const MAX_TREE_TITLE_LINES = 2
/**
 * No listing has longer lines.
 * Limit: characters of a line of a listing.
 * Beyond: it counts as not understood.
 */
const MAX_LINE_CHARACTERS = 4096
/**
 * Windows allows no deeper folders: their path would be too long.
 * Limit: depth of a tree of folders.
 * Beyond: what is deeper counts as not understood.
 */
const MAX_TREE_DEPTH = 128
const NO_HEADING = 'a file without the heading of its folder'

/** Reads the lines of a listing, whichever program printed it, and accounts for each of them. */
export class ListingReader {
  private readonly sink: ListingSink
  private block: Block | undefined
  /** Which total may come next, after the number of files in a folder. */
  private nextTotal: 'folders' | 'all files' | 'all folders' | undefined
  private lastFolders = 0
  private requestedTime: NonNullable<ListingRow['timeField']> = 'written'
  private commandFolder: string | undefined
  private isRobocopy = false
  private treeRoot: string | undefined
  private readonly treePath: string[] = []
  /** Lines outside of a folder. The last ones may be the title that `tree` prints above its root. */
  private readonly outside: number[] = []
  /** Line of a listing without its end, by folder. Undefined when another one is whole. */
  private readonly cutListings = new Map<string, number | undefined>()
  /** Counts since the last command, to be compared with its totals. */
  private all = { files: 0, folders: 0 }

  constructor(sink: ListingSink) {
    this.sink = sink
  }

  /** Whether the lines read last are of a robocopy log. */
  get isRobocopyLog(): boolean {
    return this.isRobocopy
  }

  /** Whether a listing has begun, so that the next line may belong to it. */
  get isInListing(): boolean {
    return this.block !== undefined || this.isRobocopy
  }

  readLine(line: string, number: number): void {
    if (line.trim() === '') {
      if (this.block?.kind === 'names') this.endBlock()
      return
    }
    const { block } = this
    if (!this.isRobocopy && this.readPathRow(line, number)) return
    if (!this.isRobocopy && (block?.kind === 'windows' || block === undefined)) {
      const row =
        block && line.includes('\t') && parseExplorerRow(line) ? undefined : parseListingRow(line)
      if (row) {
        this.readRow(row, number)
        return
      }
    }
    if (line.length > MAX_LINE_CHARACTERS) {
      this.readUnknownLine(line.slice(0, MAX_LINE_CHARACTERS), number)
      return
    }
    if (this.readOtherLine(line, number)) return
    if (this.readTotal(line, number)) return
    const heading = this.isRobocopy ? undefined : parseFolderHeading(line)
    if (heading !== undefined) {
      this.openBlock('windows', heading, number)
      return
    }
    this.readUnknownLine(line, number)
  }

  finish(): void {
    this.endBlock()
    for (const line of this.outside.splice(0)) this.sink.addUnreadLine(line)
    for (const line of this.cutListings.values())
      if (line !== undefined)
        this.sink.addNote(
          `The listing of the History Spooler from line ${this.sink.inputLine(line)} on has no total at its end: it may be cut off`,
        )
  }

  private readRow(row: ListingRow, number: number): void {
    const { block, sink } = this
    if (!block) {
      if (row.bytes !== undefined) sink.addDamage(number, NO_HEADING)
      return
    }
    sink.countRow()
    if (row.time !== '') sink.addTime(row.time)
    this.acceptUnclear(block)
    block.isTable ||= row.timeField !== undefined
    if (row.bytes === undefined) {
      if (row.isLink) block.links += 1
      else block.folders += 1
      block.columns.learn(row.name)
      return
    }
    block.files += 1
    block.bytes += row.bytes
    if (row.isSizeUncertain) block.uncertainLine ??= number
    if (!block.isSpool) return
    const field = row.timeField ?? this.requestedTime
    sink.addRow(block.folder, block.isTable ? row.name : block.columns.nameOf(row.name), {
      bytes: row.bytes,
      ...this.timeOf(row.time, field, block, number),
      line: number,
    })
  }

  private timeOf(
    time: string,
    field: NonNullable<ListingRow['timeField']>,
    block: Block,
    number: number,
  ): Pick<ListedRow, 'written' | 'created' | 'accessed'> {
    if (field === 'accessed')
      this.sink.addNote('Shows when files were last read (/t:a), which tells nothing of their age')
    if (!endsWithDigit(time)) block.hasDayPeriod = true
    else if (block.hasDayPeriod && Number(BARE_HOUR.exec(time)?.[1]) <= 12) {
      this.sink.addDamage(number, `whether AM or PM is meant cannot be told: ${time.slice(0, 40)}`)
      return {}
    }
    return { [field]: time }
  }

  /** Reads a line of another program than dir and Get-ChildItem. */
  private readOtherLine(line: string, number: number): boolean {
    const collected = COLLECTED.exec(line)?.[1]
    if (collected !== undefined) {
      const at = parseIsoTime(collected)
      if (at !== undefined) this.sink.setCollected(at, number)
      return true
    }
    if (PROMPT.test(line) || COMMAND.test(line)) {
      this.readCommand(line, number)
      return true
    }
    if (isRobocopyTitle(line)) {
      this.endBlock()
      this.isRobocopy = true
      return true
    }
    return (
      this.readRobocopyLine(line, number) ||
      this.readLsLine(line, number) ||
      this.readTreeLine(line, number) ||
      this.readNameLine(line, number)
    )
  }

  private readCommand(line: string, number: number): void {
    this.endBlock()
    this.isRobocopy = false
    this.treeRoot = undefined
    this.all = { files: 0, folders: 0 }
    this.requestedTime = parseTimeOption(line) ?? this.requestedTime
    this.commandFolder = SPOOL_IN_COMMAND.exec(line)?.[0] ?? this.commandFolder
    if (listsBareNames(line) && !/\/s\b/i.test(line) && this.commandFolder !== undefined)
      this.openBlock('names', this.commandFolder, number)
  }

  private readRobocopyLine(line: string, number: number): boolean {
    const folder = /^\s/.test(line) ? parseRobocopyFolder(line) : undefined
    if (folder) {
      this.openBlock('robocopy', folder.folder, number)
      if (this.block && folder.count >= 0) {
        this.block.counted = folder.count
        this.block.hasTotal = true
      }
      return true
    }
    if (this.block?.kind !== 'robocopy') return this.isRobocopy
    if (/^-{10,}/.test(line)) {
      this.endBlock()
      return true
    }
    if (/^\s*(?:\d{1,3}(?:\.\d)?%\s*)+$/.test(line)) return true
    const row = parseRobocopyFile(line)
    if (!row) return false
    if (row.isExtra) {
      this.sink.addNote('Files that only the destination of robocopy has are left out')
      return true
    }
    this.addOtherRow(this.block, row, number, 'times: robocopy with /TS')
    return true
  }

  private readLsLine(line: string, number: number): boolean {
    const row = parseLsRow(line)
    if (row) {
      if (this.block?.kind !== 'ls' && this.commandFolder !== undefined)
        this.openBlock('ls', this.commandFolder, number)
      const { block } = this
      if (block && row.isFile)
        this.addOtherRow(block, row, number, 'whole times: ls -l --full-time')
      else {
        this.sink.countRow()
        if (!block && row.isFile) this.sink.addDamage(number, NO_HEADING)
      }
      return true
    }
    const heading = parseLsHeading(line)
    if (heading !== undefined) {
      this.openBlock('ls', heading, number)
      return true
    }
    if (this.block?.kind !== 'ls' || !LS_TOTAL.test(line.trim())) return false
    this.block.hasTotal = true
    return true
  }

  private readTreeLine(line: string, number: number): boolean {
    if (/^[│³|\s]+$/.test(line)) return this.treeRoot !== undefined
    const entry = parseTreeLine(line)
    if (!entry) {
      const isEnd = /^[^\s\t][^\t]*$/.test(line) && parseItemPath(line) === undefined
      if (this.block?.kind === 'tree' && isEnd) this.endBlock()
      return this.readTreeRoot(line)
    }
    if (entry.depth > MAX_TREE_DEPTH) {
      if (this.block?.kind !== 'tree') return false
      this.addUnread(this.block, number)
      return true
    }
    if (entry.isFolder) {
      if (this.treeRoot === undefined && !/History Spooler|sip_/i.test(entry.name)) return false
      this.treePath.length = Math.min(this.treePath.length, entry.depth)
      this.treePath[entry.depth] = entry.name
      const root = this.treeRoot ?? ''
      this.openBlock(
        'tree',
        [root, ...this.treePath].filter((part) => part !== '').join('\\'),
        number,
      )
      return true
    }
    if (this.block?.kind !== 'tree') return false
    this.addOtherRow(this.block, { name: entry.name }, number, 'times: dir /s /t:w')
    return true
  }

  /** C:\Users\kim · C:. for the current folder */
  private readTreeRoot(line: string): boolean {
    const path = line.trimEnd()
    if (!/^[A-Za-z]:(?:\\[^:*?"<>|]{1,400}|\.)$/.test(path) || parseSpoolPath(path)) return false
    if (parseFolderHeading(line) !== undefined) return false
    this.endBlock()
    this.outside.splice(0)
    this.treeRoot = path.endsWith('.') ? (this.commandFolder ?? '') : path
    this.treePath.length = 0
    return true
  }

  private readNameLine(line: string, number: number): boolean {
    const { block, sink } = this
    const explorer = line.includes('\t') ? parseExplorerRow(line) : undefined
    if (explorer && block) {
      block.isTable = true
      this.addOtherRow(block, explorer, number, 'exact sizes and times: dir /s /t:w')
      return true
    }
    const path = parseItemPath(line)
    if (path !== undefined) {
      const place = parseSpoolPath(path)
      if (place?.name === '') {
        this.openBlock('tree', path.replace(/[\\/]$/, ''), number)
        this.treeRoot = path
        this.treePath.length = 0
      } else {
        if (block?.kind !== 'tree') this.endBlock()
        sink.countRow()
        sink.addItem(path, { line: number })
        this.noteNamesOnly()
        if (block) block.files += 1
      }
      return true
    }
    if (block?.kind !== 'names') return false
    this.addOtherRow(block, { name: line.trim() }, number, 'times: dir /s /t:w')
    return true
  }

  private readPathRow(line: string, number: number): boolean {
    const row = parsePathRow(line)
    if (!row) return false
    const { sink } = this
    this.endBlock()
    sink.countRow()
    if (row.time !== undefined) sink.addTime(row.time)
    sink.addItem(row.name, {
      line: number,
      ...defined({ bytes: row.bytes, written: row.time }),
    })
    return true
  }

  private addOtherRow(block: Block, row: OtherRow, number: number, remedy: string): void {
    const { sink } = this
    this.acceptUnclear(block)
    sink.countRow()
    block.files += 1
    block.bytes += row.bytes ?? 0
    if (row.time !== undefined) sink.addTime(row.time)
    const isPath = /^(?:[A-Za-z]:|\\\\)/.test(row.name)
    const file = {
      line: number,
      ...defined({ bytes: row.bytes, written: row.time }),
    }
    if (isPath) sink.addItem(row.name, file)
    else if (block.isSpool) sink.addRow(block.folder, row.name, file)
    if (!block.isSpool) return
    if (row.bytes === undefined) this.noteNamesOnly()
    else if (row.time === undefined)
      sink.addNote(`Lists files without their times, or without the year. To get ${remedy}`)
    if (row.isRounded) sink.addNote('Sizes are rounded')
  }

  private noteNamesOnly(): void {
    this.sink.addNote('Lists names only. Sizes and times are unknown. To get them: dir /s /t:w')
  }

  /** Compares a total with the rows read. Returns false for any other line. */
  private readTotal(line: string, number: number): boolean {
    const { block, nextTotal } = this
    if (block?.kind !== 'windows' && nextTotal === undefined) return false
    const total = parseTotal(line)
    if (!total) return false
    if (block?.kind === 'windows') {
      this.readFileTotal(block, total, number)
      return true
    }
    const read =
      nextTotal === 'folders'
        ? this.lastFolders
        : nextTotal === 'all files'
          ? this.all.files
          : this.all.folders
    // People leave out the rows of . and .., which tell nothing.
    if (read !== total.count && (nextTotal === 'all files' || read > 0))
      this.sink.addNote(
        `The listing counts ${total.count} ${nextTotal} in line ${this.sink.inputLine(number)}, ` +
          `${read} were read`,
      )
    this.nextTotal = nextTotal === 'all files' ? 'all folders' : undefined
    return true
  }

  private readFileTotal(block: Block, total: ListingTotal, number: number): void {
    block.hasTotal = true
    const { files, links, bytes } = block
    const isComplete = total.count === files || total.count === files + links
    if (!isComplete) {
      this.sink.addDamage(number, differenceText(total.count, files))
      block.unread += Math.max(1, Math.abs(total.count - files))
    } else if (total.bytes !== bytes) {
      this.sink.addDamage(
        number,
        `the listing counts ${total.bytes} bytes, but the sizes read add up to ${bytes}`,
      )
      block.unread += 1
    } else block.uncertainLine = undefined
    block.counted = total.count
    this.endBlock()
    this.lastFolders = block.folders
    this.nextTotal = 'folders'
  }

  private readUnknownLine(line: string, number: number): void {
    const { block } = this
    // Total Files Listed:
    if (this.nextTotal === 'folders' && /^[^\d\\]{3,60}$/u.test(line.trimEnd())) {
      this.nextTotal = 'all files'
      return
    }
    if (TABLE_HEADING.test(line)) return
    if (!block) {
      this.readOutsideLine(line, number)
      return
    }
    if (block.files + block.folders + block.links > 0) this.addUnread(block, number)
    else if (LOOKS_LIKE_ROW.test(line)) block.unclear.push(number)
  }

  /**
   * `dir` indents what it prints about the volume: its name, then its serial number. Unindented
   * text is of people, unless the indentation was lost.
   */
  private readOutsideLine(line: string, number: number): void {
    if (/^\s/.test(line)) return
    if (VOLUME_SERIAL.test(line)) {
      if (this.outside.at(-1) === number - 1) this.outside.pop()
      return
    }
    if (this.outside.length === MAX_TREE_TITLE_LINES)
      this.sink.addUnreadLine(this.outside.shift() ?? number)
    this.outside.push(number)
  }

  private addUnread(block: Block, line: number): void {
    this.sink.addDamage(line, 'a row of the listing that is not understood')
    block.unread += 1
  }

  /** The first row shows that the lines before it were rows as well. */
  private acceptUnclear(block: Block): void {
    for (const line of block.unclear.splice(0)) this.addUnread(block, line)
  }

  private openBlock(kind: Block['kind'], folder: string, line: number): void {
    this.endBlock()
    const isSpool = parseSpoolPath(folder) !== undefined
    this.block = {
      folder,
      line,
      kind,
      isSpool,
      columns: new NameColumns(),
      files: 0,
      links: 0,
      folders: 0,
      bytes: 0,
      counted: undefined,
      hasTotal: false,
      uncertainLine: undefined,
      unread: 0,
      unclear: [],
      hasDayPeriod: false,
      isTable: false,
    }
    if (isSpool) this.sink.addFolder(folder, line)
  }

  private endBlock(): void {
    const { block, sink } = this
    this.nextTotal = undefined
    if (!block) return
    this.block = undefined
    this.all.files += block.files + block.links
    this.all.folders += block.folders
    if (block.isSpool) this.acceptUnclear(block)
    if (block.kind === 'robocopy' && block.counted !== undefined && block.counted !== block.files) {
      sink.addDamage(block.line, differenceText(block.counted, block.files))
      block.unread += 1
    }
    if (block.uncertainLine !== undefined) {
      sink.addDamage(block.uncertainLine, 'a size that cannot be told from the name behind it')
      block.unread += 1
    }
    if (!block.isSpool) return
    const needsTotal = block.kind === 'windows' && !block.isTable
    const isCut = needsTotal ? !block.hasTotal : block.files === 0 && !block.hasTotal
    const key = block.folder.toLowerCase()
    if (!isCut) this.cutListings.set(key, undefined)
    else if (!this.cutListings.has(key)) this.cutListings.set(key, block.line)
    sink.endFolder(block.folder, block.unread === 0 && !isCut)
  }
}

/** dir /s /b · Get-ChildItem -Name */
function listsBareNames(line: string): boolean {
  const dir = line.search(DIR)
  return /-name\b/i.test(line) || (dir >= 0 && /\/b\b/i.test(line.slice(dir)))
}

const differenceText = (counted: number, read: number): string =>
  `the listing counts ${counted} file${counted === 1 ? '' : 's'}, ${read} ${read === 1 ? 'was' : 'were'} read`
