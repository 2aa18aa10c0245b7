import type { LiveView } from '../../model/live-view.ts'
import { detailText } from '../detail/detail-part.ts'
import { detailOfEntry } from '../detail/entry-detail.ts'
import { LISTS, type ListEntries, type ListOptions, listRows } from '../lists.ts'
import { LIST_PANES, type ListPane } from '../pane.ts'

/** An entry that contains the searched text. */
export interface Hit {
  readonly pane: ListPane
  readonly key: string
  /** Index in its list as it is shown. */
  readonly index: number
}

/** The lists as they are shown, and the selected entry. */
interface SearchedState {
  readonly lists: Readonly<Record<ListPane, ListOptions>>
  readonly activeList: ListPane
}

/**
 * Lists whose details are searched too. The details of items and events repeat verdicts and
 * journeys, and there may be thousands of them.
 */
const WITH_DETAIL: ReadonlySet<ListPane> = new Set([
  'diagnosis',
  'verdicts',
  'journey',
  'not-checked',
])

/** Finds the entries of all lists that contain a text, in the order in which they are shown. */
export function findHits(state: SearchedState, view: LiveView, query: string): readonly Hit[] {
  const searched = query.toLowerCase()
  if (searched === '') return []
  return LIST_PANES.flatMap((pane) =>
    listRows(pane, view, state.lists[pane]).flatMap(({ key, entry }, index) =>
      textOf(pane, entry, view).includes(searched) ? [{ pane, key, index }] : [],
    ),
  )
}

const textCache = new WeakMap<LiveView, Map<object, string>>()

/** The words of an entry in lower case. Views are immutable, so the text is cached for each view. */
function textOf<Pane extends ListPane>(
  pane: Pane,
  entry: ListEntries[Pane],
  view: LiveView,
): string {
  const cache = textCache.get(view) ?? new Map<object, string>()
  textCache.set(view, cache)
  const cached = cache.get(entry)
  if (cached !== undefined) return cached
  const own = LISTS[pane].textOf(entry as never, view)
  const detail = WITH_DETAIL.has(pane) ? detailText(detailOfEntry(pane, entry, view)) : ''
  const text = `${own}\n${detail}`.toLowerCase()
  cache.set(entry, text)
  return text
}
