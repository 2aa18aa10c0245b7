/** The parts of the dashboard, in the order that tab goes through them. */
export const PANES = ['spool', 'verdicts', 'detail', 'journey', 'events', 'not-checked'] as const
export type Pane = (typeof PANES)[number]

/** Those that list something to select. */
export type ListPane = Exclude<Pane, 'detail'>
export const LIST_PANES = [
  'spool',
  'verdicts',
  'journey',
  'events',
  'not-checked',
] as const satisfies readonly ListPane[]

export const PANE_TITLES: Readonly<Record<Pane, string>> = {
  spool: 'Spool',
  verdicts: 'Verdicts',
  detail: 'Detail',
  journey: 'Journey',
  events: 'Events',
  'not-checked': 'Not checked',
}

/** What takes the whole screen. */
export type Overlay = 'detail' | 'commands' | 'help'

/** Where a key is pressed. */
export type KeyContext = Pane | `whole ${Overlay}` | 'filter'
