import type { Journey } from '../model/journey.ts'
import type { LiveItem, LiveView } from '../model/live-view.ts'
import type { Verdict } from '../model/report.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { type Gap, gapsOf } from '../reports/gaps.ts'
import { eventWords } from './event-words.ts'
import { stateOf } from './item-state.ts'
import { reachedBy, SAID, startOf } from './journey-words.ts'
import type { ListPane } from './pane.ts'
import { GRADES, gradeOf, verdictText } from './verdict-words.ts'

/** What cannot be read at the moment stands with what is not checked. */
export type Unchecked = { readonly gap: Gap } | { readonly trouble: LiveView['troubles'][number] }

/** What each list is of. */
export interface Entries {
  readonly spool: LiveItem
  readonly verdicts: Verdict
  readonly journey: Journey
  readonly events: WatchEvent
  readonly 'not-checked': Unchecked
}

interface Sort<Entry> {
  readonly words: string
  /** Absent: as they come. */
  readonly order?: (view: LiveView) => (left: Entry, right: Entry) => number
  readonly backwards?: true
}

interface List<Entry> {
  all(view: LiveView): readonly Entry[]
  /**
   * Names the entry as long as it is there. Events of one key are told apart by which of them it
   * is.
   */
  keyOf(entry: Entry): string
  /** What a filter looks into. */
  textOf(entry: Entry, view: LiveView): string
  readonly sorts: readonly [Sort<Entry>, ...Sort<Entry>[]]
}

const by =
  <Entry, Value extends string | number>(value: (entry: Entry, view: LiveView) => Value) =>
  (view: LiveView) =>
  (left: Entry, right: Entry): number => {
    const [one, other] = [value(left, view), value(right, view)]
    return one < other ? -1 : one > other ? 1 : 0
  }

export const LISTS: { readonly [Of in ListPane]: List<Entries[Of]> } = {
  spool: {
    all: ({ items }) => items,
    keyOf: ({ key }) => key,
    textOf: (item, view) => `${stateOf(item, view)} ${item.user ?? ''} ${item.folder} ${item.name}`,
    sorts: [
      { words: 'oldest first' },
      { words: 'newest first', backwards: true },
      { words: 'largest first', order: by(({ bytes }) => -bytes) },
      { words: 'by name', order: by(({ name }) => name) },
    ],
  },
  verdicts: {
    all: ({ report }) => report.verdicts,
    keyOf: ({ rule }) => rule,
    textOf: (verdict) =>
      `${gradeOf(verdict)} ${verdict.rule} ${verdict.title} ${verdictText(verdict)}`,
    sorts: [
      { words: 'worst first', order: by((verdict) => GRADES.indexOf(gradeOf(verdict))) },
      {
        words: 'latest change first',
        order: by(({ rule }, { changedAt }) => -(changedAt.get(rule) ?? 0)),
      },
      { words: 'by rule', order: by(({ rule }) => rule) },
    ],
  },
  journey: {
    all: ({ journeys }) => journeys,
    keyOf: ({ key }) => key,
    textOf: (journey) =>
      `${journey.user ?? ''} ${journey.recipient ?? ''} ${journey.steps.map(({ stage }) => SAID[stage]).join(' ')} ${journey.key}`,
    sorts: [
      { words: 'latest first', order: by((journey) => -startOf(journey)) },
      { words: 'stuck first', order: by((journey) => (reachedBy(journey) === 'stuck' ? 0 : 1)) },
      { words: 'by recipient', order: by(({ recipient = '' }) => recipient) },
    ],
  },
  events: {
    all: ({ events }) => events,
    keyOf: (event) => {
      const about =
        'name' in event
          ? event.name
          : 'path' in event
            ? event.path
            : 'rule' in event
              ? event.rule
              : ''
      return `${event.at} ${event.event} ${about}`
    },
    textOf: (event, view) =>
      `${event.event} ${eventWords(event, view).tag} ${eventWords(event, view).text}`,
    sorts: [{ words: 'latest last' }, { words: 'latest first', backwards: true }],
  },
  'not-checked': {
    all: ({ report, troubles }) => [
      ...troubles.map((trouble) => ({ trouble })),
      ...gapsOf(report.verdicts).map((gap) => ({ gap })),
    ],
    keyOf: (entry) =>
      'gap' in entry ? `gap ${entry.gap.evidence}` : `trouble ${entry.trouble.path}`,
    textOf: (entry) =>
      'gap' in entry
        ? `${entry.gap.evidence} ${entry.gap.rules.join(' ')}`
        : `${entry.trouble.path} ${entry.trouble.problem}`,
    sorts: [
      { words: 'as they are asked for' },
      {
        words: 'most checks first',
        order: by((entry) => ('gap' in entry ? -entry.gap.rules.length : -Infinity)),
      },
    ],
  },
}

/** An entry with the name that it keeps while the list moves. */
export interface Row<Of extends ListPane = ListPane> {
  readonly key: string
  readonly entry: Entries[Of]
}

/** How a list is looked at. */
export interface Sight {
  readonly filter: string
  /** Which of the list's sorts. */
  readonly sort: number
}

const made = new WeakMap<LiveView, Map<string, readonly Row[]>>()

/**
 * The list as it is shown: filtered and sorted. A view never changes, so each of its lists is made
 * once.
 */
export function rowsOf<Of extends ListPane>(
  pane: Of,
  view: LiveView,
  { filter, sort }: Sight,
): readonly Row<Of>[] {
  const known = made.get(view) ?? new Map<string, readonly Row[]>()
  made.set(view, known)
  const name = `${pane} ${sort} ${filter}`
  const rows = known.get(name) ?? makeRows(pane, view, filter, sort)
  known.set(name, rows)
  return rows as readonly Row<Of>[]
}

function makeRows<Of extends ListPane>(
  pane: Of,
  view: LiveView,
  filter: string,
  sort: number,
): readonly Row<Of>[] {
  const list: List<Entries[Of]> = LISTS[pane]
  const { order, backwards } = list.sorts[sort % list.sorts.length] ?? list.sorts[0]
  const wanted = filter.toLowerCase()
  const named = allRows(pane, view)
  const kept =
    wanted === ''
      ? named
      : named.filter(({ entry }) => list.textOf(entry, view).toLowerCase().includes(wanted))
  if (backwards) return kept.toReversed()
  if (order === undefined) return kept
  const compare = order(view)
  return kept.toSorted((left, right) => compare(left.entry, right.entry))
}

/** All entries, as they come, each with a key of its own. */
function allRows<Of extends ListPane>(pane: Of, view: LiveView): readonly Row<Of>[] {
  const list: List<Entries[Of]> = LISTS[pane]
  if (pane !== 'events') return list.all(view).map((entry) => ({ key: list.keyOf(entry), entry }))
  const seen = new Map<string, number>()
  return list.all(view).map((entry) => {
    const key = list.keyOf(entry)
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return { key: before === 0 ? key : `${key} #${before + 1}`, entry }
  })
}
