import { present } from '../../model/defined.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import type {
  ChangedCase,
  DiagnosedCauseCount,
  FleetDiff,
  Listed,
  NotCompared,
} from '../../model/fleet/fleet-diff.ts'
import type { CauseTransition } from '../../model/report-diff.ts'
import type { Severity } from '../../model/rule.ts'

/** A list in the comparison of two fleets. The texts are not escaped for any format. */
export interface FleetDiffSection {
  readonly title: string
  readonly rows: readonly FleetDiffRow[]
  /** Number of entries that are not in `rows`. */
  readonly omitted: number
}

interface FleetDiffRow {
  /** A bundle, or the place of a damaged line. */
  readonly name: string
  readonly text: string
}

/** A rule and how many cases have it newly, no longer, still, and possibly. */
export interface FleetDiffCause {
  readonly rule: string
  readonly severity: Severity
  /** Formatted numbers, in the order of `CAUSE_COUNT_COLUMNS`. */
  readonly counts: readonly string[]
}

/** Title of the table of all rules, whether they are causes or symptoms. */
export const FLAGGED_RULES_TITLE = 'Flagged rules'

export const CAUSE_COUNT_COLUMNS = ['new', 'cleared', 'persist', 'unknown'] as const

/** The columns of the table of causes, with the changes that each counts. */
const DIAGNOSED_COLUMNS: readonly {
  readonly title: string
  readonly changes: readonly CauseTransition[]
}[] = [
  { title: 'new', changes: ['came'] },
  { title: 'gone', changes: ['gone'] },
  { title: 'superseded', changes: ['superseded'] },
  { title: 'unknown', changes: ['unknown'] },
  { title: 'certainty', changes: ['more-certain', 'less-certain'] },
  { title: 'same', changes: ['same'] },
]

const REASON_LABELS: Readonly<Record<NotCompared['why'], string>> = {
  'other-rules':
    'analyzed with other rules, limits, options or version (use --any-rules to compare anyway)',
  'unreadable-before': 'nothing in it could be read before',
  'unreadable-after': 'nothing in it could be read now',
  'failed-before': 'the analysis failed before',
  'failed-after': 'the analysis failed now',
}
const CHANGE_TITLES = {
  worse: 'Got worse',
  unknown: 'No longer known',
  better: 'Got better',
} as const

/** `12 cases before, 13 after` */
export const fleetDiffTitle = ({ before, after }: FleetDiff): string =>
  `${formatCount(before.bundles, 'case')} before, ${formatNumber(after.bundles)} after`

/** Returns the first `maxRows` flagged rules, and the number of the others. */
export function fleetDiffCauses(
  { causes }: FleetDiff,
  maxRows: number,
): { readonly rows: readonly FleetDiffCause[]; readonly omitted: number } {
  const rows = causes
    .slice(0, maxRows)
    .map(({ rule, severity, appeared, cleared, persisting, unknown }) => ({
      rule,
      severity,
      counts: [appeared, cleared, persisting, unknown].map(formatNumber),
    }))
  return { rows, omitted: causes.length - rows.length }
}

/** A table of the causes of diagnoses. Columns without a count are left out. */
interface DiagnosedCauseTable {
  readonly columns: readonly string[]
  /** Formatted numbers, in the order of `columns`. */
  readonly rows: readonly { readonly rule: string; readonly counts: readonly string[] }[]
  readonly omitted: number
}

/** Returns the first `maxRows` causes of diagnoses, and the number of the others. */
export function fleetDiffDiagnosedCauses(
  { diagnosedCauses }: FleetDiff,
  maxRows: number,
): DiagnosedCauseTable {
  const sum = (changes: DiagnosedCauseCount['changes'], counted: readonly CauseTransition[]) =>
    counted.reduce((total, change) => total + changes[change], 0)
  const used = DIAGNOSED_COLUMNS.filter((column) =>
    diagnosedCauses.some(({ changes }) => sum(changes, column.changes) > 0),
  )
  const rows = diagnosedCauses.slice(0, maxRows).map(({ rule, changes }) => ({
    rule,
    counts: used.map((column) => formatNumber(sum(changes, column.changes))),
  }))
  return {
    columns: used.map(({ title }) => title),
    rows,
    omitted: diagnosedCauses.length - rows.length,
  }
}

/** Returns the lists that have entries, with at most `maxRows` rows each, the worst cases first. */
export function fleetDiffSections(diff: FleetDiff, maxRows: number): FleetDiffSection[] {
  const { changed, notCompared, onlyBefore, onlyAfter, cases } = diff
  const sections = [
    ...(['worse', 'unknown', 'better'] as const).map((kind) => {
      const rows = changed.listed.filter(({ change }) => change === kind).slice(0, maxRows)
      return {
        title: CHANGE_TITLES[kind],
        rows: rows.map(changedRow),
        omitted: cases[kind] - rows.length,
      }
    }),
    listSection('Not compared', notCompared, maxRows, ({ bundle, why }) => ({
      name: bundle,
      text: REASON_LABELS[why],
    })),
    listSection('Only before', onlyBefore, maxRows, (name) => ({ name, text: '' })),
    listSection('Only after', onlyAfter, maxRows, (name) => ({ name, text: '' })),
    ...(['before', 'after'] as const).map((side) => damageSection(diff, side, maxRows)),
  ]
  return sections.filter(({ rows }) => rows.length > 0)
}

/** `new: a, b · cleared: c · spool 5 → 0` */
function changedRow({
  bundle,
  appeared,
  unknown,
  persisting,
  cleared,
  spool,
}: ChangedCase): FleetDiffRow {
  const parts = present([
    ruleList('new', appeared),
    ruleList('no longer known', unknown),
    ruleList('cleared', cleared),
    ruleList('persists', persisting),
    spoolText(spool),
  ])
  return { name: bundle, text: parts.join(' · ') }
}

const ruleList = (label: string, rules: readonly string[]): string | undefined =>
  rules.length === 0 ? undefined : `${label}: ${rules.join(', ')}`

function spoolText({ before, after, state }: ChangedCase['spool']): string | undefined {
  if (before === undefined || after === undefined || before + after === 0) return undefined
  const newer = state === 'turned-over' ? ', newer' : ''
  return `spool ${formatNumber(before)} → ${formatNumber(after)}${newer}`
}

function listSection<T>(
  title: string,
  { listed, omitted }: Listed<T>,
  maxRows: number,
  toRow: (entry: T) => FleetDiffRow,
): FleetDiffSection {
  const rows = listed.slice(0, maxRows)
  return { title, rows: rows.map(toRow), omitted: listed.length - rows.length + omitted }
}

function damageSection(
  diff: FleetDiff,
  side: 'before' | 'after',
  maxRows: number,
): FleetDiffSection {
  const { damage, damaged } = diff[side]
  const rows = damage.slice(0, maxRows).map(({ place, reason }) => ({ name: place, text: reason }))
  return { title: `Could not be read (${side})`, rows, omitted: damaged - rows.length }
}

/**
 * Returns the sentences above the tables: what became of the spools, what was not compared, and
 * whether the results seem to be swapped.
 */
export const fleetDiffNotes = (diff: FleetDiff): string[] =>
  present([spoolsText(diff), reasonsText(diff), backwardsText(diff)])

function backwardsText({ backwards, cases }: FleetDiff): string | undefined {
  if (backwards === 0) return undefined
  const share = `${formatNumber(backwards)} of ${formatNumber(cases.compared)}`
  return `In ${share} the second result is older than the first. Check the order of the arguments.`
}

/** `Not compared: 3: nothing in it could be read before.` */
function reasonsText({ reasons }: FleetDiff): string | undefined {
  const parts = Object.entries(REASON_LABELS).map(([why, label]) => {
    const cases = reasons[why as NotCompared['why']]
    return cases === 0 ? undefined : `${formatNumber(cases)}: ${label}`
  })
  const text = present(parts).join('; ')
  return text === '' ? undefined : `Not compared: ${text}.`
}

/** `Spools: 40 drained, 2 unchanged.` */
function spoolsText({ spools }: FleetDiff): string | undefined {
  const text = present([
    countText(spools.drained, 'drained'),
    countText(spools['turned-over'], 'with all earlier items gone and newer ones waiting'),
    countText(spools.shrunk, 'with fewer items'),
    countText(spools.same, 'unchanged'),
    countText(spools.grown, 'with more items'),
    countText(spools.filled, 'filled'),
    countText(spools.unknown, 'unknown'),
  ]).join(', ')
  return text === '' ? undefined : `Spools: ${text}.`
}

const countText = (count: number, label: string): string | undefined =>
  count === 0 ? undefined : `${formatNumber(count)} ${label}`
