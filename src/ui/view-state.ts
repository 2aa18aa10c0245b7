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

/** The selected entry: its key, and the index that it last had in its list. */
interface Selection {
  readonly key: string
  readonly index: number
}

/** State of a list. Without a selection, the last event or the first other entry is selected. */
interface ListState extends ListOptions {
  readonly selection?: Selection
}

/** Everything that the user has changed about the display. */
export interface ViewState {
  readonly pane: Pane
  /** All panes, the last focused one first. It decides which pane of a shared slot is visible. */
  readonly recentPanes: readonly Pane[]
  readonly lists: Readonly<Record<ListPane, ListState>>
  /** The list whose selected entry the detail describes. */
  readonly activeList: ListPane
  readonly overlay?: Overlay
  /** Whether a filter for the active list is being typed. */
  readonly typing: boolean
  /** Scroll position, in lines. It holds for the text with this key; others start at the top. */
  readonly scroll: { readonly textKey: string; readonly top: number }
  /** The view that is shown while paused. */
  readonly pausedView?: LiveView
  /** A message for the user, shown for some seconds. */
  readonly notice?: string
}

export type Action =
  /** `maxScroll`: the greatest scroll position of the visible text, in lines. */
  | { readonly do: 'move'; readonly by: number; readonly maxScroll?: number }
  | { readonly do: 'go'; readonly to: 'first' | 'last'; readonly maxScroll?: number }
  | { readonly do: 'focus'; readonly by: 1 | -1 }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'show-notice'; readonly text: string }
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
        | 'clear-notice'
        /** The view has changed: selections follow their entries. */
        | 'refresh'
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
  scroll: { textKey: '', top: 0 },
}

/** Returns the view to show: the current one, or the one from when the display was paused. */
export const displayedView = (state: ViewState, live: LiveView): LiveView =>
  state.pausedView ?? live

export function keyContextOf({ pane, overlay, typing }: ViewState): KeyContext {
  if (typing) return 'filter'
  return overlay === undefined ? pane : `full-screen ${overlay}`
}

/** Returns the state after an action. `live` is the current view, even while paused. */
export function reduce(state: ViewState, action: Action, live: LiveView): ViewState {
  const view = displayedView(state, live)
  switch (action.do) {
    case 'refresh':
      return { ...state, lists: anchorSelections(state, view) }
    case 'move':
      return isScrolling(state)
        ? scrollBy(state, action.by, view, action.maxScroll)
        : moveSelection(state, action.by, view)
    case 'go': {
      const distance = action.to === 'first' ? -Infinity : Infinity
      return isScrolling(state)
        ? scrollBy(state, distance, view, action.maxScroll)
        : moveSelection(state, distance, view)
    }
    case 'focus':
      return focusPane(
        state,
        PANES[(PANES.indexOf(state.pane) + action.by + PANES.length) % PANES.length] ?? 'spool',
      )
    case 'open':
      return { ...state, overlay: 'detail' }
    case 'commands':
    case 'help':
      return state.overlay === action.do ? omit(state, 'overlay') : { ...state, overlay: action.do }
    case 'back':
      if (state.typing) return { ...updateActiveList(state, { filter: '' }), typing: false }
      if (state.overlay !== undefined) return omit(state, 'overlay')
      return updateActiveList(state, { filter: '' })
    case 'filter':
      return { ...focusPane(omit(state, 'overlay'), state.activeList), typing: true }
    case 'type':
      return updateActiveList(state, {
        filter: state.lists[state.activeList].filter + action.text,
      })
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
      return state.pausedView === undefined
        ? { ...state, pausedView: live }
        : omit(state, 'pausedView')
    case 'show-notice':
      return { ...state, notice: action.text }
    case 'clear-notice':
      return omit(state, 'notice')
  }
}

function omit<Name extends 'overlay' | 'pausedView' | 'notice'>(
  state: ViewState,
  name: Name,
): ViewState {
  const { [name]: _, ...rest } = state
  return rest as ViewState // The removed property is optional.
}

const updateActiveList = (state: ViewState, change: Partial<ListState>): ViewState => ({
  ...state,
  lists: {
    ...state.lists,
    [state.activeList]: { ...state.lists[state.activeList], ...change },
  },
})

const isList = (pane: Pane): pane is ListPane => pane !== 'detail'

const focusPane = (state: ViewState, pane: Pane): ViewState => ({
  ...state,
  pane,
  recentPanes: [pane, ...state.recentPanes.filter((recent) => recent !== pane)],
  activeList: isList(pane) ? pane : state.activeList,
})

/** Returns the rows of a list and the index of the selected one: -1 in an empty list. */
export function listSelection<List extends ListPane>(
  pane: List,
  state: ViewState,
  view: LiveView,
): { readonly rows: readonly Row<List>[]; readonly index: number } {
  const { selection, ...options } = state.lists[pane]
  const rows = listRows(pane, view, options)
  const last = rows.length - 1
  if (selection === undefined)
    return { rows, index: pane === 'events' && options.sort === 0 ? last : Math.min(0, last) }
  const found = rows.findIndex(({ key }) => key === selection.key)
  return { rows, index: found >= 0 ? found : Math.min(selection.index, last) }
}

/** Returns the selected row of a list; undefined in an empty list. */
export function selectedRow<List extends ListPane>(
  pane: List,
  state: ViewState,
  view: LiveView,
): Row<List> | undefined {
  const { rows, index } = listSelection(pane, state, view)
  return rows[index]
}

/**
 * Updates the selections after the lists have changed. A selection follows its entry. If the entry
 * is gone, its neighbor is selected; if a filter hides it, the selection is kept.
 */
function anchorSelections(state: ViewState, view: LiveView): ViewState['lists'] {
  const lists: Record<ListPane, ListState> = { ...state.lists }
  for (const pane of LIST_PANES) {
    const { selection } = lists[pane]
    const { rows, index } = listSelection(pane, state, view)
    const row = rows[index]
    if (row === undefined || (selection === undefined && pane === 'events')) continue
    const isHidden =
      selection !== undefined &&
      row.key !== selection.key &&
      listRows(pane, view, { filter: '', sort: 0 }).some(({ key }) => key === selection.key)
    if (!isHidden) lists[pane] = { ...lists[pane], selection: { key: row.key, index } }
  }
  return lists
}

function moveSelection(state: ViewState, by: number, view: LiveView): ViewState {
  const pane = state.activeList
  const { rows, index } = listSelection(pane, state, view)
  const next = Math.min(Math.max(index + by, 0), rows.length - 1)
  const row = rows[next]
  if (row === undefined) return state
  // On the latest event, drop the selection: the list then follows new events.
  if (pane === 'events' && state.lists.events.sort === 0 && next === rows.length - 1) {
    const { selection: _, ...following } = state.lists.events
    return { ...state, lists: { ...state.lists, events: following } }
  }
  return updateActiveList(state, { selection: { key: row.key, index: next } })
}

/** Whether movement keys scroll a text instead of moving the selection. */
const isScrolling = ({ pane, overlay }: ViewState): boolean =>
  overlay !== undefined || pane === 'detail'

/** Identifies the text that scrolls now: another text starts at its top. */
function scrollingTextKey(state: ViewState, view: LiveView): string {
  if (state.overlay === 'help') return 'help'
  const kind = state.overlay === 'commands' ? 'commands' : 'detail'
  const entryKey = selectedRow(state.activeList, state, view)?.key ?? ''
  return `${kind} ${state.activeList} ${entryKey}`
}

/** Scroll position of the current text: the number of lines above the visible ones. */
export const scrollTop = (state: ViewState, view: LiveView): number =>
  state.scroll.textKey === scrollingTextKey(state, view) ? state.scroll.top : 0

function scrollBy(state: ViewState, by: number, view: LiveView, maxScroll = 0): ViewState {
  const top = Math.min(Math.max(scrollTop(state, view) + by, 0), maxScroll)
  return { ...state, scroll: { textKey: scrollingTextKey(state, view), top } }
}
