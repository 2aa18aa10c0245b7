import { present } from '../../model/defined.ts'
import { formatBytes, formatNumber } from '../../model/duration.ts'
import { formatTimeSpan } from '../../model/moment.ts'
import { greatestOf } from '../../model/numbers/extremes.ts'
import type { InputReport } from '../../model/report.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, paintLines, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { joinTexts, type Text, terminal } from '../../terminal/terminal-text.ts'
import { damageText, INPUT_STATUS_LABELS } from '../case-text.ts'

/**
 * More does not help a reader; the JSON report has all.
 * Limit: places of damage shown for an input.
 * Beyond: further ones are counted; JSON has more.
 */
const MAX_DAMAGE_LINES = 3
/**
 * More inputs are counted. Those of which something was read or lost are shown first.
 * Limit: inputs in a table.
 * Beyond: further ones are counted; JSON has all.
 */
const MAX_INPUTS = 200
const MIN_PATH_WIDTH = 30
const COLUMNS = ['Format', 'Bytes', 'Records', 'Undecoded', 'Unreadable'] as const
const PATH_COLUMN = 'Input, and the time it covers'
/** From this column on, columns count losses. They are hidden when all their cells are 0. */
const LOSS_COLUMN = 3

/** Formats the inputs as a table, or as a list where the terminal is too narrow for a table. */
export function inputLines(all: readonly InputReport[], style: TextStyle): Text[] {
  if (all.length === 0) return ['  No files.']
  const inputs = chooseInputs(all)
  const lines = listInputs(inputs, style)
  const hidden = all.length - inputs.length
  return hidden === 0
    ? lines
    : [...lines, `  … and ${formatNumber(hidden)} more. --format json lists all of them.`]
}

function chooseInputs(all: readonly InputReport[]): readonly InputReport[] {
  if (all.length <= MAX_INPUTS) return all
  const isTelling = ({ status, damage }: InputReport) => status === 'read' || damage.length > 0
  const telling = all.filter(isTelling).slice(0, MAX_INPUTS)
  const others = all.filter((input) => !isTelling(input)).slice(0, MAX_INPUTS - telling.length)
  const shown = new Set([...telling, ...others])
  return all.filter((input) => shown.has(input))
}

function listInputs(inputs: readonly InputReport[], style: TextStyle): Text[] {
  const cells = inputs.map(cellsOf)
  const shownColumns = COLUMNS.map((_, column) => column).filter(
    (column) => column < LOSS_COLUMN || cells.some((row) => row[column] !== '0'),
  )
  const widths = shownColumns.map(
    (column) => greatestOf([COLUMNS, ...cells].map((row) => (row[column] ?? '').length)) ?? 0,
  )
  const pathWidth = style.width - 2 - widths.reduce((sum, width) => sum + width + 2, 0)
  if (pathWidth < MIN_PATH_WIDTH) return inputs.flatMap((input) => listItem(input, style))
  const header = [...shownColumns.map((column) => COLUMNS[column] ?? ''), PATH_COLUMN]
  const rows = inputs.map((input, index) => [
    ...shownColumns.map((column) =>
      highlightLoss(input, cells[index]?.[column] ?? '', column, style),
    ),
    [
      ...wrapPath(shortenPath(toPrintable(input.path)), pathWidth),
      ...detailLines(input, style, pathWidth),
    ],
  ])
  return formatColumns(rows, {
    header: paintLines(style, 'dim', header),
    rightAligned: shownColumns.map((_, index) => index).slice(1),
  })
}

/** Returns the cells of the columns, unpainted. */
const cellsOf = (input: InputReport): string[] => [
  INPUT_STATUS_LABELS[input.status] || toPrintable(input.format),
  formatBytes(input.bytes),
  ...[input.records, input.undecoded, input.unreadable].map(formatNumber),
]

/** Paints the cell if it says that something could not be read. */
function highlightLoss(input: InputReport, text: string, column: number, style: TextStyle): Text {
  const isLoss =
    (column === 0 && input.status !== 'read') || (column >= LOSS_COLUMN && text !== '0')
  return isLoss ? paint(style, 'yellow', text) : text
}

function listItem(input: InputReport, style: TextStyle): Text[] {
  const [format = '', bytes, records, undecoded, unreadable] = cellsOf(input)
  const parts = present([
    highlightLoss(input, format, 0, style),
    bytes,
    `${records} record${records === '1' ? '' : 's'}`,
    undecoded === '0' ? undefined : paint(style, 'yellow', `${undecoded} undecoded`),
    unreadable === '0' ? undefined : paint(style, 'yellow', `${unreadable} unreadable`),
  ])
  return [
    ...wrapPath(shortenPath(toPrintable(input.path)), style.width, 2),
    ...wrapText(joinTexts(parts, ' · '), style.width, { indent: 4 }),
    ...detailLines(input, style, style.width - 4).map((line) => terminal`    ${line}`),
  ]
}

/** Returns the covered time, the notes and the first damaged places. */
function detailLines(
  { from, to, notes, damage }: InputReport,
  style: TextStyle,
  width: number,
): Text[] {
  const span =
    from === undefined || to === undefined
      ? undefined
      : formatTimeSpan(Date.parse(from), Date.parse(to))
  const details = present([span, ...notes.map(safeText)])
  const places = damage.slice(0, MAX_DAMAGE_LINES).map((place) => safeText(damageText(place)))
  return [
    ...paintLines(
      style,
      'dim',
      details.flatMap((text) => wrapText(text, width)),
    ),
    ...paintLines(
      style,
      'yellow',
      places.flatMap((text) => wrapText(text, width)),
    ),
  ]
}
