import type { Verdict } from '../model/report.ts'
import type { VerdictChange, VerdictChanges, VerdictSide } from '../model/report-diff.ts'

export const VERDICT_CHANGE_LISTS = [
  'cleared',
  'appeared',
  'persisting',
  'unknown',
  'lost',
  'settled',
  'same',
] as const satisfies (keyof VerdictChanges)[]

const ABSENT: VerdictSide = { status: 'absent', message: '', findings: 0 }

/**
 * Each rule of either report in one list, in the order of the later report. A rule counts once: the
 * first verdict about it.
 */
export function compareVerdicts(
  before: readonly Verdict[],
  after: readonly Verdict[],
): VerdictChanges {
  const earlier = byRule(before)
  const later = byRule(after)
  const lists: Record<keyof VerdictChanges, VerdictChange[]> = {
    cleared: [],
    appeared: [],
    persisting: [],
    unknown: [],
    lost: [],
    settled: [],
    same: [],
  }
  for (const rule of new Set([...later.keys(), ...earlier.keys()])) {
    const change = changeOf(earlier.get(rule), later.get(rule))
    if (change !== undefined) lists[listOf(change.before.status, change.after.status)].push(change)
  }
  return lists
}

/** Only `clear` is health: a flag that is no longer checked has not cleared. */
function listOf(before: VerdictSide['status'], after: VerdictSide['status']): keyof VerdictChanges {
  if (after === 'flagged') return before === 'flagged' ? 'persisting' : 'appeared'
  if (before === 'flagged') return after === 'clear' ? 'cleared' : 'unknown'
  if (before === 'clear') return after === 'clear' ? 'same' : 'lost'
  return after === 'clear' ? 'settled' : 'same'
}

/**
 * A check that fails now and did not before: it counts as something new, as it counts as flagged in
 * a report.
 */
export const findNewCrashes = (verdicts: VerdictChanges): VerdictChange[] =>
  VERDICT_CHANGE_LISTS.flatMap((list) => verdicts[list]).filter(
    ({ before, after }) => after.status === 'crashed' && before.status !== 'crashed',
  )

function byRule(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  const known = new Map<string, Verdict>()
  for (const verdict of verdicts) if (!known.has(verdict.rule)) known.set(verdict.rule, verdict)
  return known
}

function changeOf(
  before: Verdict | undefined,
  after: Verdict | undefined,
): VerdictChange | undefined {
  const said = after ?? before
  if (said === undefined) return undefined
  const { rule, title, severity, trial } = said
  return {
    rule,
    title,
    severity,
    trial,
    before: sideOf(before),
    after: sideOf(after),
    ...subjectsOf(before, after),
    missing: after?.missing ?? [],
  }
}

const sideOf = (verdict: Verdict | undefined): VerdictSide =>
  verdict === undefined
    ? ABSENT
    : {
        status: verdict.status,
        message: verdict.message,
        findings: verdict.findings.length + verdict.omitted,
      }

/** Nothing where a list is cut: what is not listed might be the same. */
function subjectsOf(
  before: Verdict | undefined,
  after: Verdict | undefined,
): Pick<VerdictChange, 'subjects'> {
  if (
    before?.status !== 'flagged' ||
    after?.status !== 'flagged' ||
    before.omitted + after.omitted > 0
  )
    return {}
  const [earlier, later] = [before, after].map(
    ({ findings }) => new Set(findings.map(({ subject }) => subject)),
  )
  return { subjects: { added: without(later, earlier), gone: without(earlier, later) } }
}

const without = (
  some: ReadonlySet<string> = new Set(),
  others: ReadonlySet<string> = new Set(),
): number => [...some].filter((one) => !others.has(one)).length
