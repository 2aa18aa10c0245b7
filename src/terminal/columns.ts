import stringWidth from 'string-width'

interface ColumnOptions {
  readonly header?: readonly string[]
  /** Indexes, from 0, of the columns whose cells are aligned to the right. */
  readonly rightAligned?: readonly number[]
}

const GAP = '  '

/**
 * Formats rows as aligned columns without borders, indented by two. A cell may have several lines;
 * it is not wrapped here. Untrusted text belongs in the last column: terminals disagree about the
 * width of rare characters, and the last column cannot shift another one.
 */
export function formatColumns(
  rows: readonly (readonly string[])[],
  { header, rightAligned = [] }: ColumnOptions = {},
): string[] {
  const lines = (header ? [header, ...rows] : rows).flatMap(splitIntoLines)
  const widths: number[] = []
  for (const cells of lines)
    for (const [column, { width }] of cells.entries())
      widths[column] = Math.max(widths[column] ?? 0, width)
  const pad = ({ text, width }: Cell, column: number): string => {
    const blanks = ' '.repeat((widths[column] ?? width) - width)
    return rightAligned.includes(column) ? blanks + text : text + blanks
  }
  return lines.map((cells) => (GAP + cells.map(pad).join(GAP)).trimEnd())
}

interface Cell {
  readonly text: string
  readonly width: number
}

/** Splits a row into one row per line of its cells. */
function splitIntoLines(row: readonly string[]): Cell[][] {
  const cells = row.map((cell) => cell.split('\n'))
  const height = cells.reduce((most, { length }) => Math.max(most, length), 0)
  return Array.from({ length: height }, (_, line) =>
    cells.map((lines) => {
      const text = lines[line] ?? ''
      return { text, width: stringWidth(text) }
    }),
  )
}
