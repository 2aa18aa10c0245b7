import type { LiveView } from '../model/live-view.ts'
import { LISTS, type Row, rowsOf, type Sight } from './lists.ts'
import { LIST_PANES, type ListPane, type Overlay, PANES, type Pane, type Place } from './pane.ts'

/** A subject, and where in its list it was seen last. */
interface Selection {
  readonly key: string
  readonly index: number
}

/** How one list is looked at. Without a selection it stays at its end (events) or beginning. */
interface ListState extends Sight {
  readonly selection?: Selection
}

/** All that the user has done to what is shown. */
export interface ViewState {
  readonly pane: Pane
  /** The panes, the one looked at last first: of several in one place it is the one shown. */
  readonly recent: readonly Pane[]
  readonly lists: Readonly<Record<ListPane, ListState>>
  /** List that the detail is about. */
  readonly about: ListPane
  readonly overlay?: Overlay
  /** A filter is being typed for the list. */
  readonly typing: boolean
  /** Lines passed over in the text that scrolls; another text starts at its beginning. */
  readonly scroll: { readonly of: string; readonly top: number }
  /** What is shown while paused. */
  readonly frozen?: LiveView
  /** The last thing to tell the user. */
  readonly said?: string
}

export type Action =
  /** `most`: lines beyond those that the scrolling text shows. */
  | { readonly do: 'move'; readonly by: number; readonly most?: number }
  | { readonly do: 'go'; readonly to: 'first' | 'last'; readonly most?: number }
  | { readonly do: 'focus'; readonly by: 1 | -1 }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'say'; readonly text: string }
  | {
      readonly do:
        | 'open'
        | 'back'
        | 'filter'
        | 'erase'
        | 'accept'
        | 'sort'
        | 'pause'
        | 'commands'
        | 'help'
        | 'hush'
        | 'look'
    }

const FRESH: ListState = { filter: '', sort: 0 }

export const START: ViewState = {
  pane: 'spool',
  recent: PANES,
  lists: { spool: FRESH, verdicts: FRESH, journey: FRESH, events: FRESH, 'not-checked': FRESH },
  about: 'spool',
  typing: false,
  scroll: { of: '', top: 0 },
}

/** What is looked at: now, or what was when it was paused. */
export const shownOf = (state: ViewState, view: LiveView): LiveView => state.frozen ?? view

/** What a key means depends on it. */
export function placeOf({ pane, overlay, typing }: ViewState): Place {
  if (typing) return 'filter'
  return overlay === undefined ? pane : `whole ${overlay}`
}

export function reduce(state: ViewState, action: Action, live: LiveView): ViewState {
  const view = shownOf(state, live)
  switch (action.do) {
    case 'look':
      return { ...state, lists: anchored(state, view) }
    case 'move':
      return isScrolling(state)
        ? scrolled(state, action.by, view, action.most)
        : selected(state, action.by, view)
    case 'go': {
      const far = action.to === 'first' ? -Infinity : Infinity
      return isScrolling(state)
        ? scrolled(state, far, view, action.most)
        : selected(state, far, view)
    }
    case 'focus':
      return focused(
        state,
        PANES[(PANES.indexOf(state.pane) + action.by + PANES.length) % PANES.length] ?? 'spool',
      )
    case 'open':
      return { ...state, overlay: 'detail' }
    case 'commands':
      return state.overlay === 'commands'
        ? without(state, 'overlay')
        : { ...state, overlay: 'commands' }
    case 'help':
      return state.overlay === 'help' ? without(state, 'overlay') : { ...state, overlay: 'help' }
    case 'back':
      if (state.typing) return { ...withList(state, { filter: '' }), typing: false }
      if (state.overlay !== undefined) return without(state, 'overlay')
      return withList(state, { filter: '' })
    case 'filter':
      return { ...focused(without(state, 'overlay'), state.about), typing: true }
    case 'type':
      return withList(state, { filter: state.lists[state.about].filter + action.text })
    case 'erase':
      return withList(state, { filter: [...state.lists[state.about].filter].slice(0, -1).join('') })
    case 'accept':
      return { ...state, typing: false }
    case 'sort':
      return withList(state, {
        sort: (state.lists[state.about].sort + 1) % LISTS[state.about].sorts.length,
      })
    case 'pause':
      return state.frozen === undefined ? { ...state, frozen: live } : without(state, 'frozen')
    case 'say':
      return { ...state, said: action.text }
    case 'hush':
      return without(state, 'said')
  }
}

function without<Name extends 'overlay' | 'frozen' | 'said'>(
  state: ViewState,
  name: Name,
): ViewState {
  const { [name]: _, ...rest } = state
  return rest as ViewState // what is taken away is optional
}

const withList = (state: ViewState, change: Partial<ListState>): ViewState => ({
  ...state,
  lists: { ...state.lists, [state.about]: { ...state.lists[state.about], ...change } },
})

const isList = (pane: Pane): pane is ListPane => pane !== 'detail'

const focused = (state: ViewState, pane: Pane): ViewState => ({
  ...state,
  pane,
  recent: [pane, ...state.recent.filter((one) => one !== pane)],
  about: isList(pane) ? pane : state.about,
})

/** The rows of a list and the place of the selected one among them; -1 in an empty list. */
export function looked<Of extends ListPane>(
  pane: Of,
  state: ViewState,
  view: LiveView,
): { readonly rows: readonly Row<Of>[]; readonly index: number } {
  const { selection, ...sight } = state.lists[pane]
  const rows = rowsOf(pane, view, sight)
  if (selection === undefined)
    return {
      rows,
      index: pane === 'events' && sight.sort === 0 ? rows.length - 1 : Math.min(0, rows.length - 1),
    }
  const found = rows.findIndex(({ key }) => key === selection.key)
  return { rows, index: found >= 0 ? found : Math.min(selection.index, rows.length - 1) }
}

/** The selected row of a list. */
export function selectedRow<Of extends ListPane>(
  pane: Of,
  state: ViewState,
  view: LiveView,
): Row<Of> | undefined {
  const { rows, index } = looked(pane, state, view)
  return rows[index]
}

/**
 * Each selection remembers where its subject is now; one whose subject is gone takes its neighbour,
 * one that a filter hides waits.
 */
function anchored(state: ViewState, view: LiveView): ViewState['lists'] {
  const lists: Record<ListPane, ListState> = { ...state.lists }
  for (const pane of LIST_PANES) {
    const { selection } = lists[pane]
    const { rows, index } = looked(pane, state, view)
    const row = rows[index]
    if (row === undefined || (selection === undefined && pane === 'events')) continue
    const hidden =
      selection !== undefined &&
      row.key !== selection.key &&
      rowsOf(pane, view, { filter: '', sort: 0 }).some(({ key }) => key === selection.key)
    if (!hidden) lists[pane] = { ...lists[pane], selection: { key: row.key, index } }
  }
  return lists
}

function selected(state: ViewState, by: number, view: LiveView): ViewState {
  const pane = state.about
  const { rows, index } = looked(pane, state, view)
  const next = Math.min(Math.max(index + by, 0), rows.length - 1)
  const row = rows[next]
  if (row === undefined) return state
  // At the end of the tail: go on with it.
  if (pane === 'events' && state.lists.events.sort === 0 && next === rows.length - 1) {
    const { selection: _, ...following } = state.lists.events
    return { ...state, lists: { ...state.lists, events: following } }
  }
  return withList(state, { selection: { key: row.key, index: next } })
}

const isScrolling = ({ pane, overlay }: ViewState): boolean =>
  overlay !== undefined || pane === 'detail'

/** Names the text that scrolls. */
function scrolledText(state: ViewState, view: LiveView): string {
  if (state.overlay === 'help') return 'help'
  return `${state.overlay === 'commands' ? 'commands of ' : ''}${state.about} ${selectedRow(state.about, state, view)?.key ?? ''}`
}

/** Lines passed over of the text that scrolls now. */
export const scrollTop = (state: ViewState, view: LiveView): number =>
  state.scroll.of === scrolledText(state, view) ? state.scroll.top : 0

function scrolled(state: ViewState, by: number, view: LiveView, most = 0): ViewState {
  const top = Math.min(Math.max(scrollTop(state, view) + by, 0), most)
  return { ...state, scroll: { of: scrolledText(state, view), top } }
}
