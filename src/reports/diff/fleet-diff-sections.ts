import { present } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import type {
  ChangedCase,
  FleetDiff,
  FleetSide,
  Listed,
  NotCompared,
} from '../../model/fleet-diff.ts'

/** A part of the comparison of two fleets, in plain words that nobody has made safe yet. */
export interface FleetDiffSection {
  readonly title: string
  readonly rows: readonly { readonly name: string; readonly text: string }[]
  /** What is not shown of it. */
  readonly omitted: number
}

const REASON_LABELS: Readonly<Record<NotCompared['why'], string>> = {
  'other-rules':
    'judged with other rules, limits, options or version (--any-rules compares all the same)',
  'unreadable-before': 'nothing in it could be read before',
  'unreadable-after': 'nothing in it could be read now',
  'failed-before': 'judging it failed before',
  'failed-after': 'judging it failed now',
}
const CHANGE_TITLES = {
  worse: 'Got worse',
  unknown: 'No longer known',
  better: 'Got better',
} as const

/** Lists of cases, those that got worse first, of each the first `most`. */
export function fleetDiffSections(
  { changed, notCompared, onlyBefore, onlyAfter, cases, ...sides }: FleetDiff,
  most: number,
) {
  const kinds = ['worse', 'unknown', 'better'] as const
  const sections: FleetDiffSection[] = [
    ...kinds.map((kind) => {
      const rows = changed.listed.filter(({ change }) => change === kind).slice(0, most)
      return {
        title: CHANGE_TITLES[kind],
        rows: rows.map(changedRow),
        omitted: cases[kind] - rows.length,
      }
    }),
    section('Not compared', notCompared, most, ({ bundle, why }) => ({
      name: bundle,
      text: REASON_LABELS[why],
    })),
    section('Only before', onlyBefore, most, (name) => ({ name, text: '' })),
    section('Only after', onlyAfter, most, (name) => ({ name, text: '' })),
    ...(['before', 'after'] as const).map((side) => damageSection(sides[side], side, most)),
  ]
  return sections.filter(({ rows }) => rows.length > 0)
}

/** `new: a, b · cleared: c · spool 5 → 0` */
function changedRow({ bundle, appeared, unknown, persisting, cleared, spool }: ChangedCase) {
  const parts = present([
    ...listed('new', appeared),
    ...listed('no longer known', unknown),
    ...listed('cleared', cleared),
    ...listed('persists', persisting),
    spool.before === undefined || spool.after === undefined || spool.before + spool.after === 0
      ? undefined
      : `spool ${formatNumber(spool.before)} → ${formatNumber(spool.after)}${spool.state === 'turned-over' ? ', newer' : ''}`,
  ])
  return { name: bundle, text: parts.join(' · ') }
}

const listed = (word: string, rules: readonly string[]): string[] =>
  rules.length === 0 ? [] : [`${word}: ${rules.join(', ')}`]

function section<T>(
  title: string,
  { listed: all, omitted }: Listed<T>,
  most: number,
  rowOf: (one: T) => { name: string; text: string },
) {
  const rows = all.slice(0, most)
  return { title, rows: rows.map(rowOf), omitted: all.length - rows.length + omitted }
}

function damageSection(
  { damage, damaged }: FleetSide,
  side: string,
  most: number,
): FleetDiffSection {
  const rows = damage.slice(0, most).map(({ place, reason }) => ({ name: place, text: reason }))
  return { title: `Could not be read (${side})`, rows, omitted: damaged - rows.length }
}

/** What has to be known of the counts, in sentences. */
export const fleetDiffNotes = (diff: FleetDiff): string[] =>
  [spoolsText(diff), reasonsText(diff), backwardsText(diff)].filter((text) => text !== undefined)

const backwardsText = ({ backwards, cases }: FleetDiff): string | undefined =>
  backwards === 0
    ? undefined
    : `In ${formatNumber(backwards)} of ${formatNumber(cases.compared)} the second is of an earlier time than the first: were they given the wrong way round?`

/** What could not be compared, by why: `Not compared: 3 judged with other rules.` */
function reasonsText({ reasons }: FleetDiff): string | undefined {
  const parts = Object.entries(REASON_LABELS).flatMap(([why, words]) => {
    const cases = reasons[why as NotCompared['why']]
    return cases === 0 ? [] : [`${formatNumber(cases)}: ${words}`]
  })
  return parts.length === 0 ? undefined : `Not compared: ${parts.join('; ')}.`
}

/** `drained 40, still the same 2`: what became of the spools, where anything did. */
function spoolsText({ spools }: FleetDiff): string | undefined {
  const { drained, shrunk, same, grown, filled } = spools
  const parts = [
    ...counted('drained', drained),
    ...counted('all that waited gone, newer items wait', spools['turned-over']),
    ...counted('fewer items', shrunk),
    ...counted('as many items', same),
    ...counted('more items', grown),
    ...counted('filled', filled),
    ...counted('not known', spools.unknown),
  ]
  return parts.length === 0 ? undefined : `Spools: ${parts.join(', ')}.`
}

const counted = (word: string, count: number): string[] =>
  count === 0 ? [] : [`${formatNumber(count)} ${word}`]
