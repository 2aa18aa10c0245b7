import Table from 'cli-table3'
import { type TerminalText, type Text, terminalText, trustedText } from './terminal-text.ts'

interface ColumnOptions {
  readonly header?: readonly Text[]
  /** Indexes, from 0, of the columns whose cells are aligned to the right. */
  readonly rightAligned?: readonly number[]
}

/** Every border character that cli-table3 can draw, switched off. */
const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'right',
    'right-mid',
    'mid',
    'mid-mid',
  ].map((name) => [name, '']),
)

/**
 * Formats rows as aligned columns without borders, indented by two. A cell may be a list of lines; it
 * is not wrapped here. Untrusted text belongs in the last column: terminals disagree about the
 * width of rare characters, and the last column cannot shift another one.
 */
export function formatColumns(
  rows: readonly (readonly (Text | readonly Text[])[])[],
  { header, rightAligned = [] }: ColumnOptions = {},
): TerminalText[] {
  const columns = rows[0]?.length ?? 0
  const table = new Table({
    chars: { ...NO_BORDERS, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: Array.from({ length: columns }, (_, column) =>
      rightAligned.includes(column) ? 'right' : 'left',
    ),
  })
  if (header) table.push(header.map(toPlain))
  for (const row of rows) table.push(...splitIntoLines(row))
  return table
    .toString()
    .split('\n')
    .map((line) => trustedText(`  ${line}`.trimEnd()))
}

const toPlain = (text: Text): string => String(terminalText(text))

/** For cells of more lines, cli-table3 takes longer than for a row per line. */
const MAX_CELL_LINES = 8

/**
 * Splits a row with high cells into one row per line. The time that cli-table3 takes for a cell grows
 * with the cube of its lines, but each further cell is expensive too.
 */
function splitIntoLines(row: readonly (Text | readonly Text[])[]): string[][] {
  const cells = row.map((cell) => [cell].flat().map(toPlain))
  const height = cells.reduce((most, { length }) => Math.max(most, length), 0)
  if (height <= MAX_CELL_LINES) return [cells.map((lines) => lines.join('\n'))]
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ''))
}
