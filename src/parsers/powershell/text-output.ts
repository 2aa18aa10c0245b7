import { folderHeading } from '../spool-listing/listing-row.ts'
import { isFileHeader } from './file-object.ts'
import { saysServerVersion } from './interpret.ts'
import { ListBlock } from './list.ts'
import { isPrompt, unknownCommands } from './prompt.ts'
import type { Output, Said, Shown } from './shown.ts'
import { isUnderline, type TableRow, tableObjects } from './table.ts'

/**
 * What a text shows, and whether a list or a table comes first: several outputs may be pasted one
 * after another, with prompts between.
 */
export interface TextOutput extends Output {
  readonly tables: readonly Shown[]
  readonly lists: readonly Shown[]
}

/** Longer lines are no output made for the screen. */
const LONGEST_LINE = 8000

/**
 * Reads PowerShell's screen output: lists, tables, version sentences and errors, with anything
 * between them. `text` has LF line ends.
 */
export function textOutput(text: string): TextOutput {
  const lines = text.split('\n')
  const lists: Shown[] = []
  const tables: Shown[] = []
  const versions: Said[] = []
  let folder: string | undefined
  const list = new ListBlock((shown) => lists.push(inFolder(shown, folder)))
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line.length > LONGEST_LINE || line.trim() === '' || isPrompt(line)) list.end()
    else if (isUnderline(line) && index > 0) {
      list.end()
      const rows = tableRows(lines, index + 1)
      for (const shown of tableObjects(headersAbove(lines, index), line, rows))
        tables.push(inFolder(shown, folder))
      index += rows.length
    } else if (!list.take(line, index + 1)) {
      list.end()
      folder = folderHeading(line) ?? folder
    }
    if (saysServerVersion(line)) versions.push({ text: line, line: index + 1 })
  }
  list.end()
  const objects = [...lists, ...tables].sort((left, right) => left.line - right.line)
  return { objects, lists, tables, versions, missing: missingIn(text) }
}

const MOST_HEADER_LINES = 3

/** The lines right above an underline, the nearest first. */
function headersAbove(lines: readonly string[], underline: number): string[] {
  const headers: string[] = []
  for (let index = underline - 1; index >= 0 && headers.length < MOST_HEADER_LINES; index -= 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '' || isPrompt(text)) break
    headers.push(text)
  }
  return headers
}

function tableRows(lines: readonly string[], from: number): TableRow[] {
  const rows: TableRow[] = []
  for (let index = from; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '' || text.length > LONGEST_LINE || isPrompt(text)) break
    rows.push({ text, line: index + 1 })
  }
  return rows
}

/** Files listed under a heading (`    Directory: C:\\…`) do not say themselves where they lie. */
function inFolder(shown: Shown, folder: string | undefined): Shown {
  const { properties } = shown
  const isFile =
    properties.has('length') && properties.has('lastwritetime') && properties.has('name')
  if (!isFile || folder === undefined || isFileHeader(properties)) return shown
  return { ...shown, properties: new Map([...properties, ['directory', folder]]) }
}

function missingIn(text: string): Said[] {
  let line = 1
  let counted = 0
  return unknownCommands(text).map(({ name, at }) => {
    for (; counted < at; counted += 1) if (text[counted] === '\n') line += 1
    return { text: name, line }
  })
}
