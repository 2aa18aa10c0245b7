import { wrapText } from '../terminal/layout.ts'
import { KEYS } from './keys.ts'
import { cell, type Line, span } from './span.ts'

const KEY_COLUMN_WIDTH = 19

const MARK_EXPLANATIONS = [
  ['✗  !  i  ?  ✓', 'A verdict: flagged as error, as warning, as info; not checked; clear.'],
  [
    'new · waiting · stuck',
    'An item under a quarter of the limit, up to it, beyond it. Its bar is full at the limit.',
  ],
  ['* changed', 'A verdict that changed in the last ten seconds.'],
  [
    'sent─480~spooled',
    'A wave joins what only its time joins: inferred. A line joins by key and order.',
  ],
  [
    '═══',
    'The pane that the keys go to. > stands before what is selected there, and what the detail is about.',
  ],
] as const

/** All keys, drawn from their table, and what the marks mean. */
export function helpLines(width: number): readonly Line[] {
  const keys = KEYS.map(
    ({ label: shown, help: words, contexts: places }): readonly [string, string] => [
      shown,
      places.length === 1 && places[0] === 'filter' ? `While a filter is typed: ${words}` : words,
    ],
  )
  return [
    [span('Keys', 'bold')],
    ...keys.flatMap((pair) => entryLines(pair, width)),
    [],
    [span('Marks', 'bold')],
    ...MARK_EXPLANATIONS.flatMap((pair) => entryLines(pair, width)),
  ]
}

function entryLines([left, right]: readonly [string, string], width: number): readonly Line[] {
  const lines = wrapText(right, width - KEY_COLUMN_WIDTH - 4)
  return lines.map((line, index) => [
    ...cell(index === 0 ? `  ${left}` : '', KEY_COLUMN_WIDTH + 4, 'cyan'),
    span(line),
  ])
}
