/** The parts of the dashboard, in the order in which tab visits them. */
export const PANES = [
  'diagnosis',
  'spool',
  'verdicts',
  'detail',
  'journey',
  'events',
  'not-checked',
] as const
export type Pane = (typeof PANES)[number]

/** The panes that list entries to select. */
export type ListPane = Exclude<Pane, 'detail'>
export const LIST_PANES = [
  'diagnosis',
  'spool',
  'verdicts',
  'journey',
  'events',
  'not-checked',
] as const satisfies readonly ListPane[]

export const PANE_TITLES: Readonly<Record<Pane, string>> = {
  diagnosis: 'Diagnosis',
  spool: 'Spool',
  verdicts: 'Verdicts',
  detail: 'Detail',
  journey: 'Journey',
  events: 'Events',
  'not-checked': 'Not checked',
}

/** For a heading that names all panes and has no room for their titles. */
export const SHORT_PANE_TITLES: Readonly<Record<Pane, string>> = {
  ...PANE_TITLES,
  diagnosis: 'Why',
}

/** Views that fill the whole screen. `copy` shows a text that the terminal cannot copy itself. */
export type Overlay = 'detail' | 'commands' | 'help' | 'copy'

/** A text that is typed into the last line. */
export type Prompt = 'filter' | 'search'

/** Where a key is pressed, which decides its meaning. */
export type KeyContext = Pane | `full-screen ${Overlay}` | Prompt
