/** The parts of the dashboard, in the order in which tab visits them. */
export const PANES = ['spool', 'verdicts', 'detail', 'journey', 'events', 'not-checked'] as const
export type Pane = (typeof PANES)[number]

/** The panes that list entries to select. */
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

/** Views that fill the whole screen. */
export type Overlay = 'detail' | 'commands' | 'help'

/** Where a key is pressed, which decides its meaning. */
export type KeyContext = Pane | `full-screen ${Overlay}` | 'filter'
