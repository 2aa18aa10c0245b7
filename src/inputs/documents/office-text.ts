import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { ArchiveEntry } from '../archives/archive-entry.ts'
import { readZipEntries } from '../archives/read-zip-entries.ts'
import { unpack } from '../archives/unpack.ts'
import { TextLines } from './text-lines.ts'

/**
 * A small document can unpack to gigabytes.
 * Limit: unpacked bytes of the parts of a document, and of its text.
 * Beyond: the document is not read; the report says so.
 */
const MAX_PART_BYTES = 32 << 20
/**
 * Real documents have some dozens.
 * Limit: entries of a document.
 * Beyond: further entries are not looked at.
 */
const MAX_ENTRIES = 5000
/**
 * No evidence has so many.
 * Limit: columns of a table in a document.
 * Beyond: further cells of the row are left out.
 */
const MAX_COLUMNS = 200
const CHUNK_BYTES = 64 << 10

/** Part of a Word document that holds its text. */
const WORD_TEXT = 'word/document.xml'
const SHARED_STRINGS = 'xl/sharedStrings.xml'
const SHEET = /^xl\/worksheets\/sheet(\d+)\.xml$/
const PICTURE = /^(?:word|xl)\/media\//

export interface OfficeText {
  readonly text: string
  /** Kind of document, such as `a Word document`. */
  readonly title: string
  /** Number of pictures in it. */
  readonly pictures: number
}

/**
 * Returns the text of a Word document or an Excel workbook: a paragraph or row is a line, cells are
 * separated by tabs. Returns undefined for any other zip. Throws where it is damaged or too large.
 */
export async function readOfficeText(zip: Uint8Array): Promise<OfficeText | undefined> {
  const entries = new Map<string, ArchiveEntry>()
  const seekable = { kind: 'held', held: zip, from: 0, bytes: zip.length } as const
  const options = {
    utcOffset: 0,
    maxEntries: MAX_ENTRIES,
    needsContent: () => true,
    reserveContent: () => false,
  }
  for await (const entry of readZipEntries(seekable, options)) entries.set(entry.name, entry)
  const pictures = [...entries.keys()].filter((name) => PICTURE.test(name)).length
  const partBudget = new SizeBudget()
  const word = entries.get(WORD_TEXT)
  if (word)
    return { text: wordText(await readPart(word, partBudget)), title: 'a Word document', pictures }
  const sheets = [...entries.keys()]
    .filter((name) => SHEET.test(name))
    .sort((left, right) => sheetNumber(left) - sheetNumber(right))
  if (sheets.length === 0) return undefined
  const shared = entries.get(SHARED_STRINGS)
  const strings = shared ? sharedStrings(await readPart(shared, partBudget)) : []
  // Cells repeat shared strings, so that the text can be much longer than the parts.
  const textBudget = new SizeBudget()
  const texts: string[] = []
  for (const name of sheets) {
    const sheet = entries.get(name)
    if (sheet) texts.push(sheetText(await readPart(sheet, partBudget), strings, textBudget))
  }
  return { text: texts.join('\n\n'), title: 'an Excel workbook', pictures }
}

const sheetNumber = (name: string): number => Number(SHEET.exec(name)?.[1] ?? 0)

/** What the parts of a document, or its text, may still take. */
class SizeBudget {
  private left = MAX_PART_BYTES

  /** Takes bytes or characters. Throws when there are not that many left. */
  take(size: number): void {
    this.left -= size
    if (this.left < 0) throw new Error(`its text unpacks to more than ${MAX_PART_BYTES >> 20} MiB`)
  }
}

async function readPart(
  { name, packed, problem }: ArchiveEntry,
  budget: SizeBudget,
): Promise<string> {
  if (!packed) throw new Error(`${name} cannot be read: ${problem ?? 'it has no content'}`)
  const chunks: Uint8Array[] = []
  for await (const chunk of unpack(packed, CHUNK_BYTES)) {
    budget.take(chunk.length)
    chunks.push(Uint8Array.from(chunk))
  }
  return Buffer.concat(chunks).toString('utf8')
}

interface XmlHandlers {
  open(tag: SaxesTagPlain): void
  text(text: string): void
  close(name: string): void
}

/** Parses a part. Names are without prefix. Throws where the XML is damaged: no half is read. */
function parseXml(xml: string, { open, text, close }: XmlHandlers): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => open({ ...tag, name: localName(tag.name) }))
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', (tag) => close(localName(tag.name)))
  parser.write(xml.replace(/^\ufeff/, '')).close()
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function wordText(xml: string): string {
  const lines = new TextLines()
  let isText = false
  let cellDepth = 0
  parseXml(xml, {
    open({ name }) {
      isText = name === 't'
      if (name === 'tc') cellDepth += 1
      else if (name === 'tab') lines.append('\t')
      else if (name === 'br' || name === 'cr') lines.endLine()
      else if (name === 'noBreakHyphen') lines.append('-')
    },
    text(text) {
      if (isText) lines.append(text)
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'tc') {
        cellDepth -= 1
        lines.append('\t')
      } else if (name === 'tr' || (name === 'p' && cellDepth === 0)) lines.endLine()
      else if (name === 'p') lines.append(' ')
    },
  })
  // The paragraph of a cell ends in a blank, the last cell in a tab.
  return lines.result().text.replace(/ ?\t/g, '\t')
}

/** Returns the strings that cells refer to by number. */
function sharedStrings(xml: string): string[] {
  const strings: string[] = []
  let isText = false
  let isPhonetic = false
  parseXml(xml, {
    open({ name }) {
      isText = name === 't' && !isPhonetic
      if (name === 'si') strings.push('')
      if (name === 'rPh') isPhonetic = true
    },
    text(text) {
      if (isText) strings.push((strings.pop() ?? '') + text)
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') isPhonetic = false
    },
  })
  return strings
}

function sheetText(xml: string, strings: readonly string[], budget: SizeBudget): string {
  const rows: string[] = []
  let cells: string[] = []
  let column = 0
  let type = ''
  let value = ''
  let isValue = false
  parseXml(xml, {
    open({ name, attributes }) {
      isValue = name === 'v' || name === 't'
      if (name === 'row') cells = []
      if (name !== 'c') return
      const { r: reference, t = '' } = attributes as Readonly<Record<string, string | undefined>>
      column = reference === undefined ? cells.length : columnOf(reference)
      type = t
      value = ''
    },
    text(text) {
      if (isValue) value += text
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'c' && Math.max(column, cells.length) < MAX_COLUMNS) {
        const text = cellText(type, value, strings)
        budget.take(Math.max(0, column - cells.length) + text.length + 1)
        while (cells.length < column) cells.push('')
        cells.push(text)
      } else if (name === 'row') rows.push(cells.join('\t').trimEnd())
    },
  })
  return rows.join('\n')
}

/** Returns the column of a reference, counted from 0: 2 for C5. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? 'A')
    column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}

function cellText(type: string, value: string, strings: readonly string[]): string {
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  const text = type === 's' ? (strings[Number(value)] ?? '') : value
  return text.replace(/[\t\n\r]+/g, ' ')
}
