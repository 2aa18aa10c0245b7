import { type CaseTime, caseTime } from '../evidence/case-time.ts'
import { snapshotCommand } from '../evidence/manifest-command.ts'
import { copySpoolStep, type Spool, spool, spoolMissing } from '../evidence/spool.ts'
import { countWaitingSinceBefore, type SpoolSnapshot } from '../evidence/spool-snapshot.ts'
import { defined } from '../model/defined.ts'
import { formatCount, formatDuration, minutes } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { durationThreshold } from '../model/threshold.ts'

/** The backlog in one snapshot. */
interface Backlog {
  /** Milliseconds UTC. */
  readonly at: number
  readonly snapshot: SpoolSnapshot
  /** Number of items that have waited for longer than the limit. */
  readonly waitingCount: number
  /** Waiting time of the oldest item, milliseconds; 0 in an empty spool. */
  readonly oldestWait: number
}

export const spoolBacklogGrowing = defineRule({
  id: 'spool-backlog-growing',
  severity: 'warning',
  status: 'stable',
  title: 'The backlog in the History Spooler grows',
  clearTitle: 'Spool backlog: not growing',
  why:
    'A spool that empties more slowly than it fills has a permanent cause, not a temporary one. ' +
    'Every further offline message will be late or lost until that cause is removed.',
  looksAt:
    'The first and the last of several snapshots of the same spool (listings, manifests): how ' +
    'many items wait for longer than the timer, how many came and left between, and the age of ' +
    'the oldest. A single snapshot can prove that nothing waits, but never that the backlog ' +
    'grows.',
  thresholds: {
    stuckAfter: durationThreshold(minutes(2), {
      why: 'The client’s timer: items below this age are still in time, so they are no backlog',
      origin: 'documented',
    }),
    shortestSpan: durationThreshold(minutes(2), {
      why: 'Snapshots closer together than the client’s timer do not show a trend',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The client was not running between the snapshots, so nothing could leave the spool.',
    'The snapshots come from two machines on which the same user signs in.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'user',
      phase: 'inform',
      isReference: true,
      do:
        'Remove the cause that the other verdicts name. Then run this in PowerShell twice, five ' +
        'minutes apart.',
      commands: [snapshotCommand],
      verify: 'The later snapshot contains fewer items, and the oldest one is gone.',
    },
  ],
  diagnosis: { role: 'symptom' },
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
        'No History Spooler was collected; this does not mean that it is empty.',
        spoolMissing,
      )
    const histories = spools.map((spool) => ({
      spool,
      backlogs: backlogsOf(spool, asOf, stuckAfter),
    }))
    const findings = histories.flatMap(({ spool, backlogs }) =>
      findGrowth(spool, backlogs, shortestSpan, stuckAfter),
    )
    if (findings.length > 0)
      return flagged(findings.map(({ message }) => message).join(' '), findings)
    if (histories.some(({ spool, backlogs }) => !isSettled(spool, backlogs, shortestSpan)))
      return notChecked(
        'Items wait in the spool, and one snapshot does not show whether their number grows.',
        {
          evidence: 'a second snapshot of the History Spooler',
          how: 'Run this in PowerShell twice, five minutes apart, and add both files to the case.',
          commands: [snapshotCommand],
        },
      )
    const isEmpty = histories.every(({ backlogs }) => (backlogs.at(-1)?.waitingCount ?? 0) === 0)
    const message = isEmpty
      ? `Nothing has waited for longer than ${formatDuration(stuckAfter)}.`
      : 'The backlog does not grow.'
    return clear(
      message,
      spools.flatMap(({ snapshots }) => snapshots.map(({ source }) => source)),
    )
  },
})

/**
 * The backlog in each snapshot that was read completely and whose time is known. The current
 * snapshot of the folder itself has the stated time of the case.
 */
function backlogsOf(
  { snapshots, current }: Spool,
  asOf: CaseTime | undefined,
  limit: number,
): Backlog[] {
  return snapshots.flatMap((snapshot) => {
    const at = snapshot.takenAt ?? (snapshot === current && asOf?.isStated ? asOf.at : undefined)
    if (at === undefined || snapshot.isPartial) return []
    const waitingCount = countWaitingSinceBefore(snapshot, at - limit)
    const oldestWait = Math.max(0, at - (snapshot.oldest[0]?.since ?? at))
    return [{ at, snapshot, waitingCount, oldestWait }]
  })
}

/** A finding when the backlog grew from the first to the last snapshot. */
function findGrowth(
  { user, folder }: Spool,
  backlogs: readonly Backlog[],
  shortestSpan: number,
  limit: number,
): Finding[] {
  const [first, last] = [backlogs[0], backlogs.at(-1)]
  if (!first || !last || last.at - first.at < shortestSpan || last.waitingCount === 0) return []
  if (last.waitingCount <= first.waitingCount && last.oldestWait <= first.oldestWait) return []
  const stayedCount = countWaitingSinceBefore(last.snapshot, first.at + 1)
  const newCount = last.snapshot.itemCount - stayedCount
  const leftCount = Math.max(0, first.snapshot.itemCount - stayedCount)
  const subject = `Spool of ${user ?? folder}`
  return [
    {
      subject,
      message:
        `${subject}: in ${formatDuration(last.at - first.at)} from ${formatMoment(first.at)}, ` +
        `${formatCount(newCount, 'item')} came and ${leftCount} left; ` +
        `${first.waitingCount}, then ${last.waitingCount} had waited for longer than ` +
        `${formatDuration(limit)}, the oldest for ${formatDuration(first.oldestWait)}, then ` +
        `${formatDuration(last.oldestWait)}.`,
      sources: [first.snapshot.source, last.snapshot.source],
      context: { ...defined({ user }), since: first.at, until: last.at },
    },
  ]
}

/**
 * Whether it is certain that a spool without growth does not grow: the last snapshot has no
 * backlog, or the snapshots cover a long enough time.
 */
function isSettled(
  { current }: Spool,
  backlogs: readonly Backlog[],
  shortestSpan: number,
): boolean {
  if (current.isPartial) return false
  if (current.itemCount === 0) return true
  const [first, last] = [backlogs[0], backlogs.at(-1)]
  if (!first || !last || last.snapshot !== current || current.untimedCount > 0) return false
  return last.waitingCount === 0 || last.at - first.at >= shortestSpan
}
