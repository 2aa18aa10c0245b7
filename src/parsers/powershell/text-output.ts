import { RegQueryReader, type ShownRegistryValue } from '../registry/reg-query-reader.ts'
import { parseHive, parseRegistryItems } from '../registry/registry-items.ts'
import { MAX_KEPT_VALUES, OBJECT_VALUES, TOO_MANY_VALUES } from '../shared/kept-values.ts'
import { parseFolderHeading } from '../spool-listing/listing-row.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { hasFileColumns } from './file-object.ts'
import { containsServerVersion } from './interpret-output.ts'
import { ListParser, parseObjectText } from './list-parser.ts'
import { countColumns, isUnderline, parseTable, type TableRow } from './parse-table.ts'
import type { PowershellOutput, ShownObject, ShownText } from './powershell-output.ts'
import { isPrompt } from './prompt.ts'
import { isGluedLine } from './property-names.ts'
import { findUnknownCommands } from './unknown-commands.ts'

/**
 * The output in a text. Several outputs may be pasted one after another, with prompts between them.
 */
export interface TextOutput extends PowershellOutput {
  readonly tables: readonly ShownObject[]
  readonly lists: readonly ShownObject[]
}

/**
 * No screen has longer lines.
 * Limit: characters of a line of PowerShell output.
 * Beyond: it is not read.
 */
const MAX_LINE_CHARACTERS = 8000
const HARD_BLANKS = /[\u00a0\u2007\u202f]/g

/**
 * Parses PowerShell screen output with LF line breaks: lists, tables, values of the registry,
 * version lines and errors, with any other text between them.
 */
export function parseTextOutput(text: string): TextOutput {
  return new TextReading(text.replace(HARD_BLANKS, ' ')).parse()
}

class TextReading {
  private readonly text: string
  private readonly lines: readonly string[]
  private readonly lists: ShownObject[] = []
  private readonly tables: ShownObject[] = []
  private readonly versions: ShownText[] = []
  private readonly registryValues: ShownRegistryValue[] = []
  private readonly damage: { line: number; reason: string }[] = []
  private readonly unreadLines: number[] = []
  private readonly errorLines = new Set<number>()
  private readonly registry = new RegQueryReader((value) => this.registryValues.push(value))
  private readonly list: ListParser
  private folder: string | undefined
  /** The registry key whose subkeys the next table shows. */
  private hive: string | undefined
  private command: CommandLine | undefined
  private isFirstObject = true
  private isTranscriptHeading = false
  private valuesLeft = MAX_KEPT_VALUES

  constructor(text: string) {
    this.text = text
    this.lines = text.split('\n')
    this.list = new ListParser((object) => {
      this.keepValues(1, object.properties.size)
      this.lists.push(this.describe(object))
    })
  }

  parse(): TextOutput {
    const missingCmdlets = this.findMissingCmdlets()
    for (let index = 0; index < this.lines.length; index += 1) {
      if (this.valuesLeft < 0) {
        this.damage.push({ line: index + 1, reason: TOO_MANY_VALUES })
        break
      }
      index += this.readLine(index)
    }
    this.list.end()
    const { lists, tables, versions, registryValues, damage, unreadLines } = this
    const objects = [...lists, ...tables].sort((left, right) => left.line - right.line)
    return {
      objects,
      lists,
      tables,
      versions,
      missingCmdlets,
      registryValues,
      damage,
      unreadLines,
    }
  }

  /** Reads one line, or a table from its underline. Returns how many more lines were read. */
  private readLine(index: number): number {
    const line = this.lines[index] ?? ''
    if (line.trim() === '') this.list.skipBlankLine()
    else if (this.isTranscriptHeading && !STARS.test(line)) return 0
    else if (isUnderline(line) && index > 0) return this.readTable(index)
    else if (!this.readText(line, index + 1)) {
      this.list.end()
      if (!this.isIgnored(line, index)) this.unreadLines.push(index + 1)
    }
    return 0
  }

  /** Whether the line is output, or a command. */
  private readText(line: string, number: number): boolean {
    if (line.length > MAX_LINE_CHARACTERS) return false
    const command = parseCommandLine(line)
    if (command) {
      this.list.end()
      this.registry.endKey()
      this.command = command
      this.hive = undefined
      this.isFirstObject = true
      return true
    }
    if (this.errorLines.has(number)) {
      this.list.end()
      return true
    }
    const hive = parseHive(line)
    this.hive = hive ?? this.hive
    if (hive !== undefined || this.registry.readLine(line, number)) {
      this.list.end()
      return true
    }
    const properties = parseObjectText(line)
    if (properties) {
      this.list.end()
      this.lists.push(this.describe({ line: number, properties }))
      return true
    }
    if (isGluedLine(line)) {
      this.list.end()
      this.damage.push({ line: number, reason: 'several properties in one line' })
      return true
    }
    if (containsServerVersion(line)) {
      this.versions.push({ text: line, line: number })
      return true
    }
    return this.list.readLine(line, number) || this.readBareValue(line, number)
  }

  /** Reads the value that a command prints without the name of its property. */
  private readBareValue(line: string, number: number): boolean {
    const name = this.command?.expandedProperty
    if (name === undefined || !this.isFirstObject || /\s/.test(line.trim())) return false
    this.lists.push(this.describe({ line: number, properties: new Map([[name, line.trim()]]) }))
    return true
  }

  private readTable(underline: number): number {
    this.list.end()
    const text = this.lines[underline] ?? ''
    const columns = countColumns(text)
    const maxRows = Math.ceil(Math.max(0, this.valuesLeft) / (columns + OBJECT_VALUES))
    const rows = collectTableRows(this.lines, underline + 1, maxRows)
    this.keepValues(rows.length + 1, columns)
    const headers = collectHeaders(this.lines, underline)
    const values = this.hive === undefined ? undefined : parseRegistryItems(this.hive, text, rows)
    if (values) for (const value of values) this.registryValues.push(value)
    else
      for (const object of parseTable(headers, text, rows)) this.tables.push(this.describe(object))
    // The lines above turned out to be column names.
    for (const line of headers.keys()) removeLast(this.unreadLines, underline - line)
    return rows.length
  }

  private keepValues(objects: number, valuesOfEach: number): void {
    this.valuesLeft -= objects * (valuesOfEach + OBJECT_VALUES)
  }

  /** Whether a line is no output and can be left out: headings, transcripts, fences. */
  private isIgnored(line: string, index: number): boolean {
    const folder = parseFolderHeading(line)
    this.folder = folder ?? this.folder
    if (folder !== undefined || /^\s*(?:`{3,}[\w-]*|[-=_]{4,})\s*$/.test(line)) return true
    if (!STARS.test(line)) return false
    this.isTranscriptHeading = !this.isTranscriptHeading && isHeadingStart(this.lines, index)
    return true
  }

  /** Adds to an object what the lines above say about it. */
  private describe(object: ShownObject): ShownObject {
    const added = new Map<string, string>()
    const { properties } = object
    if (isFileUnderHeading(properties) && this.folder !== undefined)
      added.set('directory', this.folder)
    if (this.command?.registryKey !== undefined && this.isFirstObject && !properties.has('pspath'))
      added.set('pspath', `Registry::${this.command.registryKey}`)
    // Drafts is printed first, then the folders below it.
    if (this.command?.isDraftsOnly && this.isFirstObject && !properties.has('foldertype'))
      added.set('foldertype', 'Drafts')
    this.isFirstObject = false
    return added.size === 0 ? object : { ...object, properties: new Map([...properties, ...added]) }
  }

  private findMissingCmdlets(): ShownText[] {
    let line = 1
    let countedTo = 0
    return findUnknownCommands(this.text).map(({ name, at }) => {
      for (; countedTo < at; countedTo += 1) if (this.text[countedTo] === '\n') line += 1
      this.markError(line)
      return { text: name, line }
    })
  }

  /** Marks the lines of the error message in which `line` is. */
  private markError(line: number): void {
    // The message of which an earlier line is marked already.
    if (this.errorLines.has(line)) return
    const isOutside = (text: string | undefined) =>
      text === undefined || text.trim() === '' || isPrompt(text)
    let first = line
    while (!isOutside(this.lines[first - 2]) && !STARTS_ERROR.test(this.lines[first - 1] ?? ''))
      first -= 1
    for (let at = first; !isOutside(this.lines[at - 1]); at += 1) {
      if (at > line && STARTS_ERROR.test(this.lines[at - 1] ?? '')) break
      this.errorLines.add(at)
    }
  }
}

/** Around the heading of a transcript. */
const STARS = /^\*{10,}\s*$/
/** Get-CsUser : The term … */
const STARTS_ERROR = /^[A-Za-z]{2,20}-[A-Za-z]{1,60}\s?:/

/** Whether the stars are the first line of a transcript, or of its end, and not the last. */
const isHeadingStart = (lines: readonly string[], index: number): boolean =>
  lines.slice(index + 1, index + 30).some((line) => STARS.test(line))

/** Removes a number from the end of numbers that grow. */
function removeLast(numbers: number[], number: number): void {
  let at = numbers.length - 1
  while (at >= 0 && (numbers[at] as number) > number) at -= 1
  if (numbers[at] === number) numbers.splice(at, 1)
}

const MAX_HEADER_LINES = 3

/** The lines directly above an underline, nearest first. */
function collectHeaders(lines: readonly string[], underline: number): string[] {
  const headers: string[] = []
  for (let index = underline - 1; index >= 0 && headers.length < MAX_HEADER_LINES; index -= 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '' || isPrompt(text)) break
    headers.push(text)
  }
  return headers
}

function collectTableRows(lines: readonly string[], from: number, maxRows: number): TableRow[] {
  const rows: TableRow[] = []
  for (let index = from; index < lines.length && rows.length < maxRows; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '' || text.length > MAX_LINE_CHARACTERS || isPrompt(text)) break
    rows.push({ text, line: index + 1 })
  }
  return rows
}

/** Files listed under a heading (`    Directory: C:\\…`) do not contain their folder themselves. */
const isFileUnderHeading = (properties: ReadonlyMap<string, string>): boolean =>
  properties.has('length') &&
  properties.has('lastwritetime') &&
  properties.has('name') &&
  !hasFileColumns(properties)
