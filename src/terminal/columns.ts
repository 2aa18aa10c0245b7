import Table from 'cli-table3'

interface ColumnOptions {
  readonly header?: readonly string[]
  /** Columns, from 0, whose cells stand to the right. */
  readonly rightAligned?: readonly number[]
}

const NO_BORDERS = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((name) =>
    name === 'left' || name === 'right'
      ? [
          [name, ''],
          [`${name}-mid`, ''],
          [`top-${name}`, ''],
          [`bottom-${name}`, ''],
        ]
      : [
          [name, ''],
          [`${name}-mid`, ''],
        ],
  ),
)

/**
 * Cells in aligned columns without lines, indented by two, nothing behind the last column. Cells
 * are wrapped beforehand. Text from outside belongs into the last column: terminals disagree about
 * the width of rare characters, and there it moves nothing.
 */
export function formatColumns(
  rows: readonly (readonly string[])[],
  { header: head, rightAligned: right = [] }: ColumnOptions = {},
): string[] {
  const columns = rows[0]?.length ?? 0
  const table = new Table({
    chars: { ...NO_BORDERS, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: Array.from({ length: columns }, (_, column) =>
      right.includes(column) ? 'right' : 'left',
    ),
  })
  if (head) table.push([...head])
  for (const row of rows) table.push([...row])
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
}
