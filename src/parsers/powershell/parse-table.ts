import type { ShownObject } from './powershell-output.ts'

/** -------- --------------- */
const UNDERLINE = /^ {0,200}-+(?: +-+)*\s*$/
const CUT_MARK = /(?:\.\.\.|…)$/

export interface TableRow {
  readonly text: string
  readonly line: number
}

interface Column {
  /** Lower case; empty for one whose name is cut off. */
  readonly name: string
  readonly from: number
  readonly to: number
  readonly width: number
}

export const isUnderline = (line: string): boolean => line.includes('--') && UNDERLINE.test(line)

/**
 * The objects of one Format-Table: the underline shows where names stand; numbers are set to the
 * right of theirs, text to the left, so the border between two columns is where all rows are blank.
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
  const shown: { line: number; properties: Map<string, string> }[] = []
  for (const [index, { line }] of rows.entries()) {
    const row = cells[index] ?? []
    const above = shown.at(-1)
    if (above && row[0] === '')
      appendWrappedRow(above.properties, columns, row, cells[index - 1] ?? [], widths)
    else shown.push({ line, properties: toProperties(columns, row) })
  }
  return shown.map(({ line, properties }) => ({ line, ...separateCutValues(properties) }))
}

/**
 * A word that crosses a border stands in no column for certain: what it touches counts as cut off.
 */
function cellText(text: string, from: number, to: number): string {
  const crosses = (at: number) => at > 0 && /^\S\S$/.test(text.slice(at - 1, at + 1))
  return crosses(from) || crosses(to) ? '…' : text.slice(from, to).trim()
}

/** `headers` are the lines above, the nearest first: a name that is wrapped stands in several. */
function parseColumns([nearest = '', ...above]: readonly string[], underline: string): Column[] {
  const dashes = [...underline.matchAll(/-+/g)]
  const starts = new Set(dashes.map(({ index }) => index))
  const other = above.findIndex(
    (line) => ![...line.matchAll(/\S+/g)].every(({ index }) => starts.has(index)),
  )
  const headers = [nearest, ...above.slice(0, other < 0 ? above.length : other)].reverse()
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
 * Where the right one of two columns begins: at its name, or, when all its cells end where its name
 * ends, at the last place before that is blank in every row.
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
 * A row whose first column is blank carries on the row above it (`-Wrap`). A cell that fills its
 * column was broken within a word, any other between two.
 */
function appendWrappedRow(
  properties: Map<string, string>,
  columns: readonly Column[],
  row: readonly string[],
  above: readonly string[],
  widths: readonly number[],
): void {
  for (const [index, { name }] of columns.entries()) {
    const piece = row[index] ?? ''
    if (name === '' || piece === '') continue
    const filled = (above[index]?.length ?? 0) === widths[index]
    const before = properties.get(name) ?? ''
    properties.set(name, filled || before === '' ? before + piece : `${before} ${piece}`)
  }
}

/** What is cut off is not known: half of a name could be that of another. */
function separateCutValues(
  all: ReadonlyMap<string, string>,
): Pick<ShownObject, 'properties' | 'cut'> {
  const cut = [...all].filter(([, value]) => CUT_MARK.test(value)).map(([name]) => name)
  if (cut.length === 0) return { properties: all }
  return { properties: new Map([...all].filter(([name]) => !cut.includes(name))), cut }
}
