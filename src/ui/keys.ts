import { PANES, type Pane, type Place } from './pane.ts'
import type { Action } from './view-state.ts'

/** What a key asks for: a change of what is shown, or something beyond it. */
export type Asked =
  | Action
  | { readonly do: 'page'; readonly by: 1 | -1 }
  | { readonly do: 'report' | 'quit' }

interface Key {
  /** As `key-names.ts` names them. */
  readonly names: readonly string[]
  /** As the help shows them. */
  readonly shown: string
  readonly places: readonly Place[]
  readonly asks: Asked
  readonly words: string
  /** Shorter, for the last line of the screen; those without are only in the help. */
  readonly brief?: string
}

const LISTS: readonly Pane[] = PANES.filter((pane) => pane !== 'detail')
const WHOLE: readonly Place[] = ['whole detail', 'whole commands', 'whole help']
const PLACES: readonly Place[] = [...PANES, ...WHOLE]

/** Every key there is, in the order that the help shows them. */
export const KEYS: readonly Key[] = [
  {
    names: ['q', 'ctrl-c'],
    shown: 'q  Ctrl-C',
    places: PLACES,
    asks: { do: 'quit' },
    words: 'Quit',
    brief: 'quit',
  },
  {
    names: ['?'],
    shown: '?',
    places: PLACES,
    asks: { do: 'help' },
    words: 'This help, and back',
    brief: 'help',
  },
  {
    names: ['tab', 'right'],
    shown: 'tab  →',
    places: PANES,
    asks: { do: 'focus', by: 1 },
    words: 'The next pane',
    brief: 'pane',
  },
  {
    names: ['shift-tab', 'left'],
    shown: 'shift-tab  ←',
    places: PANES,
    asks: { do: 'focus', by: -1 },
    words: 'The pane before',
  },
  {
    names: ['down', 'j'],
    shown: '↓  j',
    places: PLACES,
    asks: { do: 'move', by: 1 },
    words: 'The next entry, or line of text',
  },
  {
    names: ['up', 'k'],
    shown: '↑  k',
    places: PLACES,
    asks: { do: 'move', by: -1 },
    words: 'The entry or line before',
  },
  {
    names: ['page-down', ' '],
    shown: 'page down  space',
    places: PLACES,
    asks: { do: 'page', by: 1 },
    words: 'A page on',
  },
  {
    names: ['page-up', 'b'],
    shown: 'page up  b',
    places: PLACES,
    asks: { do: 'page', by: -1 },
    words: 'A page back',
  },
  {
    names: ['home', 'g'],
    shown: 'home  g',
    places: PLACES,
    asks: { do: 'go', to: 'first' },
    words: 'The first',
  },
  {
    names: ['end', 'G'],
    shown: 'end  G',
    places: PLACES,
    asks: { do: 'go', to: 'last' },
    words: 'The last; of the events: go on with the latest',
  },
  {
    names: ['enter'],
    shown: 'enter',
    places: PANES,
    asks: { do: 'open' },
    words: 'The selected one in full: evidence, what to do, commands',
  },
  {
    names: ['enter', 'escape'],
    shown: 'enter  Esc',
    places: WHOLE,
    asks: { do: 'back' },
    brief: 'back',
    words: 'Back to the panes',
  },
  {
    names: ['c'],
    shown: 'c',
    places: [...PANES, 'whole detail', 'whole commands'],
    asks: { do: 'commands' },
    brief: 'commands',
    words: 'Only the commands of what to do, for the terminal to select and copy; and back',
  },
  {
    names: ['/'],
    shown: '/',
    places: PANES,
    asks: { do: 'filter' },
    brief: 'filter',
    words: 'Show what contains a text; enter keeps it, Esc shows all again',
  },
  {
    names: ['escape'],
    shown: 'Esc',
    places: PANES,
    asks: { do: 'back' },
    words: 'Show all of the list again',
  },
  {
    names: ['enter'],
    shown: 'enter',
    places: ['filter'],
    asks: { do: 'accept' },
    words: 'Keep the filter',
    brief: 'keep',
  },
  {
    names: ['escape'],
    shown: 'Esc',
    places: ['filter'],
    asks: { do: 'back' },
    words: 'Show all again',
    brief: 'all again',
  },
  {
    names: ['backspace'],
    shown: 'backspace',
    places: ['filter'],
    asks: { do: 'erase' },
    words: 'Take the last character away',
  },
  { names: ['ctrl-c'], shown: 'Ctrl-C', places: ['filter'], asks: { do: 'quit' }, words: 'Quit' },
  {
    names: ['s'],
    shown: 's',
    places: LISTS,
    asks: { do: 'sort' },
    words: 'Another order of the list',
    brief: 'sort',
  },
  {
    names: ['p'],
    shown: 'p',
    places: [...PANES, 'whole detail'],
    asks: { do: 'pause' },
    brief: 'pause',
    words: 'Hold what is shown, and go on; watching goes on meanwhile',
  },
  {
    names: ['e'],
    shown: 'e',
    places: [...PANES, 'whole detail'],
    asks: { do: 'report' },
    brief: 'report',
    words: 'Write a report now, as JSON and as text',
  },
]

/** What a key asks for in a place; while a filter is typed, any other character belongs to it. */
export function askedBy(name: string, place: Place): Asked | undefined {
  const key = KEYS.find(({ names, places }) => names.includes(name) && places.includes(place))
  if (key !== undefined) return key.asks
  return place === 'filter' && [...name].length === 1 ? { do: 'type', text: name } : undefined
}
