import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatDuration } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type {
  CaseDiff,
  CaseSide,
  CauseSide,
  CauseTransition,
  DiagnosedCauseChange,
  FactChange,
  SpoolChange,
  SpoolSide,
  VerdictChange,
  VerdictChanges,
  VerdictSide,
} from '../../model/report-diff.ts'

/** One difference between two reports of a case. The texts are not escaped for any format. */
export interface DiffRow {
  readonly kind:
    | 'cause-gone'
    | 'cause-came'
    | 'cause-superseded'
    | 'cause-unknown'
    | 'certainty'
    | 'cleared'
    | 'new'
    | 'persists'
    | 'unknown'
    | 'not-checked'
    | 'fact'
    | 'caution'
  /** The id of a rule or the label of a fact; empty for a caution. */
  readonly subject: string
  readonly text: string
}

export const DIFF_KIND_LABELS: Readonly<Record<DiffRow['kind'], string>> = {
  'cause-gone': 'cause gone',
  'cause-came': 'new cause',
  'cause-superseded': 'superseded',
  'cause-unknown': 'cause unknown',
  certainty: 'certainty',
  cleared: 'cleared',
  new: 'new',
  persists: 'persists',
  unknown: 'unknown',
  'not-checked': 'not checked',
  fact: 'changed',
  caution: 'caution',
}

/** More lost checks than this share one row. */
const MAX_LOST_ROWS = 3

/** Returns all differences, the most important first. */
export function diffRows({ diagnosis, verdicts, facts, spool, cautions }: CaseDiff): DiffRow[] {
  const causes = diagnosis?.causes ?? []
  const isUserShown = new Set(present(causes.map(({ user }) => user))).size > 1
  // A cause that came or went is not listed again as a rule.
  const covered = new Set(
    causes.filter(({ change }) => change === 'came' || change === 'gone').map(({ rule }) => rule),
  )
  const others = (list: readonly VerdictChange[]) => list.filter(({ rule }) => !covered.has(rule))
  const { cleared, appeared, persisting, unknown, lost } = verdicts
  const lostRows =
    lost.length > MAX_LOST_ROWS
      ? [lostSummaryRow(lost)]
      : lost.map((change) =>
          ruleRow('not-checked', change, `${skippedText(change)} (passed before)`),
        )
  return present([
    ...CAUSE_TRANSITIONS.flatMap((transition) =>
      causes
        .filter(({ change }) => change === transition)
        .map((cause) => causeRow(transition, cause, verdicts, isUserShown)),
    ),
    ...others(cleared).map((change) => ruleRow('cleared', change, change.after.message)),
    ...others(appeared).map((change) => ruleRow('new', change, newText(change))),
    ...persisting.map((change) => ruleRow('persists', change, persistingText(change))),
    ...unknown.map((change) => ruleRow('unknown', change, unknownText(change))),
    ...lostRows,
    ...facts.map((fact) => factRow(fact.label, factText(fact))),
    spool.state === 'empty' ? undefined : factRow('Spool', spoolText(spool)),
    ...cautions.map((text) => ({ kind: 'caution' as const, subject: '', text })),
  ])
}

type ShownTransition = Exclude<CauseTransition, 'same'>

/** In the order in which they are shown. */
const CAUSE_ROW_KINDS: Readonly<Record<ShownTransition, DiffRow['kind']>> = {
  gone: 'cause-gone',
  came: 'cause-came',
  superseded: 'cause-superseded',
  unknown: 'cause-unknown',
  'more-certain': 'certainty',
  'less-certain': 'certainty',
}
const CAUSE_TRANSITIONS = Object.keys(CAUSE_ROW_KINDS) as ShownTransition[]

function causeRow(
  change: ShownTransition,
  { rule, user, before, after }: DiagnosedCauseChange,
  verdicts: VerdictChanges,
  isUserShown: boolean,
): DiffRow {
  const all = [...verdicts.cleared, ...verdicts.appeared, ...verdicts.settled]
  const verdict = all.find((candidate) => candidate.rule === rule)
  const cameText = verdict && newText(verdict)
  const texts: Readonly<Record<ShownTransition, string>> = {
    gone: verdict?.after.message ?? '',
    came: present([explainedText(after), cameText]).join(' '),
    superseded: 'Another cause makes it irrelevant.',
    unknown: 'Nothing shows that it is gone.',
    'more-certain': present(['More certain than before.', explainedText(after)]).join(' '),
    'less-certain': present(['Less certain than before.', explainedText(after)]).join(' '),
  }
  const certainty =
    before && after
      ? `${before.certainty} → ${after.certainty}`
      : ((before ?? after)?.certainty ?? 'unknown')
  const owner = isUserShown && user !== undefined ? ` of ${user}` : ''
  return {
    kind: CAUSE_ROW_KINDS[change],
    subject: `${rule}${owner} (${certainty})`,
    text: texts[change],
  }
}

/** `Explains 3 of 5 failed messages.` */
function explainedText(side: CauseSide | undefined): string | undefined {
  if (side === undefined || side.messages === 0) return undefined
  const verb = side.certainty === 'possible' ? 'Could explain' : 'Explains'
  return `${verb} ${side.messages} of ${formatCount(side.of, 'failed message')}.`
}

const ruleRow = (kind: DiffRow['kind'], { rule }: VerdictChange, text: string): DiffRow => ({
  kind,
  subject: rule,
  text,
})

const factRow = (label: string, text: string): DiffRow => ({ kind: 'fact', subject: label, text })

const PREVIOUS_STATUS: Readonly<Record<VerdictSide['status'], string>> = {
  clear: 'passed before',
  'not-checked': 'was not checked before',
  crashed: 'the check crashed before',
  absent: 'was not run before',
  flagged: 'was flagged before',
}

const newText = ({ before, after }: VerdictChange): string =>
  `${after.message} (${PREVIOUS_STATUS[before.status]})`

/** Says why a rule that was flagged has no result now, and how to check it again. */
function unknownText(change: VerdictChange): string {
  const { before, after, missing } = change
  const [gap, ...otherGaps] = missing
  const how = after.status === 'not-checked' && otherGaps.length === 0 ? gap?.how : undefined
  return present([
    `no longer checked (${skippedText(change).replace(/\.$/, '')}).`,
    how || undefined,
    `Before: ${before.message}`,
  ]).join(' ')
}

/** Says why a rule has no result in the later report. */
function skippedText({ after, missing }: VerdictChange): string {
  if (after.status === 'crashed') return `the check crashed: ${after.message}`
  if (after.status === 'absent') return 'not run this time'
  return missing.length === 0
    ? after.message
    : `missing: ${missing.map(({ evidence }) => evidence).join(', ')}`
}

function lostSummaryRow(lost: readonly VerdictChange[]): DiffRow {
  const evidence = new Set(lost.flatMap(({ missing }) => missing.map((gap) => gap.evidence)))
  const rules = lost.map(({ rule }) => rule).join(', ')
  const reason = evidence.size > 0 ? `missing: ${[...evidence].join(', ')}. ` : ''
  return {
    kind: 'not-checked',
    subject: formatCount(lost.length, 'check'),
    text: `${reason}Passed before: ${rules}`,
  }
}

/** `5 findings before, 3 now (1 new, 3 gone). 3 messages are stuck …` */
function persistingText({ before, after, subjects }: VerdictChange): string {
  const hasMoved =
    subjects !== undefined &&
    subjects.added + subjects.gone > 0 &&
    after.findings + before.findings > 2
  const sameCount = before.findings === after.findings
  if (sameCount && !hasMoved)
    return before.message === after.message ? `unchanged. ${after.message}` : after.message
  const moved = hasMoved ? ` (${subjects.added} new, ${subjects.gone} gone)` : ''
  const counts = `${formatCount(before.findings, 'finding')} before, ${after.findings} now`
  return `${counts}${moved}. ${after.message}`
}

function factText({ before, after }: FactChange): string {
  if (before === undefined) return `${after?.value ?? ''} (unknown before)`
  if (after === undefined) return `no longer known (was ${before.value})`
  return `${before.value} → ${after.value}`
}

function spoolText({ state, before, after }: SpoolChange): string {
  if (state === 'unknown')
    return before === undefined
      ? `unknown before; ${spoolSideText(after)} now`
      : `${spoolSideText(before)} before; no longer known`
  const change = `${spoolSideText(before)} → ${spoolSideText(after)}`
  // An empty spool proves no delivery: the fix for sign-in problems deletes what is in it.
  if (state === 'drained') return `drained, sent or deleted: ${change}`
  return state === 'turned-over' ? `the earlier items are gone: ${change}, newer` : change
}

function spoolSideText(side: SpoolSide | undefined): string {
  if (side === undefined) return 'unknown'
  const { items, bytes, oldest } = side
  if (items === 0) return 'none'
  const details = present([
    bytes === undefined ? undefined : formatBytes(bytes),
    oldest?.waited === undefined ? undefined : `oldest ${formatDuration(oldest.waited)}`,
  ])
  return `${formatCount(items, 'item')}${details.length > 0 ? ` (${details.join(', ')})` : ''}`
}

/** `2016-09-27 08:31:00 UTC, 7 d later`; undefined when the later time is unknown. */
export function diffTimeText(before: CaseSide, after: CaseSide): string | undefined {
  if (after.asOf === null) return undefined
  const at = Date.parse(after.asOf)
  if (before.asOf === null) return formatMoment(at)
  const elapsed = at - Date.parse(before.asOf)
  if (elapsed === 0) return `${formatMoment(at)}, the same moment`
  const direction = elapsed > 0 ? 'later' : 'earlier'
  return `${formatMoment(at)}, ${formatDuration(Math.abs(elapsed))} ${direction}`
}
