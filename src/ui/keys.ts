import { defined } from '../model/defined.ts'
import { type KeyContext, PANES, type Pane } from './pane.ts'
import type { Action } from './view-state.ts'

/** The effect of a key: a change of the view state, or a command for the dashboard itself. */
export type KeyCommand =
  | Action
  | { readonly do: 'page'; readonly by: 1 | -1 }
  | { readonly do: 'copy' | 'report' | 'suspend' | 'quit' }

interface KeyBinding {
  /** Names from `key-names.ts`. */
  readonly names: readonly string[]
  /** Text for the help; two spaces separate alternative keys. */
  readonly label: string
  readonly contexts: readonly KeyContext[]
  readonly command: KeyCommand
  readonly help: string
  /** Text for the footer; keys without it are listed in the help only. */
  readonly hint?: string
}

/** A row of the table below: contexts, keys and their label, command, help, hint. */
const bind = (
  contexts: readonly KeyContext[],
  [label, ...names]: readonly [label: string, ...names: string[]],
  command: KeyCommand,
  help: string,
  hint?: string,
): KeyBinding => ({ names, label, contexts, command, help, ...defined({ hint }) })

/** The lists that have several orders. */
const SORTED: readonly Pane[] = PANES.filter((pane) => pane !== 'detail' && pane !== 'diagnosis')
const DETAIL: readonly KeyContext[] = ['full-screen detail']
const COMMANDS: readonly KeyContext[] = ['full-screen commands']
const OVERLAYS: readonly KeyContext[] = [
  ...DETAIL,
  ...COMMANDS,
  'full-screen help',
  'full-screen copy',
]
const PROMPTS: readonly KeyContext[] = ['filter', 'search']
const ANY: readonly KeyContext[] = [...PANES, ...OVERLAYS]

/** All keys, in the order in which the help lists them. */
export const KEYS: readonly KeyBinding[] = [
  bind(ANY, ['q  Ctrl-C', 'q', 'ctrl-c'], { do: 'quit' }, 'Quit', 'quit'),
  bind(ANY, ['?', '?'], { do: 'help' }, 'Show or hide this help', 'help'),
  bind(PANES, ['tab  →', 'tab', 'right'], { do: 'focus', by: 1 }, 'Next pane', 'pane'),
  bind(PANES, ['shift-tab  ←', 'shift-tab', 'left'], { do: 'focus', by: -1 }, 'Previous pane'),
  bind(ANY, ['↓  j', 'down', 'j'], { do: 'move', by: 1 }, 'Next entry or line'),
  bind(ANY, ['↑  k', 'up', 'k'], { do: 'move', by: -1 }, 'Previous entry or line'),
  bind(ANY, ['page down  space', 'page-down', ' '], { do: 'page', by: 1 }, 'Page down'),
  bind(ANY, ['page up  b', 'page-up', 'b'], { do: 'page', by: -1 }, 'Page up'),
  bind(ANY, ['home  g', 'home', 'g'], { do: 'go', to: 'first' }, 'First entry or line'),
  bind(
    ANY,
    ['end  G', 'end', 'G'],
    { do: 'go', to: 'last' },
    'Last entry or line; in Events: follow the latest',
  ),
  bind(
    PANES,
    ['enter', 'enter'],
    { do: 'open' },
    'Open the selected entry: evidence, remedy, commands',
  ),
  bind(OVERLAYS, ['enter  Esc', 'enter', 'escape'], { do: 'back' }, 'Back to the panes', 'back'),
  bind(
    [...PANES, ...DETAIL, ...COMMANDS],
    ['c', 'c'],
    { do: 'commands' },
    'Show or hide the commands of the remedy alone, ready to select and copy',
    'commands',
  ),
  bind(
    [...PANES, ...DETAIL, ...COMMANDS],
    ['y', 'y'],
    { do: 'copy' },
    'Copy the selected line; of a step, its commands; in Detail, all of its text',
    'copy',
  ),
  bind(
    [...PANES, ...DETAIL],
    ['/', '/'],
    { do: 'search' },
    'Search all panes while you type; enter keeps the search, Esc leaves it',
    'search',
  ),
  bind(
    [...PANES, ...DETAIL],
    ['n', 'n'],
    { do: 'next-hit', by: 1 },
    'Next hit of the search, in whichever pane it is',
    'next',
  ),
  bind(
    [...PANES, ...DETAIL],
    ['N', 'N'],
    { do: 'next-hit', by: -1 },
    'Previous hit of the search',
    'previous',
  ),
  bind(
    PANES,
    ['f', 'f'],
    { do: 'filter' },
    'Filter a list: show what contains a text; enter keeps the filter, Esc clears it',
    'filter',
  ),
  bind(PANES, ['Esc', 'escape'], { do: 'back' }, 'Leave the search, then clear the filter'),
  bind(PROMPTS, ['enter', 'enter'], { do: 'accept' }, 'Keep the search or the filter', 'keep'),
  bind(PROMPTS, ['Esc', 'escape'], { do: 'back' }, 'Leave the search or the filter', 'leave'),
  bind(PROMPTS, ['backspace', 'backspace'], { do: 'erase' }, 'Delete the last character'),
  bind(PROMPTS, ['Ctrl-C', 'ctrl-c'], { do: 'quit' }, 'Quit'),
  bind(SORTED, ['s', 's'], { do: 'sort' }, 'Change sort order', 'sort'),
  bind(
    [...PANES, ...DETAIL],
    ['p', 'p'],
    { do: 'pause' },
    'Pause display, or resume it; watching continues',
    'pause',
  ),
  bind(
    [...PANES, ...DETAIL],
    ['e', 'e'],
    { do: 'report' },
    'Write a report now, as JSON and as text',
    'report',
  ),
  bind(ANY, ['Ctrl-Z', 'ctrl-z'], { do: 'suspend' }, 'Suspend, where the shell can resume it'),
]

/**
 * Finds the command of a key in a context. While a text is typed, any other single character is
 * added to it. Returns undefined for keys without a command.
 */
export function commandForKey(name: string, context: KeyContext): KeyCommand | undefined {
  const key = KEYS.find(({ names, contexts }) => names.includes(name) && contexts.includes(context))
  if (key !== undefined) return key.command
  return PROMPTS.includes(context) && [...name].length === 1
    ? { do: 'type', text: name }
    : undefined
}
