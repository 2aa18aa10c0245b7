import type { LiveView } from '../model/live-view.ts'
import { listRows, type Row } from './lists.ts'
import { LIST_PANES, type ListPane } from './pane.ts'
import type { ListState, ViewState } from './view-state.ts'

/** Changes what the user has set for a list. */
export const updateList = (
  state: ViewState,
  pane: ListPane,
  change: Partial<ListState>,
): ViewState => ({
  ...state,
  lists: { ...state.lists, [pane]: { ...state.lists[pane], ...change } },
})

/** Makes a list follow its selection again. */
export function omitTop(state: ViewState, pane: ListPane): ViewState {
  const { top: _, ...list } = state.lists[pane]
  return { ...state, lists: { ...state.lists, [pane]: list } }
}

/** Keeps the position of a list, unless it follows new events. */
export const keepTop = (state: ViewState, pane: ListPane, top: number | undefined): ViewState =>
  top === undefined || state.lists[pane].selection === undefined
    ? state
    : updateList(state, pane, { top })

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
export function anchorSelections(state: ViewState, view: LiveView): ViewState['lists'] {
  const lists: Record<ListPane, ListState> = { ...state.lists }
  for (const pane of LIST_PANES) {
    const { selection } = lists[pane]
    // While the history is read, what comes first changes.
    if (selection === undefined && view.reading !== undefined) continue
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

/** Selects an entry. Its list then follows the selection. */
export function selectEntry(
  state: ViewState,
  pane: ListPane,
  key: string,
  view: LiveView,
): ViewState {
  const { rows } = listSelection(pane, state, view)
  const index = rows.findIndex((row) => row.key === key)
  if (index < 0) return state
  const following = omitTop(state, pane)
  // On the latest event, drop the selection: the list then follows new events.
  if (pane === 'events' && state.lists.events.sort === 0 && index === rows.length - 1) {
    const { selection: _, ...events } = following.lists.events
    return { ...following, lists: { ...following.lists, events } }
  }
  return updateList(following, pane, { selection: { key, index } })
}
