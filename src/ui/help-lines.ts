import { wrapText } from '../terminal/plain-text.ts'
import { KEYS } from './keys.ts'
import type { KeyContext } from './pane.ts'
import { cell, type Line, span } from './span.ts'

const KEY_COLUMN_WIDTH = 21

const isPrompt = (context: KeyContext): boolean => context === 'filter' || context === 'search'

const MOUSE_EXPLANATIONS = [
  ['wheel', 'Scroll the pane below the pointer.'],
  ['click', 'Select an entry, or a pane in a heading.'],
  [
    'shift and drag',
    'Select text, in most terminals. --no-mouse leaves the mouse to the terminal.',
  ],
] as const

const MARK_EXPLANATIONS = [
  ['✗  !  i  ?  ✓', 'A verdict: flagged as error, warning or info; not checked; clear.'],
  [
    'new · waiting · stuck',
    'An item below a quarter of the limit, up to the limit, or above it. ' +
      'The bar is full at the limit.',
  ],
  ['* changed', 'A verdict that changed in the last ten seconds.'],
  [
    'sent─480~spooled',
    'A line: joined by message key and order. A wave: inferred from the time alone. ' +
      '…: earlier stages. EWS×3: three answers in a row.',
  ],
  ['═══', 'The pane that receives the keys. > marks its selected entry, which Detail shows.'],
] as const

/** Draws the help: all keys, from their table, and the meaning of the marks. */
export function helpLines(width: number): readonly Line[] {
  const keys = KEYS.map(({ label, help, contexts }): readonly [string, string] => [
    label,
    contexts.every(isPrompt) ? `While typing: ${help}` : help,
  ])
  return [
    [span('Keys', 'bold')],
    ...keys.flatMap((pair) => entryLines(pair, width)),
    [],
    [span('Mouse', 'bold')],
    ...MOUSE_EXPLANATIONS.flatMap((pair) => entryLines(pair, width)),
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
