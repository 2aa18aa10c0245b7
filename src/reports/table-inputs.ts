import { present } from '../model/defined.ts'
import { byteText, numberText } from '../model/duration.ts'
import { spanText } from '../model/moment.ts'
import { printable } from '../model/printable.ts'
import type { InputReport } from '../model/report.ts'
import { grid } from '../terminal/grid.ts'
import { type Look, paint, wrapped, wrappedPath } from '../terminal/layout.ts'
import { ends, shown } from './table-facts.ts'

const STATES: Readonly<Record<InputReport['status'], string>> = {
  read: '',
  empty: 'empty',
  'not-recognised': 'not recognised',
  'binary-trace': 'binary trace',
  unreadable: 'unreadable',
}
const MOST_DAMAGE = 3
const NARROWEST_PATH = 30
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
export function inputLines(inputs: readonly InputReport[], look: Look): string[] {
  if (inputs.length === 0) return ['  No files.']
  const figures = inputs.map(figuresOf)
  const kept = [0, 1, 2, 3, 4].filter(
    (column) => column < 3 || figures.some((row) => row[column] !== '0'),
  )
  const widths = kept.map((column) =>
    Math.max(...[COLUMNS, ...figures].map((row) => (row[column] ?? '').length)),
  )
  const room = look.width - 2 - widths.reduce((sum, width) => sum + width + 2, 0)
  if (room < NARROWEST_PATH) return inputs.flatMap((input) => stacked(input, look))
  const head = [...kept.map((column) => COLUMNS[column] ?? ''), COLUMNS[5]].map((title) =>
    paint(look, 'dim', title),
  )
  const rows = inputs.map((input, index) => [
    ...kept.map((column) => marked(input, figures[index]?.[column] ?? '', column, look)),
    [...wrappedPath(ends(printable(input.path)), room), ...detailLines(input, look, room)].join(
      '\n',
    ),
  ])
  return grid(rows, { head, right: kept.flatMap((column, place) => (column === 0 ? [] : [place])) })
}

const figuresOf = ({
  format,
  status,
  bytes,
  records,
  undecoded,
  unreadable,
}: InputReport): string[] => [
  STATES[status] || printable(format),
  byteText(bytes),
  ...[records, undecoded, unreadable].map(numberText),
]

/** What was lost stands out. */
function marked(input: InputReport, text: string, column: number, look: Look): string {
  const lost = (column === 0 && input.status !== 'read') || (column > 2 && text !== '0')
  return lost ? paint(look, 'yellow', text) : text
}

function stacked(input: InputReport, look: Look): string[] {
  const [kind = '', bytes, records, undecoded, unreadable] = figuresOf(input)
  const figures = present([
    marked(input, kind, 0, look),
    bytes,
    `${records} record${records === '1' ? '' : 's'}`,
    undecoded === '0' ? undefined : paint(look, 'yellow', `${undecoded} undecoded`),
    unreadable === '0' ? undefined : paint(look, 'yellow', `${unreadable} unreadable`),
  ]).join(' · ')
  return [
    ...wrappedPath(ends(printable(input.path)), look.width, 2),
    ...wrapped(figures, look.width, { indent: 4 }),
    ...detailLines(input, look, look.width - 4).map((line) => `    ${line}`),
  ]
}

function detailLines(
  { from, to, notes, damage }: InputReport,
  look: Look,
  width: number,
): string[] {
  const dim = (text: string) => wrapped(text, width).map((line) => paint(look, 'dim', line))
  const places = damage.slice(0, MOST_DAMAGE).map(({ line, offset, reason }) => {
    const place =
      line === undefined ? (offset === undefined ? '' : `byte ${offset}: `) : `line ${line}: `
    return `${place}${reason}`
  })
  return [
    ...(from === undefined || to === undefined
      ? []
      : dim(spanText(Date.parse(from), Date.parse(to)))),
    ...notes.flatMap((note) => dim(shown(note))),
    ...places.flatMap((place) =>
      wrapped(shown(place), width).map((line) => paint(look, 'yellow', line)),
    ),
  ]
}
