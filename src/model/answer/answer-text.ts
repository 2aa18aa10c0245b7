import { present } from '../defined.ts'
import type {
  ActionRole,
  DiagnosedCause,
  Diagnosis,
  PlannedAction,
  UnexplainedSymptom,
} from '../diagnosis.ts'
import { NOT_ATTEMPTED, NOT_ATTEMPTED_TITLE } from '../diagnosis.ts'
import { formatCount } from '../duration.ts'
import { parseIsoTime } from '../moment.ts'
import type { CaseReport, Verdict } from '../report.ts'
import { firstSentence } from '../text/prose.ts'
import { findAffectedUsers, findLocalOffset, momentWithLocalTime } from './affected-users.ts'

const ROLE_LABELS: Readonly<Record<ActionRole, string>> = {
  user: 'User',
  'skype-administrator': 'Skype administrator',
  'exchange-administrator': 'Exchange administrator',
  support: 'Support',
}

/** Who has to act: `Skype administrator`, followed by the user if the plan has several. */
export function actorText({ role, user }: PlannedAction, { actions }: Diagnosis): string {
  const users = new Set(actions.flatMap((action) => action.user ?? []))
  const label = ROLE_LABELS[role] ?? role
  return user === undefined || users.size < 2 ? label : `${label}, for ${user}`
}

/** `explains 3 of 5 failed messages`; undefined if nothing failed that it could explain. */
export function explainsText(
  { certainty, explains }: DiagnosedCause,
  verdicts: readonly Verdict[],
): string | undefined {
  const { symptoms, messages, of } = explains
  const verb = (explains.certainty ?? certainty) === 'possible' ? 'could explain' : 'explains'
  const counted = `${messages} of ${formatCount(of, 'failed message')}`
  if (messages > 0) return `${verb} ${counted}`
  if (symptoms.length > 0)
    return `${verb} “${symptoms.map((rule) => titleOf(rule, verdicts)).join('”, “')}”`
  return of > 0 ? 'explains no failed message' : undefined
}

const titleOf = (symptom: string, verdicts: readonly Verdict[]): string =>
  symptom === NOT_ATTEMPTED
    ? NOT_ATTEMPTED_TITLE
    : (verdicts.find(({ rule }) => rule === symptom)?.title ?? symptom)

/** `since 2016-09-20 06:29:00 UTC`; undefined if the evidence does not show it. */
function sinceText({ since }: DiagnosedCause, offset: number | undefined): string | undefined {
  const at = since === undefined ? undefined : parseIsoTime(since)
  return at === undefined ? undefined : `since ${momentWithLocalTime(at, offset)}`
}

/** `2 messages of kim@contoso.example: Title of the symptom` */
export function unexplainedText(
  { rule, user, messages }: UnexplainedSymptom,
  verdicts: readonly Verdict[],
): string {
  const counted = messages > 0 ? formatCount(messages, 'message') : undefined
  const owner = user === undefined ? undefined : `of ${user}`
  const subject = present([counted, owner]).join(' ')
  const symptom = titleOf(rule, verdicts)
  return messages > 0 ? `${subject}: ${symptom}` : present([symptom, owner]).join(' ')
}

/** Flagged verdicts that the causes and symptoms of the diagnosis do not cover. */
export function otherFlagged(
  { causes, unexplained }: Diagnosis,
  verdicts: readonly Verdict[],
): Verdict[] {
  const covered = new Set([
    ...causes.flatMap(({ rule, supersedes, explains }) => [
      rule,
      ...supersedes,
      ...explains.symptoms,
    ]),
    ...unexplained.map(({ rule }) => rule),
  ])
  return verdicts.filter(({ rule, status }) => status === 'flagged' && !covered.has(rule))
}

/** The outcome in a sentence or two: what causes and symptoms say themselves is left out. */
export const outcomeText = ({ answer, causes }: Diagnosis): string =>
  causes.length > 0 ? firstSentence(answer) : answer

/** `kim@contoso.example, since 2016-09-20 06:29:00 UTC (08:29:00 local time)`, for each user. */
export function affectedTexts(report: CaseReport, diagnosis: Diagnosis): string[] {
  const offset = findLocalOffset(report)
  return findAffectedUsers(report, diagnosis).map(({ user, since }) => {
    const start =
      since === undefined
        ? 'since when is not known'
        : `since ${momentWithLocalTime(since, offset)}`
    return `${user ?? 'The user is not known'}, ${start}`
  })
}

/** The title of a cause, with its user where the same cause concerns several. */
export function causeTitle({ title, rule, user }: DiagnosedCause, { causes }: Diagnosis): string {
  const others = causes.some((other) => other.rule === rule && other.user !== user)
  return others && user !== undefined ? `${title}, for ${user}` : title
}

/**
 * Notes on a cause: its effects, its start and its relation to other causes. `offset`: of local
 * time, in minutes east of UTC; without it, times are UTC only.
 */
export function causeNotes(
  cause: DiagnosedCause,
  verdicts: readonly Verdict[],
  offset?: number,
): string[] {
  const { causedBy, supersedes } = cause
  const titles = (rules: readonly string[]) =>
    rules.map((rule) => `“${titleOf(rule, verdicts)}”`).join(', ')
  return present([
    explainsText(cause, verdicts),
    sinceText(cause, offset),
    causedBy.length > 0 ? `may come from ${titles(causedBy)}` : undefined,
    supersedes.length > 0 ? `supersedes ${titles(supersedes)}` : undefined,
  ])
}
