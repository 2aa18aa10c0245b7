import type { LiveView } from '../model/live-view.ts'
import { LISTS, type ListOptions } from './lists.ts'
import {
  type KeyContext,
  LIST_PANES,
  type ListPane,
  type Overlay,
  PANES,
  type Pane,
  type Prompt,
} from './pane.ts'
import { findHits, type Hit } from './search/hits.ts'
import {
  anchorSelections,
  keepTop,
  listSelection,
  omitTop,
  selectEntry,
  selectedRow,
  updateList,
} from './selection.ts'

/** The selected entry: its key, and the index that it last had in its list. */
interface Selection {
  readonly key: string
  readonly index: number
}

/** State of a list. Without a selection, the last event or the first other entry is selected. */
export interface ListState extends ListOptions {
  readonly selection?: Selection
  /** Index of the first visible entry or line. Absent: the list follows its selection. */
  readonly top?: number
}

/** View state that a search changes before it is confirmed. */
type Origin = Pick<ViewState, 'pane' | 'recentPanes' | 'lists' | 'activeList' | 'scroll'>

interface Search {
  readonly query: string
  /** The state to return to, while the query is typed. */
  readonly origin?: Origin
  /** Where the last step went on after it had reached the other end. */
  readonly continuedAt?: 'top' | 'bottom'
}

/** A text to copy, and its description for the user. */
export interface CopiedText {
  readonly text: string
  readonly label: string
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
  /** Purpose of the text being typed: a filter for the active list, or a search. */
  readonly prompt?: Prompt
  readonly search?: Search
  /** The text that the overlay `copy` shows. */
  readonly copied?: CopiedText
  /**
   * Scroll position in lines, or the selected one of the commands. It holds for the text with this
   * key; others start at the top, or at the first hit of a search.
   */
  readonly scroll: { readonly textKey: string; readonly top: number }
  /** The view that is shown while paused. */
  readonly pausedView?: LiveView
  /** A message for the user, shown for some seconds. */
  readonly notice?: string
}

export type Action =
  /** `top` and `maxTop`: position of the visible text, and the greatest one, in lines. */
  | { readonly do: 'move'; readonly by: number; readonly top?: number; readonly maxTop?: number }
  | {
      readonly do: 'go'
      readonly to: 'first' | 'last'
      readonly top?: number
      readonly maxTop?: number
    }
  /** Shows another part of a pane, without a change of focus and selection. */
  | { readonly do: 'scroll'; readonly pane: Pane; readonly top: number }
  /** Gives the focus to a pane, and selects an entry if there is one. */
  | {
      readonly do: 'point'
      readonly pane: Pane
      readonly key?: string
      /** Position of the list, which it keeps, so that no entry moves below the pointer. */
      readonly top?: number
    }
  | { readonly do: 'next-hit'; readonly by: 1 | -1 }
  | { readonly do: 'show-copy'; readonly copied: CopiedText }
  | { readonly do: 'focus'; readonly by: 1 | -1 }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'show-notice'; readonly text: string }
  | {
      readonly do:
        | 'open'
        | 'back'
        | 'filter'
        | 'search'
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

const FIRST_PANES: ReadonlySet<Pane> = new Set(['diagnosis', 'spool', 'detail'])

export const INITIAL_STATE: ViewState = {
  pane: 'diagnosis',
  // Of the panes that share a slot, Detail says the most: it describes the selected entry.
  recentPanes: ['diagnosis', 'spool', 'detail', ...PANES.filter((pane) => !FIRST_PANES.has(pane))],
  lists: {
    diagnosis: INITIAL_LIST_STATE,
    spool: INITIAL_LIST_STATE,
    verdicts: INITIAL_LIST_STATE,
    journey: INITIAL_LIST_STATE,
    events: INITIAL_LIST_STATE,
    'not-checked': INITIAL_LIST_STATE,
  },
  activeList: 'diagnosis',
  scroll: { textKey: '', top: 0 },
}

/** Returns the view to show: the current one, or the one from when the display was paused. */
export const displayedView = (state: ViewState, live: LiveView): LiveView =>
  state.pausedView ?? live

export function keyContextOf({ pane, overlay, prompt }: ViewState): KeyContext {
  if (prompt !== undefined) return prompt
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
        ? scrollBy(state, action.by, view, action)
        : moveSelection(state, action.by, view)
    case 'go': {
      const distance = action.to === 'first' ? -Infinity : Infinity
      return isScrolling(state)
        ? scrollBy(state, distance, view, action)
        : moveSelection(state, distance, view)
    }
    case 'scroll':
      return action.pane === 'detail'
        ? { ...state, scroll: { textKey: detailTextKey(state, view), top: action.top } }
        : updateList(state, action.pane, { top: action.top })
    case 'point': {
      const focused = focusPane(omit(state, 'prompt'), action.pane)
      return action.key === undefined || action.pane === 'detail'
        ? focused
        : keepTop(selectEntry(focused, action.pane, action.key, view), action.pane, action.top)
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
    case 'show-copy':
      return { ...state, overlay: 'copy', copied: action.copied }
    case 'back':
      return back(state)
    case 'filter':
      return { ...focusPane(omit(state, 'overlay'), state.activeList), prompt: 'filter' }
    case 'search': {
      const { pane, recentPanes, lists, activeList, scroll } = state
      const origin = { pane, recentPanes, lists, activeList, scroll }
      const searching = omit(omit(state, 'overlay'), 'notice')
      return { ...searching, prompt: 'search', search: { query: '', origin } }
    }
    case 'type':
      return changePrompt(state, (text) => text + action.text, view)
    case 'erase':
      return changePrompt(state, (text) => [...text].slice(0, -1).join(''), view)
    case 'accept':
      return accept(state)
    case 'next-hit':
      return goToNextHit(omit(state, 'notice'), action.by, view)
    case 'sort':
      return omitTop(
        updateList(state, state.activeList, {
          sort: (state.lists[state.activeList].sort + 1) % LISTS[state.activeList].sorts.length,
        }),
        state.activeList,
      )
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

function omit<Name extends 'overlay' | 'pausedView' | 'notice' | 'prompt' | 'search'>(
  state: ViewState,
  name: Name,
): ViewState {
  const { [name]: _, ...rest } = state
  return rest as ViewState // The removed property is optional.
}

/** Undoes the latest of what Esc undoes: a prompt, an overlay, a search, a filter. */
function back(state: ViewState): ViewState {
  if (state.prompt === 'search')
    return omit(omit({ ...state, ...state.search?.origin }, 'prompt'), 'search')
  if (state.prompt === 'filter')
    return omit(updateList(state, state.activeList, { filter: '' }), 'prompt')
  if (state.overlay !== undefined) return omit(state, 'overlay')
  if (state.search !== undefined) return omit(state, 'search')
  return updateList(state, state.activeList, { filter: '' })
}

/** Keeps what was typed. An empty search is none. */
function accept(state: ViewState): ViewState {
  const { search } = state
  const accepted = omit(state, 'prompt')
  if (state.prompt !== 'search' || search === undefined) return accepted
  return search.query === ''
    ? omit(accepted, 'search')
    : { ...accepted, search: { query: search.query } }
}

function changePrompt(
  state: ViewState,
  change: (text: string) => string,
  view: LiveView,
): ViewState {
  const { search, activeList } = state
  if (state.prompt === 'filter')
    return omitTop(
      updateList(state, activeList, { filter: change(state.lists[activeList].filter) }),
      activeList,
    )
  if (search?.origin === undefined) return state
  // Each change searches again from where the search began.
  const fresh = { ...state, ...search.origin, search: { ...search, query: change(search.query) } }
  return goToHit(fresh, 0, view)
}

/** Selects the next hit, and notes when the search continued at the other end. */
const goToNextHit = (state: ViewState, by: 1 | -1, view: LiveView): ViewState =>
  state.search === undefined ? state : goToHit(state, by, view)

/**
 * Selects a hit of the search: the selected entry itself or the next one for 0, the one after it for
 * 1, the one before it for -1. Continues at the other end.
 */
function goToHit(state: ViewState, by: 0 | 1 | -1, view: LiveView): ViewState {
  const { search } = state
  if (search === undefined) return state
  const { hits, exact, next } = hitPosition(state, view, search.query)
  if (hits.length === 0) return state
  const target = by === 0 ? next : by === 1 ? next + (exact ? 1 : 0) : next - 1
  const hit = hits[(target + hits.length) % hits.length]
  if (hit === undefined) return state
  const { continuedAt: _, ...rest } = search
  const found: ViewState = {
    ...state,
    search:
      target >= hits.length
        ? { ...rest, continuedAt: 'top' }
        : target < 0
          ? { ...rest, continuedAt: 'bottom' }
          : rest,
  }
  return selectEntry(focusPane(found, hit.pane), hit.pane, hit.key, view)
}

/** The hits, the index of the first one from the selected entry on, and whether it is that entry. */
function hitPosition(
  state: ViewState,
  view: LiveView,
  query: string,
): { readonly hits: readonly Hit[]; readonly next: number; readonly exact: boolean } {
  const hits = findHits(state, view, query)
  const { index } = listSelection(state.activeList, state, view)
  const place = LIST_PANES.indexOf(state.activeList)
  const found = hits.findIndex((hit) => {
    const hitPlace = LIST_PANES.indexOf(hit.pane)
    return hitPlace > place || (hitPlace === place && hit.index >= index)
  })
  const next = found < 0 ? hits.length : found
  const hit = hits[next]
  return { hits, next, exact: hit?.pane === state.activeList && hit.index === index }
}

/** Number of the selected hit, from 1, if the selected entry is one, and the number of all hits. */
export function searchCount(
  state: ViewState,
  view: LiveView,
): { readonly selected?: number; readonly hits: number } {
  const { hits, exact, next } = hitPosition(state, view, state.search?.query ?? '')
  return exact ? { selected: next + 1, hits: hits.length } : { hits: hits.length }
}

const isList = (pane: Pane): pane is ListPane => pane !== 'detail'

const focusPane = (state: ViewState, pane: Pane): ViewState => ({
  ...state,
  pane,
  recentPanes: [pane, ...state.recentPanes.filter((recent) => recent !== pane)],
  activeList: isList(pane) ? pane : state.activeList,
})

function moveSelection(state: ViewState, by: number, view: LiveView): ViewState {
  const pane = state.activeList
  const { rows, index } = listSelection(pane, state, view)
  const row = rows[Math.min(Math.max(index + by, 0), rows.length - 1)]
  return row === undefined ? state : selectEntry(state, pane, row.key, view)
}

/** Whether movement keys scroll a text instead of moving the selection. */
const isScrolling = ({ pane, overlay }: ViewState): boolean =>
  overlay !== undefined || pane === 'detail'

/** Identifies the text that scrolls now: another text starts at its top. */
function scrollingTextKey(state: ViewState, view: LiveView): string {
  switch (state.overlay) {
    case 'help':
      return 'help'
    case 'copy':
      return `copy ${state.copied?.label ?? ''}`
    case 'commands':
      return `commands ${entryKey(state, view)}`
    default:
      return detailTextKey(state, view)
  }
}

const detailTextKey = (state: ViewState, view: LiveView): string =>
  `detail ${entryKey(state, view)}`

const entryKey = (state: ViewState, view: LiveView): string =>
  `${state.activeList} ${selectedRow(state.activeList, state, view)?.key ?? ''}`

/** Position to which the user has scrolled the current text; undefined before that. */
export const scrollTop = (state: ViewState, view: LiveView): number | undefined =>
  state.scroll.textKey === scrollingTextKey(state, view) ? state.scroll.top : undefined

function scrollBy(
  state: ViewState,
  by: number,
  view: LiveView,
  { top = 0, maxTop = 0 }: { readonly top?: number; readonly maxTop?: number },
): ViewState {
  const next = Math.min(Math.max(top + by, 0), maxTop)
  return { ...state, scroll: { textKey: scrollingTextKey(state, view), top: next } }
}
