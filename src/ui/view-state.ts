import type { LiveView } from '../model/live-view.ts'
import { LISTS, type ListOptions, listRows, type Row } from './lists.ts'
import {
  type KeyContext,
  LIST_PANES,
  type ListPane,
  type Overlay,
  PANES,
  type Pane,
} from './pane.ts'

/** A subject, and where in its list it was seen last. */
interface Selection {
  readonly key: string
  readonly index: number
}

/** How one list is looked at. Without a selection it stays at its end (events) or beginning. */
interface ListState extends ListOptions {
  readonly selection?: Selection
}

/** All that the user has done to what is shown. */
export interface ViewState {
  readonly pane: Pane
  /** The panes, the one looked at last first: of several in one place it is the one shown. */
  readonly recentPanes: readonly Pane[]
  readonly lists: Readonly<Record<ListPane, ListState>>
  /** List that the detail is about. */
  readonly activeList: ListPane
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

const INITIAL_LIST_STATE: ListState = { filter: '', sort: 0 }

export const INITIAL_STATE: ViewState = {
  pane: 'spool',
  recentPanes: PANES,
  lists: {
    spool: INITIAL_LIST_STATE,
    verdicts: INITIAL_LIST_STATE,
    journey: INITIAL_LIST_STATE,
    events: INITIAL_LIST_STATE,
    'not-checked': INITIAL_LIST_STATE,
  },
  activeList: 'spool',
  typing: false,
  scroll: { of: '', top: 0 },
}

/** What is looked at: now, or what was when it was paused. */
export const displayedView = (state: ViewState, view: LiveView): LiveView => state.frozen ?? view

/** What a key means depends on it. */
export function keyContextOf({ pane, overlay, typing }: ViewState): KeyContext {
  if (typing) return 'filter'
  return overlay === undefined ? pane : `whole ${overlay}`
}

export function reduce(state: ViewState, action: Action, live: LiveView): ViewState {
  const view = displayedView(state, live)
  switch (action.do) {
    case 'look':
      return { ...state, lists: anchorSelections(state, view) }
    case 'move':
      return isScrolling(state)
        ? scrollBy(state, action.by, view, action.most)
        : moveSelection(state, action.by, view)
    case 'go': {
      const far = action.to === 'first' ? -Infinity : Infinity
      return isScrolling(state)
        ? scrollBy(state, far, view, action.most)
        : moveSelection(state, far, view)
    }
    case 'focus':
      return focusPane(
        state,
        PANES[(PANES.indexOf(state.pane) + action.by + PANES.length) % PANES.length] ?? 'spool',
      )
    case 'open':
      return { ...state, overlay: 'detail' }
    case 'commands':
      return state.overlay === 'commands'
        ? omit(state, 'overlay')
        : { ...state, overlay: 'commands' }
    case 'help':
      return state.overlay === 'help' ? omit(state, 'overlay') : { ...state, overlay: 'help' }
    case 'back':
      if (state.typing) return { ...updateActiveList(state, { filter: '' }), typing: false }
      if (state.overlay !== undefined) return omit(state, 'overlay')
      return updateActiveList(state, { filter: '' })
    case 'filter':
      return { ...focusPane(omit(state, 'overlay'), state.activeList), typing: true }
    case 'type':
      return updateActiveList(state, { filter: state.lists[state.activeList].filter + action.text })
    case 'erase':
      return updateActiveList(state, {
        filter: [...state.lists[state.activeList].filter].slice(0, -1).join(''),
      })
    case 'accept':
      return { ...state, typing: false }
    case 'sort':
      return updateActiveList(state, {
        sort: (state.lists[state.activeList].sort + 1) % LISTS[state.activeList].sorts.length,
      })
    case 'pause':
      return state.frozen === undefined ? { ...state, frozen: live } : omit(state, 'frozen')
    case 'say':
      return { ...state, said: action.text }
    case 'hush':
      return omit(state, 'said')
  }
}

function omit<Name extends 'overlay' | 'frozen' | 'said'>(state: ViewState, name: Name): ViewState {
  const { [name]: _, ...rest } = state
  return rest as ViewState // what is taken away is optional
}

const updateActiveList = (state: ViewState, change: Partial<ListState>): ViewState => ({
  ...state,
  lists: { ...state.lists, [state.activeList]: { ...state.lists[state.activeList], ...change } },
})

const isList = (pane: Pane): pane is ListPane => pane !== 'detail'

const focusPane = (state: ViewState, pane: Pane): ViewState => ({
  ...state,
  pane,
  recentPanes: [pane, ...state.recentPanes.filter((one) => one !== pane)],
  activeList: isList(pane) ? pane : state.activeList,
})

/** The rows of a list and the place of the selected one among them; -1 in an empty list. */
export function listSelection<Of extends ListPane>(
  pane: Of,
  state: ViewState,
  view: LiveView,
): { readonly rows: readonly Row<Of>[]; readonly index: number } {
  const { selection, ...sight } = state.lists[pane]
  const rows = listRows(pane, view, sight)
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
  const { rows, index } = listSelection(pane, state, view)
  return rows[index]
}

/**
 * Each selection remembers where its subject is now; one whose subject is gone takes its neighbour,
 * one that a filter hides waits.
 */
function anchorSelections(state: ViewState, view: LiveView): ViewState['lists'] {
  const lists: Record<ListPane, ListState> = { ...state.lists }
  for (const pane of LIST_PANES) {
    const { selection } = lists[pane]
    const { rows, index } = listSelection(pane, state, view)
    const row = rows[index]
    if (row === undefined || (selection === undefined && pane === 'events')) continue
    const hidden =
      selection !== undefined &&
      row.key !== selection.key &&
      listRows(pane, view, { filter: '', sort: 0 }).some(({ key }) => key === selection.key)
    if (!hidden) lists[pane] = { ...lists[pane], selection: { key: row.key, index } }
  }
  return lists
}

function moveSelection(state: ViewState, by: number, view: LiveView): ViewState {
  const pane = state.activeList
  const { rows, index } = listSelection(pane, state, view)
  const next = Math.min(Math.max(index + by, 0), rows.length - 1)
  const row = rows[next]
  if (row === undefined) return state
  // At the end of the tail: go on with it.
  if (pane === 'events' && state.lists.events.sort === 0 && next === rows.length - 1) {
    const { selection: _, ...following } = state.lists.events
    return { ...state, lists: { ...state.lists, events: following } }
  }
  return updateActiveList(state, { selection: { key: row.key, index: next } })
}

const isScrolling = ({ pane, overlay }: ViewState): boolean =>
  overlay !== undefined || pane === 'detail'

/** Names the text that scrolls. */
function scrollingTextKey(state: ViewState, view: LiveView): string {
  if (state.overlay === 'help') return 'help'
  return `${state.overlay === 'commands' ? 'commands of ' : ''}${state.activeList} ${selectedRow(state.activeList, state, view)?.key ?? ''}`
}

/** Lines passed over of the text that scrolls now. */
export const scrollTop = (state: ViewState, view: LiveView): number =>
  state.scroll.of === scrollingTextKey(state, view) ? state.scroll.top : 0

function scrollBy(state: ViewState, by: number, view: LiveView, most = 0): ViewState {
  const top = Math.min(Math.max(scrollTop(state, view) + by, 0), most)
  return { ...state, scroll: { of: scrollingTextKey(state, view), top } }
}
