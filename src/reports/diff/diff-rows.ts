import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatDuration } from '../../model/duration.ts'
import type {
  CaseDiff,
  FactChange,
  SpoolChange,
  SpoolSide,
  VerdictChange,
  VerdictSide,
} from '../../model/report-diff.ts'

/** One thing that is different, in plain words that nobody has made safe yet. */
export interface DiffRow {
  readonly kind: 'cleared' | 'new' | 'persists' | 'unknown' | 'not-checked' | 'fact' | 'caution'
  /** A rule, or what a fact is called; empty for a caution. */
  readonly subject: string
  readonly text: string
}

/** More checks than these that are no longer made are told together. */
const MAX_LOST_ROWS = 3

/** What is different, the most important first. */
export function diffRows({ verdicts, facts, spool, cautions }: CaseDiff): DiffRow[] {
  const { cleared, appeared, persisting, unknown, lost } = verdicts
  return present([
    ...cleared.map((one) => row('cleared', one, one.after.message)),
    ...appeared.map((one) => row('new', one, `${one.after.message} (${wasText(one.before)})`)),
    ...persisting.map((one) => row('persists', one, persistingText(one))),
    ...unknown.map((one) =>
      row(
        'unknown',
        one,
        `no longer checked, ${nowText(one).replace(/\.$/, '')}. Before: ${one.before.message}`,
      ),
    ),
    ...(lost.length > MAX_LOST_ROWS
      ? [lostTogether(lost)]
      : lost.map((one) => row('not-checked', one, `${lackText(one)} (was in order)`))),
    ...facts.map((one) => ({ kind: 'fact' as const, subject: one.label, text: factText(one) })),
    spool.state === 'empty'
      ? undefined
      : { kind: 'fact' as const, subject: 'Spool', text: spoolText(spool) },
    ...cautions.map((text) => ({ kind: 'caution' as const, subject: '', text })),
  ])
}

const row = (kind: DiffRow['kind'], { rule }: VerdictChange, text: string): DiffRow => ({
  kind,
  subject: rule,
  text,
})

const PREVIOUS_STATUS: Readonly<Record<VerdictSide['status'], string>> = {
  clear: 'was in order',
  'not-checked': 'was not checked before',
  crashed: 'the check failed before',
  absent: 'was not asked before',
  flagged: 'was flagged',
}

const wasText = ({ status }: VerdictSide): string => PREVIOUS_STATUS[status]

/** Why it is not known now, and how to know it. */
function nowText(change: VerdictChange): string {
  const [first, ...more] = change.missing
  return first !== undefined && more.length === 0 && change.after.status === 'not-checked'
    ? `${lackText(change)}: ${first.how}`
    : lackText(change)
}

function lackText({ after, missing }: VerdictChange): string {
  if (after.status === 'crashed') return `the check failed: ${after.message}`
  if (after.status === 'absent') return 'not asked this time'
  return missing.length === 0
    ? after.message
    : `for lack of ${missing.map((one) => one.evidence).join(', ')}`
}

function lostTogether(lost: readonly VerdictChange[]): DiffRow {
  const evidence = [...new Set(lost.flatMap(({ missing }) => missing.map((one) => one.evidence)))]
  const lack = evidence.length > 0 ? `, for lack of ${evidence.join(', ')}` : ''
  return {
    kind: 'not-checked',
    subject: formatCount(lost.length, 'check'),
    text: `in order before${lack}: ${lost.map(({ rule }) => rule).join(', ')}`,
  }
}

/** `5 findings before, 3 now (1 new, 3 gone). 3 messages are stuck …` */
function persistingText({ before, after, subjects }: VerdictChange): string {
  const moved =
    subjects !== undefined &&
    subjects.added + subjects.gone > 0 &&
    after.findings + before.findings > 2
  const which = moved ? ` (${subjects.added} new, ${subjects.gone} gone)` : ''
  if (before.findings === after.findings && before.message === after.message && which === '')
    return `as before. ${after.message}`
  const counts =
    before.findings === after.findings && !moved
      ? ''
      : `${formatCount(before.findings, 'finding')} before, ${after.findings} now${which}. `
  return `${counts}${after.message}`
}

/** The values; a value that is only there, or gone, in words. */
function factText({ before, after }: FactChange): string {
  if (before === undefined) return `${valueText(after)} (not known before)`
  if (after === undefined) return `no longer known (was ${valueText(before)})`
  return `${valueText(before)} → ${valueText(after)}`
}

const valueText = (side: FactChange['after']): string =>
  side === undefined ? '' : String(side.value)

function spoolText({ state, before, after }: SpoolChange): string {
  if (state === 'unknown')
    return before === undefined
      ? `not known before; ${sideText(after)} now`
      : `${sideText(before)} before; no longer known`
  const words = `${sideText(before)} → ${sideText(after)}`
  // Empty is not delivered: what is done against sign-in problems deletes what waits.
  if (state === 'drained') return `drained, sent or deleted: ${words}`
  return state === 'turned-over' ? `what waited is gone: ${words}, newer` : words
}

function sideText(side: SpoolSide | undefined): string {
  if (side === undefined) return 'not known'
  const { items, bytes, oldest } = side
  if (items === 0) return 'none'
  const more = present([
    bytes === undefined ? undefined : formatBytes(bytes),
    oldest?.waited === undefined ? undefined : `the oldest for ${formatDuration(oldest.waited)}`,
  ])
  return `${formatCount(items, 'item')}${more.length > 0 ? ` (${more.join(', ')})` : ''}`
}
