import type { Verdict, VerdictStatus } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'
import type { TextAttribute } from '../terminal/layout.ts'

/** A verdict in one word, the worst first: the severity if flagged, else the status. */
export const GRADES = ['error', 'warning', 'info', 'crashed', 'not checked', 'clear'] as const
export type Grade = (typeof GRADES)[number]

export const GRADE_MARKS: Readonly<Record<Grade, string>> = {
  error: '✗',
  warning: '!',
  info: 'i',
  crashed: '✗',
  'not checked': '?',
  clear: '✓',
}

export const GRADE_STYLES: Readonly<Record<Grade, readonly TextAttribute[]>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['cyan'],
  crashed: ['bold', 'red'],
  'not checked': ['yellow'],
  clear: ['green'],
}

const UNFLAGGED_GRADES: Readonly<Record<Exclude<VerdictStatus, 'flagged'>, Grade>> = {
  crashed: 'crashed',
  'not-checked': 'not checked',
  clear: 'clear',
}

export const gradeOf = ({
  status,
  severity,
}: {
  readonly status: VerdictStatus
  readonly severity: Severity
}): Grade => (status === 'flagged' ? severity : UNFLAGGED_GRADES[status])

/** A change is marked as recent for this long. */
const RECENT_CHANGE_MS = 10_000

/** Milliseconds since a verdict changed; undefined without a recent change. */
export function recentChangeAge(
  rule: string,
  {
    verdictChangedAt,
    now,
  }: { readonly verdictChangedAt: ReadonlyMap<string, number>; readonly now: number },
): number | undefined {
  const at = verdictChangedAt.get(rule)
  return at !== undefined && now - at <= RECENT_CHANGE_MS ? Math.max(now - at, 0) : undefined
}

/** The message of a verdict. Unless flagged, it needs the rule to say what was checked. */
export const verdictText = ({ status, rule, message, trial }: Verdict): string =>
  status === 'flagged' ? `${message}${trial ? ' (experimental)' : ''}` : `${rule}: ${message}`
