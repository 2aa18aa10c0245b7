import type { ShownObject } from './powershell-output.ts'

/** -------- --------------- */
const UNDERLINE = /^ {0,200}-+(?: +-+)*\s*$/
const CUT_MARK = /(?:\.\.\.|…)$/

export interface TableRow {
  readonly text: string
  readonly line: number
}

interface Column {
  /** In lower case. Empty when the name is cut off. */
  readonly name: string
  readonly from: number
  readonly to: number
  readonly width: number
}

/** - -------- ----: the underline of a table whose lines became a list */
const BULLETED = /^\s{0,8}- -/

export const isUnderline = (line: string): boolean =>
  line.includes('--') && UNDERLINE.test(line) && !BULLETED.test(line)

/** How many columns an underline has. */
export const countColumns = (underline: string): number => underline.match(/-+/g)?.length ?? 0

/**
 * Parses the rows of one Format-Table. The underline shows where names begin and end. Numbers are
 * aligned right and text left, so two columns are separated where every row is blank.
 */
export function parseTable(
  headers: readonly string[],
  underline: string,
  rows: readonly TableRow[],
): ShownObject[] {
  const columns = parseColumns(headers, underline)
  const borders = columns
    .slice(1)
    .map((column, index) => findBorder(columns[index] as Column, column, rows))
  const cells = rows.map(({ text }) =>
    columns.map((_, index) =>
      cellText(text, borders[index - 1] ?? 0, borders[index] ?? text.length),
    ),
  )
  const widths = columns.map((_, index) =>
    cells.reduce(
      (width, row) => Math.max(width, row[index]?.length ?? 0),
      columns[index]?.width ?? 0,
    ),
  )
  const objects: { line: number; properties: Map<string, string> }[] = []
  for (const [index, { line }] of rows.entries()) {
    const row = cells[index] ?? []
    const above = objects.at(-1)
    if (above && row[0] === '')
      appendWrappedRow(above.properties, columns, row, cells[index - 1] ?? [], widths)
    else objects.push({ line, properties: toProperties(columns, row) })
  }
  return objects.map(({ line, properties }) => ({ line, ...separateCutValues(properties) }))
}

/**
 * A word that crosses a border cannot be assigned to a column, so the cells it touches count as cut
 * off.
 */
function cellText(text: string, from: number, to: number): string {
  const crosses = (at: number) => at > 0 && /^\S\S$/.test(text.slice(at - 1, at + 1))
  return crosses(from) || crosses(to) ? '…' : text.slice(from, to).trim()
}

/**
 * `headers` are the lines above the underline, nearest first. A wrapped name takes several lines.
 */
function parseColumns([nearest = '', ...above]: readonly string[], underline: string): Column[] {
  const dashes = [...underline.matchAll(/-+/g)]
  const starts = new Set(dashes.map(({ index }) => index))
  const otherLine = above.findIndex(
    (line) => ![...line.matchAll(/\S+/g)].every(({ index }) => starts.has(index)),
  )
  const headers = [nearest, ...above.slice(0, otherLine < 0 ? above.length : otherLine)].reverse()
  return dashes.map(({ 0: text, index }) => {
    const name = headers.map((line) => line.slice(index, index + text.length).trim()).join('')
    return {
      name: CUT_MARK.test(name) ? '' : name.toLowerCase(),
      from: index,
      to: index + text.length,
      width: text.length,
    }
  })
}

/**
 * Where the right one of two columns begins. That is at its name, unless all its cells end where
 * the name ends. Then it is the last position before the name that is blank in every row.
 */
function findBorder(left: Column, right: Column, rows: readonly TableRow[]): number {
  const isBlank = (text: string, at: number) => (text[at] ?? ' ') === ' '
  if (!rows.every(({ text }) => isBlank(text, right.to) && !isBlank(text, right.to - 1)))
    return right.from
  for (let at = right.from - 1; at >= left.to; at -= 1)
    if (rows.every(({ text }) => isBlank(text, at))) return at
  return right.from
}

function toProperties(columns: readonly Column[], cells: readonly string[]): Map<string, string> {
  return new Map(
    columns
      .map(({ name }, index) => [name, cells[index] ?? ''] as const)
      .filter(([name]) => name !== ''),
  )
}

/**
 * Appends a row to the one above it, when its first column is blank (`-Wrap`). A cell that fills
 * its column was broken inside a word, any other between words.
 */
function appendWrappedRow(
  properties: Map<string, string>,
  columns: readonly Column[],
  row: readonly string[],
  above: readonly string[],
  widths: readonly number[],
): void {
  for (const [index, { name }] of columns.entries()) {
    const part = row[index] ?? ''
    if (name === '' || part === '') continue
    const filled = (above[index]?.length ?? 0) === widths[index]
    const before = properties.get(name) ?? ''
    properties.set(name, filled || before === '' ? before + part : `${before} ${part}`)
  }
}

/** Removes values that were cut off, because half of a name may be that of another object. */
function separateCutValues(
  all: ReadonlyMap<string, string>,
): Pick<ShownObject, 'properties' | 'cutNames'> {
  const cutNames = [...all].filter(([, value]) => CUT_MARK.test(value)).map(([name]) => name)
  if (cutNames.length === 0) return { properties: all }
  return { properties: new Map([...all].filter(([name]) => !cutNames.includes(name))), cutNames }
}
