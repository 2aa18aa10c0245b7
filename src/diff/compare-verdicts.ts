import { defined } from '../model/defined.ts'
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
 * Assigns every rule of both reports to one list, in the order of the later report. If a report has
 * several verdicts for a rule, the first is used.
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

/**
 * Only `clear` proves that a problem is gone. A flagged rule that is no longer checked has not
 * cleared.
 */
function listOf(before: VerdictSide['status'], after: VerdictSide['status']): keyof VerdictChanges {
  if (after === 'flagged') return before === 'flagged' ? 'persisting' : 'appeared'
  if (before === 'flagged') return after === 'clear' ? 'cleared' : 'unknown'
  if (before === 'clear') return after === 'clear' ? 'same' : 'lost'
  return after === 'clear' ? 'settled' : 'same'
}

/**
 * Rules that crash now but did not before. They count as new problems, because a crash counts as
 * flagged.
 */
export const findNewCrashes = (verdicts: VerdictChanges): VerdictChange[] =>
  VERDICT_CHANGE_LISTS.flatMap((list) => verdicts[list]).filter(
    ({ before, after }) => after.status === 'crashed' && before.status !== 'crashed',
  )

function byRule(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  const verdictByRule = new Map<string, Verdict>()
  for (const verdict of verdicts)
    if (!verdictByRule.has(verdict.rule)) verdictByRule.set(verdict.rule, verdict)
  return verdictByRule
}

function changeOf(
  before: Verdict | undefined,
  after: Verdict | undefined,
): VerdictChange | undefined {
  const latest = after ?? before
  if (latest === undefined) return undefined
  const { rule, title, severity, trial } = latest
  return {
    rule,
    title,
    severity,
    trial,
    before: sideOf(before),
    after: sideOf(after),
    ...subjectsOf(before, after),
    // Without what a later version may have added.
    missing: (after?.missing ?? []).map(({ evidence, how, commands }) => ({
      evidence,
      how,
      ...defined({ commands }),
    })),
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

/** Empty if findings were omitted, because omitted subjects cannot be compared. */
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
  return { subjects: { added: countMissing(later, earlier), gone: countMissing(earlier, later) } }
}

/** Number of elements of `subjects` that are not in `others`. */
const countMissing = (
  subjects: ReadonlySet<string> = new Set(),
  others: ReadonlySet<string> = new Set(),
): number => [...subjects].filter((subject) => !others.has(subject)).length
