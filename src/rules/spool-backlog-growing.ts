import { type CaseTime, caseTime } from '../evidence/case-time.ts'
import { snapshotCommand } from '../evidence/manifest-command.ts'
import { copySpoolStep, type Spool, spool, spoolMissing } from '../evidence/spool.ts'
import { countWaitingSinceBefore, type SpoolSnapshot } from '../evidence/spool-snapshot.ts'
import { formatCount, formatDuration, minutes } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { durationThreshold } from '../model/threshold.ts'

interface Point {
  readonly at: number
  readonly snapshot: SpoolSnapshot
  /** Items that wait for longer than the limit. */
  readonly waiting: number
  /** How long the oldest item waits; 0 in an empty spool. */
  readonly oldest: number
}

export const spoolBacklogGrowing = defineRule({
  id: 'spool-backlog-growing',
  severity: 'warning',
  status: 'stable',
  title: 'The backlog in the History Spooler grows',
  why: 'A spool that empties more slowly than it fills has a lasting cause, not a passing one: every further offline message will be late or lost until it is removed.',
  looksAt:
    'The first and the last of several snapshots of the same spool (listings, manifests): how many items wait for longer than the timer, how many came and went between, and the age of the oldest. One snapshot alone shows only what has not left: it can prove that nothing waits, never that the backlog grows.',
  thresholds: {
    stuckAfter: durationThreshold(minutes(2), {
      why: 'The client’s timer: younger items are still in time and no backlog',
      origin: 'documented',
    }),
    shortestSpan: durationThreshold(minutes(2), {
      why: 'Snapshots closer together than the client’s timer do not show a trend',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The client was not running between the snapshots, so nothing could leave the spool.',
    'The snapshots are of two machines on which the same user signs in.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Remove the cause that the other verdicts name, then run this in PowerShell twice, five minutes apart.',
      commands: [snapshotCommand],
      verify: 'The later snapshot holds fewer items, and the oldest one has gone.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { spools: spool, caseTime },
  evaluate({ spools, caseTime: asOf }, { stuckAfter, shortestSpan }) {
    if (spools.length === 0)
      return notChecked(
        'No History Spooler was collected; that is not the same as an empty one.',
        spoolMissing,
      )
    const judged = spools.map((one) => ({ one, points: pointsOf(one, asOf, stuckAfter) }))
    const findings = judged.flatMap(({ one, points }) =>
      growth(one, points, shortestSpan, stuckAfter),
    )
    if (findings.length > 0)
      return flagged(findings.map(({ message }) => message).join(' '), findings)
    const open = judged.filter(({ one, points }) => !isSettled(one, points, shortestSpan))
    if (open.length > 0)
      return notChecked(
        'Items wait in the spool, and one snapshot does not show whether they become more.',
        {
          evidence: 'a second snapshot of the History Spooler',
          how: 'Run this in PowerShell twice, five minutes apart, and add both files to the case.',
          commands: [snapshotCommand],
        },
      )
    const waiting = judged.reduce((sum, { points }) => sum + (points.at(-1)?.waiting ?? 0), 0)
    const message =
      waiting === 0
        ? `Nothing waits for longer than ${formatDuration(stuckAfter)}.`
        : 'The backlog does not grow.'
    return clear(
      message,
      spools.flatMap(({ snapshots }) => snapshots.map(({ source }) => source)),
    )
  },
})

/**
 * The snapshots that were read completely and whose moment is known. That of a folder itself is the
 * moment of the case.
 */
function pointsOf(
  { snapshots, current }: Spool,
  asOf: CaseTime | undefined,
  limit: number,
): Point[] {
  return snapshots.flatMap((snapshot) => {
    const at = snapshot.takenAt ?? (snapshot === current && asOf?.isStated ? asOf.at : undefined)
    if (at === undefined || snapshot.isPartial) return []
    const waiting = countWaitingSinceBefore(snapshot, at - limit)
    return [{ at, snapshot, waiting, oldest: Math.max(0, at - (snapshot.oldest[0]?.since ?? at)) }]
  })
}

function growth(
  { user, folder }: Spool,
  points: readonly Point[],
  shortestSpan: number,
  limit: number,
): Finding[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last.at - first.at < shortestSpan || last.waiting === 0) return []
  if (last.waiting <= first.waiting && last.oldest <= first.oldest) return []
  const stayed = countWaitingSinceBefore(last.snapshot, first.at + 1)
  const came = last.snapshot.itemCount - stayed
  const went = Math.max(0, first.snapshot.itemCount - stayed)
  const span = `in ${formatDuration(last.at - first.at)} from ${formatMoment(first.at)} on, ${formatCount(came, 'item')} came and ${went} left`
  const counts = `${first.waiting}, then ${last.waiting} waited for longer than ${formatDuration(limit)}`
  const ages = `the oldest for ${formatDuration(first.oldest)}, then ${formatDuration(last.oldest)}`
  const subject = `Spool of ${user ?? folder}`
  return [
    {
      subject,
      message: `${subject}: ${span}; ${counts}, ${ages}.`,
      sources: [first.snapshot.source, last.snapshot.source],
    },
  ]
}

/**
 * Whether a spool that does not grow is known not to: seen empty of waiting items, or over a long
 * enough span.
 */
function isSettled({ current }: Spool, points: readonly Point[], shortestSpan: number): boolean {
  if (current.isPartial) return false
  if (current.itemCount === 0) return true
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last.snapshot !== current || current.untimedCount > 0) return false
  return last.waiting === 0 || last.at - first.at >= shortestSpan
}
