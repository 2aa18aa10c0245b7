import { parseFolderHeading } from '../spool-listing/listing-row.ts'
import { hasFileColumns } from './file-object.ts'
import { containsServerVersion } from './interpret-output.ts'
import { ListParser } from './list-parser.ts'
import { isUnderline, parseTable, type TableRow } from './parse-table.ts'
import type { PowershellOutput, ShownObject, ShownText } from './powershell-output.ts'
import { findUnknownCommands, isPrompt } from './prompt.ts'

/**
 * The output in a text. Several outputs may be pasted one after another, with prompts between them.
 */
export interface TextOutput extends PowershellOutput {
  readonly tables: readonly ShownObject[]
  readonly lists: readonly ShownObject[]
}

/** Longer lines are not screen output. */
const MAX_LINE_CHARACTERS = 8000

/**
 * Parses PowerShell screen output with LF line breaks: lists, tables, version lines and errors,
 * with any other text between them.
 */
export function parseTextOutput(text: string): TextOutput {
  const lines = text.split('\n')
  const lists: ShownObject[] = []
  const tables: ShownObject[] = []
  const versions: ShownText[] = []
  let folder: string | undefined
  const list = new ListParser((object) => lists.push(addFolder(object, folder)))
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line.length > MAX_LINE_CHARACTERS || line.trim() === '' || isPrompt(line)) list.end()
    else if (isUnderline(line) && index > 0) {
      list.end()
      const rows = collectTableRows(lines, index + 1)
      for (const object of parseTable(collectHeaders(lines, index), line, rows))
        tables.push(addFolder(object, folder))
      index += rows.length
    } else if (!list.readLine(line, index + 1)) {
      list.end()
      folder = parseFolderHeading(line) ?? folder
    }
    if (containsServerVersion(line)) versions.push({ text: line, line: index + 1 })
  }
  list.end()
  const objects = [...lists, ...tables].sort((left, right) => left.line - right.line)
  return { objects, lists, tables, versions, missingCmdlets: findMissingCmdlets(text) }
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

function collectTableRows(lines: readonly string[], from: number): TableRow[] {
  const rows: TableRow[] = []
  for (let index = from; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '' || text.length > MAX_LINE_CHARACTERS || isPrompt(text)) break
    rows.push({ text, line: index + 1 })
  }
  return rows
}

/**
 * Adds the folder to files listed under a heading (`    Directory: C:\\…`), which do not contain it
 * themselves.
 */
function addFolder(object: ShownObject, folder: string | undefined): ShownObject {
  const { properties } = object
  const isFile =
    properties.has('length') && properties.has('lastwritetime') && properties.has('name')
  if (!isFile || folder === undefined || hasFileColumns(properties)) return object
  return { ...object, properties: new Map([...properties, ['directory', folder]]) }
}

function findMissingCmdlets(text: string): ShownText[] {
  let line = 1
  let countedTo = 0
  return findUnknownCommands(text).map(({ name, at }) => {
    for (; countedTo < at; countedTo += 1) if (text[countedTo] === '\n') line += 1
    return { text: name, line }
  })
}
