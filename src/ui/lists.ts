import { type EvidenceGap, findEvidenceGaps } from '../model/evidence-gaps.ts'
import type { Journey } from '../model/journey.ts'
import type { LiveItem, LiveView } from '../model/live-view.ts'
import type { Verdict } from '../model/report.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { describeEvent } from './describe-event.ts'
import { stateOf } from './item-state.ts'
import { lastStageOf, STAGE_LABELS, startTimeOf } from './journey-stages.ts'
import type { ListPane } from './pane.ts'
import { GRADES, gradeOf, verdictText } from './verdict-grade.ts'

/** What cannot be read at the moment stands with what is not checked. */
export type UncheckedEntry =
  | { readonly gap: EvidenceGap }
  | { readonly trouble: LiveView['inputProblems'][number] }

/** What each list is of. */
export interface ListEntries {
  readonly spool: LiveItem
  readonly verdicts: Verdict
  readonly journey: Journey
  readonly events: WatchEvent
  readonly 'not-checked': UncheckedEntry
}

interface Sort<Entry> {
  readonly label: string
  /** Absent: as they come. */
  readonly comparatorFor?: (view: LiveView) => (left: Entry, right: Entry) => number
  readonly reversed?: true
}

interface List<Entry> {
  entriesOf(view: LiveView): readonly Entry[]
  /**
   * Names the entry as long as it is there. Events of one key are told apart by which of them it
   * is.
   */
  keyOf(entry: Entry): string
  /** What a filter looks into. */
  textOf(entry: Entry, view: LiveView): string
  readonly sorts: readonly [Sort<Entry>, ...Sort<Entry>[]]
}

const compareBy =
  <Entry, Value extends string | number>(value: (entry: Entry, view: LiveView) => Value) =>
  (view: LiveView) =>
  (left: Entry, right: Entry): number => {
    const [one, other] = [value(left, view), value(right, view)]
    return one < other ? -1 : one > other ? 1 : 0
  }

export const LISTS: { readonly [Of in ListPane]: List<ListEntries[Of]> } = {
  spool: {
    entriesOf: ({ items }) => items,
    keyOf: ({ key }) => key,
    textOf: (item, view) => `${stateOf(item, view)} ${item.user ?? ''} ${item.folder} ${item.name}`,
    sorts: [
      { label: 'oldest first' },
      { label: 'newest first', reversed: true },
      { label: 'largest first', comparatorFor: compareBy(({ bytes }) => -bytes) },
      { label: 'by name', comparatorFor: compareBy(({ name }) => name) },
    ],
  },
  verdicts: {
    entriesOf: ({ report }) => report.verdicts,
    keyOf: ({ rule }) => rule,
    textOf: (verdict) =>
      `${gradeOf(verdict)} ${verdict.rule} ${verdict.title} ${verdictText(verdict)}`,
    sorts: [
      {
        label: 'worst first',
        comparatorFor: compareBy((verdict) => GRADES.indexOf(gradeOf(verdict))),
      },
      {
        label: 'latest change first',
        comparatorFor: compareBy(
          ({ rule }, { verdictChangedAt: changedAt }) => -(changedAt.get(rule) ?? 0),
        ),
      },
      { label: 'by rule', comparatorFor: compareBy(({ rule }) => rule) },
    ],
  },
  journey: {
    entriesOf: ({ journeys }) => journeys,
    keyOf: ({ key }) => key,
    textOf: (journey) =>
      `${journey.user ?? ''} ${journey.recipient ?? ''} ${journey.steps.map(({ stage }) => STAGE_LABELS[stage]).join(' ')} ${journey.key}`,
    sorts: [
      { label: 'latest first', comparatorFor: compareBy((journey) => -startTimeOf(journey)) },
      {
        label: 'stuck first',
        comparatorFor: compareBy((journey) => (lastStageOf(journey) === 'stuck' ? 0 : 1)),
      },
      { label: 'by recipient', comparatorFor: compareBy(({ recipient = '' }) => recipient) },
    ],
  },
  events: {
    entriesOf: ({ events }) => events,
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
      `${event.event} ${describeEvent(event, view).tag} ${describeEvent(event, view).text}`,
    sorts: [{ label: 'latest last' }, { label: 'latest first', reversed: true }],
  },
  'not-checked': {
    entriesOf: ({ report, inputProblems: troubles }) => [
      ...troubles.map((trouble) => ({ trouble })),
      ...findEvidenceGaps(report.verdicts).map((gap) => ({ gap })),
    ],
    keyOf: (entry) =>
      'gap' in entry ? `gap ${entry.gap.evidence}` : `trouble ${entry.trouble.path}`,
    textOf: (entry) =>
      'gap' in entry
        ? `${entry.gap.evidence} ${entry.gap.rules.join(' ')}`
        : `${entry.trouble.path} ${entry.trouble.problem}`,
    sorts: [
      { label: 'as they are asked for' },
      {
        label: 'most checks first',
        comparatorFor: compareBy((entry) => ('gap' in entry ? -entry.gap.rules.length : -Infinity)),
      },
    ],
  },
}

/** An entry with the name that it keeps while the list moves. */
export interface Row<Of extends ListPane = ListPane> {
  readonly key: string
  readonly entry: ListEntries[Of]
}

/** How a list is looked at. */
export interface ListOptions {
  readonly filter: string
  /** Which of the list's sorts. */
  readonly sort: number
}

const rowCache = new WeakMap<LiveView, Map<string, readonly Row[]>>()

/**
 * The list as it is shown: filtered and sorted. A view never changes, so each of its lists is made
 * once.
 */
export function listRows<Of extends ListPane>(
  pane: Of,
  view: LiveView,
  { filter, sort }: ListOptions,
): readonly Row<Of>[] {
  const known = rowCache.get(view) ?? new Map<string, readonly Row[]>()
  rowCache.set(view, known)
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
  const list: List<ListEntries[Of]> = LISTS[pane]
  const { comparatorFor: order, reversed: backwards } =
    list.sorts[sort % list.sorts.length] ?? list.sorts[0]
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
  const list: List<ListEntries[Of]> = LISTS[pane]
  if (pane !== 'events')
    return list.entriesOf(view).map((entry) => ({ key: list.keyOf(entry), entry }))
  const seen = new Map<string, number>()
  return list.entriesOf(view).map((entry) => {
    const key = list.keyOf(entry)
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return { key: before === 0 ? key : `${key} #${before + 1}`, entry }
  })
}
