import { present } from '../../model/defined.ts'
import { formatBytes, formatNumber } from '../../model/duration.ts'
import { formatTimeSpan } from '../../model/moment.ts'
import { toPrintable } from '../../model/printable.ts'
import type { InputReport } from '../../model/report.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'

const STATUS_LABELS: Readonly<Record<InputReport['status'], string>> = {
  read: '',
  empty: 'empty',
  'not-recognised': 'not recognised',
  'binary-trace': 'binary trace',
  unreadable: 'unreadable',
}
const MAX_DAMAGE_LINES = 3
const MIN_PATH_WIDTH = 30
const COLUMNS = [
  'Format',
  'Bytes',
  'Records',
  'Undecoded',
  'Unreadable',
  'Input, and the time it covers',
] as const

/**
 * The inputs as a table; columns of nothing but zeros are left out, and in a narrow terminal all
 * stands below the path.
 */
export function inputLines(inputs: readonly InputReport[], look: TextStyle): string[] {
  if (inputs.length === 0) return ['  No files.']
  const figures = inputs.map(figuresOf)
  const kept = [0, 1, 2, 3, 4].filter(
    (column) => column < 3 || figures.some((row) => row[column] !== '0'),
  )
  const widths = kept.map((column) =>
    Math.max(...[COLUMNS, ...figures].map((row) => (row[column] ?? '').length)),
  )
  const room = look.width - 2 - widths.reduce((sum, width) => sum + width + 2, 0)
  if (room < MIN_PATH_WIDTH) return inputs.flatMap((input) => stacked(input, look))
  const head = [...kept.map((column) => COLUMNS[column] ?? ''), COLUMNS[5]].map((title) =>
    paint(look, 'dim', title),
  )
  const rows = inputs.map((input, index) => [
    ...kept.map((column) => marked(input, figures[index]?.[column] ?? '', column, look)),
    [
      ...wrapPath(shortenPath(toPrintable(input.path)), room),
      ...detailLines(input, look, room),
    ].join('\n'),
  ])
  return formatColumns(rows, {
    header: head,
    rightAligned: kept.flatMap((column, place) => (column === 0 ? [] : [place])),
  })
}

const figuresOf = ({
  format,
  status,
  bytes,
  records,
  undecoded,
  unreadable,
}: InputReport): string[] => [
  STATUS_LABELS[status] || toPrintable(format),
  formatBytes(bytes),
  ...[records, undecoded, unreadable].map(formatNumber),
]

/** What was lost stands out. */
function marked(input: InputReport, text: string, column: number, look: TextStyle): string {
  const lost = (column === 0 && input.status !== 'read') || (column > 2 && text !== '0')
  return lost ? paint(look, 'yellow', text) : text
}

function stacked(input: InputReport, look: TextStyle): string[] {
  const [kind = '', bytes, records, undecoded, unreadable] = figuresOf(input)
  const figures = present([
    marked(input, kind, 0, look),
    bytes,
    `${records} record${records === '1' ? '' : 's'}`,
    undecoded === '0' ? undefined : paint(look, 'yellow', `${undecoded} undecoded`),
    unreadable === '0' ? undefined : paint(look, 'yellow', `${unreadable} unreadable`),
  ]).join(' · ')
  return [
    ...wrapPath(shortenPath(toPrintable(input.path)), look.width, 2),
    ...wrapText(figures, look.width, { indent: 4 }),
    ...detailLines(input, look, look.width - 4).map((line) => `    ${line}`),
  ]
}

function detailLines(
  { from, to, notes, damage }: InputReport,
  look: TextStyle,
  width: number,
): string[] {
  const dim = (text: string) => wrapText(text, width).map((line) => paint(look, 'dim', line))
  const places = damage.slice(0, MAX_DAMAGE_LINES).map(({ line, offset, reason }) => {
    const place =
      line === undefined ? (offset === undefined ? '' : `byte ${offset}: `) : `line ${line}: `
    return `${place}${reason}`
  })
  return [
    ...(from === undefined || to === undefined
      ? []
      : dim(formatTimeSpan(Date.parse(from), Date.parse(to)))),
    ...notes.flatMap((note) => dim(safeText(note))),
    ...places.flatMap((place) =>
      wrapText(safeText(place), width).map((line) => paint(look, 'yellow', line)),
    ),
  ]
}
