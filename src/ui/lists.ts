import { type EvidenceGap, findEvidenceGaps } from '../model/evidence-gaps.ts'
import type { Journey } from '../model/journey.ts'
import type { LiveItem, LiveView } from '../model/live-view.ts'
import type { Verdict } from '../model/report.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { describeEvent } from './describe-event.ts'
import {
  type DiagnosisEntry,
  diagnosisEntries,
  diagnosisEntryKey,
  diagnosisEntryText,
} from './diagnosis/diagnosis-entries.ts'
import { stateOf } from './item-state.ts'
import { lastStageOf, STAGE_LABELS, startTimeOf } from './journey-stages.ts'
import type { ListPane } from './pane.ts'
import { GRADES, gradeOf, verdictText } from './verdict-grade.ts'

/** An entry of the list of unchecked things: missing evidence, or an input that is unreadable. */
export type UncheckedEntry =
  | { readonly gap: EvidenceGap }
  | { readonly inputProblem: LiveView['inputProblems'][number] }

/** The type of the entries of each list. */
export interface ListEntries {
  readonly diagnosis: DiagnosisEntry
  readonly spool: LiveItem
  readonly verdicts: Verdict
  readonly journey: Journey
  readonly events: WatchEvent
  readonly 'not-checked': UncheckedEntry
}

interface Sort<Entry> {
  readonly label: string
  /** Absent: the order of the list itself. */
  readonly comparatorFor?: (view: LiveView) => (left: Entry, right: Entry) => number
  /** The order of the list itself, backward. */
  readonly reversed?: true
}

interface List<Entry> {
  entriesOf(view: LiveView): readonly Entry[]
  /**
   * Identifies an entry as long as it is in the list. Only keys of events may occur several times.
   */
  keyOf(entry: Entry): string
  /** The words of an entry, which a filter or a search is applied to. */
  textOf(entry: Entry, view: LiveView): string
  readonly sorts: readonly [Sort<Entry>, ...Sort<Entry>[]]
}

const compareBy =
  <Entry, Value extends string | number>(getValue: (entry: Entry, view: LiveView) => Value) =>
  (view: LiveView) =>
  (left: Entry, right: Entry): number => {
    const [leftValue, rightValue] = [getValue(left, view), getValue(right, view)]
    return leftValue < rightValue ? -1 : leftValue > rightValue ? 1 : 0
  }

export const LISTS: { readonly [Pane in ListPane]: List<ListEntries[Pane]> } = {
  diagnosis: {
    entriesOf: diagnosisEntries,
    keyOf: diagnosisEntryKey,
    textOf: diagnosisEntryText,
    sorts: [{ label: 'most important first' }],
  },
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
          ({ rule }, { verdictChangedAt }) => -(verdictChangedAt.get(rule) ?? 0),
        ),
      },
      { label: 'by rule', comparatorFor: compareBy(({ rule }) => rule) },
    ],
  },
  journey: {
    entriesOf: ({ journeys }) => journeys,
    keyOf: ({ key }) => key,
    textOf: ({ user = '', recipient = '', steps, key }) => {
      const stages = steps.map(({ stage }) => STAGE_LABELS[stage]).join(' ')
      return `${user} ${recipient} ${stages} ${key}`
    },
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
    keyOf: (event) => `${event.at} ${event.event} ${subjectOf(event)}`,
    textOf: (event, view) => {
      const { tag, text } = describeEvent(event, view)
      return `${event.event} ${tag} ${text}`
    },
    sorts: [{ label: 'latest last' }, { label: 'latest first', reversed: true }],
  },
  'not-checked': {
    entriesOf: ({ report, inputProblems }) => [
      ...inputProblems.map((inputProblem) => ({ inputProblem })),
      ...findEvidenceGaps(report.verdicts).map((gap) => ({ gap })),
    ],
    keyOf: (entry) =>
      'gap' in entry ? `gap ${entry.gap.evidence}` : `problem ${entry.inputProblem.path}`,
    textOf: (entry) =>
      'gap' in entry
        ? `${entry.gap.evidence} ${entry.gap.rules.join(' ')}`
        : `${entry.inputProblem.path} ${entry.inputProblem.problem}`,
    sorts: [
      { label: 'order of the rules' },
      {
        label: 'most checks first',
        comparatorFor: compareBy((entry) => ('gap' in entry ? -entry.gap.rules.length : -Infinity)),
      },
    ],
  },
}

function subjectOf(event: WatchEvent): string {
  if ('name' in event) return event.name
  if ('path' in event) return event.path
  return 'rule' in event ? event.rule : ''
}

/** An entry with the key that it keeps while the list around it changes. */
export interface Row<Pane extends ListPane = ListPane> {
  readonly key: string
  readonly entry: ListEntries[Pane]
}

/** How the user has chosen to see a list. */
export interface ListOptions {
  readonly filter: string
  /** Index into the sorts of the list. */
  readonly sort: number
}

const rowCache = new WeakMap<LiveView, Map<string, readonly Row[]>>()

/**
 * Returns the rows of a list, filtered and sorted. Views are immutable, so the result is cached for
 * each view.
 */
export function listRows<Pane extends ListPane>(
  pane: Pane,
  view: LiveView,
  { filter, sort }: ListOptions,
): readonly Row<Pane>[] {
  const cache = rowCache.get(view) ?? new Map<string, readonly Row[]>()
  rowCache.set(view, cache)
  const cacheKey = `${pane} ${sort} ${filter}`
  const rows = cache.get(cacheKey) ?? makeRows(pane, view, filter, sort)
  cache.set(cacheKey, rows)
  return rows as readonly Row<Pane>[]
}

function makeRows<Pane extends ListPane>(
  pane: Pane,
  view: LiveView,
  filter: string,
  sort: number,
): readonly Row<Pane>[] {
  const list: List<ListEntries[Pane]> = LISTS[pane]
  const { comparatorFor, reversed } = list.sorts[sort % list.sorts.length] ?? list.sorts[0]
  const searched = filter.toLowerCase()
  const all = allRows(pane, view)
  const matching =
    searched === ''
      ? all
      : all.filter(({ entry }) => list.textOf(entry, view).toLowerCase().includes(searched))
  if (reversed) return matching.toReversed()
  if (comparatorFor === undefined) return matching
  const compare = comparatorFor(view)
  return matching.toSorted((left, right) => compare(left.entry, right.entry))
}

/** All entries in the order of the list, each with a unique key: the second `a` becomes `a #2`. */
function allRows<Pane extends ListPane>(pane: Pane, view: LiveView): readonly Row<Pane>[] {
  const list: List<ListEntries[Pane]> = LISTS[pane]
  if (pane !== 'events')
    return list.entriesOf(view).map((entry) => ({ key: list.keyOf(entry), entry }))
  const counts = new Map<string, number>()
  return list.entriesOf(view).map((entry) => {
    const key = list.keyOf(entry)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return { key: count === 1 ? key : `${key} #${count}`, entry }
  })
}
