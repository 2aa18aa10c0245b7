import { type KeyContext, PANES, type Pane } from './pane.ts'
import type { Action } from './view-state.ts'

/** What a key asks for: a change of what is shown, or something beyond it. */
export type KeyCommand =
  | Action
  | { readonly do: 'page'; readonly by: 1 | -1 }
  | { readonly do: 'report' | 'quit' }

interface KeyBinding {
  /** As `key-names.ts` names them. */
  readonly names: readonly string[]
  /** As the help shows them. */
  readonly label: string
  readonly contexts: readonly KeyContext[]
  readonly command: KeyCommand
  readonly help: string
  /** Shorter, for the last line of the screen; those without are only in the help. */
  readonly hint?: string
}

const LIST_CONTEXTS: readonly Pane[] = PANES.filter((pane) => pane !== 'detail')
const OVERLAY_CONTEXTS: readonly KeyContext[] = ['whole detail', 'whole commands', 'whole help']
const ALL_CONTEXTS: readonly KeyContext[] = [...PANES, ...OVERLAY_CONTEXTS]

/** Every key there is, in the order that the help shows them. */
export const KEYS: readonly KeyBinding[] = [
  {
    names: ['q', 'ctrl-c'],
    label: 'q  Ctrl-C',
    contexts: ALL_CONTEXTS,
    command: { do: 'quit' },
    help: 'Quit',
    hint: 'quit',
  },
  {
    names: ['?'],
    label: '?',
    contexts: ALL_CONTEXTS,
    command: { do: 'help' },
    help: 'This help, and back',
    hint: 'help',
  },
  {
    names: ['tab', 'right'],
    label: 'tab  →',
    contexts: PANES,
    command: { do: 'focus', by: 1 },
    help: 'The next pane',
    hint: 'pane',
  },
  {
    names: ['shift-tab', 'left'],
    label: 'shift-tab  ←',
    contexts: PANES,
    command: { do: 'focus', by: -1 },
    help: 'The pane before',
  },
  {
    names: ['down', 'j'],
    label: '↓  j',
    contexts: ALL_CONTEXTS,
    command: { do: 'move', by: 1 },
    help: 'The next entry, or line of text',
  },
  {
    names: ['up', 'k'],
    label: '↑  k',
    contexts: ALL_CONTEXTS,
    command: { do: 'move', by: -1 },
    help: 'The entry or line before',
  },
  {
    names: ['page-down', ' '],
    label: 'page down  space',
    contexts: ALL_CONTEXTS,
    command: { do: 'page', by: 1 },
    help: 'A page on',
  },
  {
    names: ['page-up', 'b'],
    label: 'page up  b',
    contexts: ALL_CONTEXTS,
    command: { do: 'page', by: -1 },
    help: 'A page back',
  },
  {
    names: ['home', 'g'],
    label: 'home  g',
    contexts: ALL_CONTEXTS,
    command: { do: 'go', to: 'first' },
    help: 'The first',
  },
  {
    names: ['end', 'G'],
    label: 'end  G',
    contexts: ALL_CONTEXTS,
    command: { do: 'go', to: 'last' },
    help: 'The last; of the events: go on with the latest',
  },
  {
    names: ['enter'],
    label: 'enter',
    contexts: PANES,
    command: { do: 'open' },
    help: 'The selected one in full: evidence, what to do, commands',
  },
  {
    names: ['enter', 'escape'],
    label: 'enter  Esc',
    contexts: OVERLAY_CONTEXTS,
    command: { do: 'back' },
    hint: 'back',
    help: 'Back to the panes',
  },
  {
    names: ['c'],
    label: 'c',
    contexts: [...PANES, 'whole detail', 'whole commands'],
    command: { do: 'commands' },
    hint: 'commands',
    help: 'Only the commands of what to do, for the terminal to select and copy; and back',
  },
  {
    names: ['/'],
    label: '/',
    contexts: PANES,
    command: { do: 'filter' },
    hint: 'filter',
    help: 'Show what contains a text; enter keeps it, Esc shows all again',
  },
  {
    names: ['escape'],
    label: 'Esc',
    contexts: PANES,
    command: { do: 'back' },
    help: 'Show all of the list again',
  },
  {
    names: ['enter'],
    label: 'enter',
    contexts: ['filter'],
    command: { do: 'accept' },
    help: 'Keep the filter',
    hint: 'keep',
  },
  {
    names: ['escape'],
    label: 'Esc',
    contexts: ['filter'],
    command: { do: 'back' },
    help: 'Show all again',
    hint: 'all again',
  },
  {
    names: ['backspace'],
    label: 'backspace',
    contexts: ['filter'],
    command: { do: 'erase' },
    help: 'Take the last character away',
  },
  {
    names: ['ctrl-c'],
    label: 'Ctrl-C',
    contexts: ['filter'],
    command: { do: 'quit' },
    help: 'Quit',
  },
  {
    names: ['s'],
    label: 's',
    contexts: LIST_CONTEXTS,
    command: { do: 'sort' },
    help: 'Another order of the list',
    hint: 'sort',
  },
  {
    names: ['p'],
    label: 'p',
    contexts: [...PANES, 'whole detail'],
    command: { do: 'pause' },
    hint: 'pause',
    help: 'Hold what is shown, and go on; watching goes on meanwhile',
  },
  {
    names: ['e'],
    label: 'e',
    contexts: [...PANES, 'whole detail'],
    command: { do: 'report' },
    hint: 'report',
    help: 'Write a report now, as JSON and as text',
  },
]

/** What a key asks for in a place; while a filter is typed, any other character belongs to it. */
export function commandForKey(name: string, place: KeyContext): KeyCommand | undefined {
  const key = KEYS.find(
    ({ names, contexts: places }) => names.includes(name) && places.includes(place),
  )
  if (key !== undefined) return key.command
  return place === 'filter' && [...name].length === 1 ? { do: 'type', text: name } : undefined
}
