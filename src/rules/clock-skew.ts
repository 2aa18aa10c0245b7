import { caseTime, collectionTimeMissing } from '../evidence/case-time.ts'
import { logCoverage, logsMissing, type TimedLog } from '../evidence/log-coverage.ts'
import { type Spool, spool, spoolMissing } from '../evidence/spool.ts'
import { countDatedAfter } from '../evidence/spool-snapshot.ts'
import { formatCount, formatDuration, minutes } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { durationThreshold } from '../model/threshold.ts'

export const clockSkew = defineRule({
  id: 'clock-skew',
  severity: 'warning',
  status: 'stable',
  title: 'Evidence is dated after it was collected',
  clearTitle: 'Clocks: consistent',
  why:
    'Ages are differences between times. If a clock or a time zone is wrong, items look more ' +
    'recent or older than they are. Logs seem to lack records that they contain. A clock that is ' +
    'far off also prevents the machine from signing in.',
  looksAt:
    'The times of spooled items and of the last record of each log. They are compared with the ' +
    'collection time from a manifest, a listing or --as-of.',
  thresholds: {
    tolerance: durationThreshold(minutes(5), {
      why:
        'The difference that Kerberos accepts between two machines by default. A machine that is ' +
        'further off has trouble signing in to its domain',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    '--as-of was used on purpose, to analyze the case as of an earlier moment.',
    'A log prints local time with an unknown offset, so it was read as UTC. Pass --utc-offset.',
  ],
  remedy: [
    {
      role: 'support',
      phase: 'examine',
      do: 'Pass the offset of the machine’s local time if no log or listing proves it.',
      commands: ['spoolscope analyze <path> --utc-offset +02:00'],
      verify:
        'This rule no longer flags the case, and the log coverage fits what the user remembers.',
    },
    {
      role: 'user',
      phase: 'examine',
      do:
        'On the user’s machine, compare the clock with a domain controller, and correct it if it ' +
        'is off.',
      commands: [
        'w32tm /stripchart /computer:"<domain controller>" /samples:3 /dataonly',
        'w32tm /resync',
      ],
      verify: 'w32tm /stripchart shows a difference of less than a second.',
    },
  ],
  diagnosis: { role: 'limit' },
  references: [
    {
      title: 'Windows Time service tools and settings',
      url: 'https://learn.microsoft.com/windows-server/networking/windows-time-service/windows-time-service-tools-and-settings',
    },
  ],
  evidence: { caseTime, spools: spool, logCoverage },
  evaluate({ caseTime: asOf, spools, logCoverage: { logs } }, { tolerance }) {
    const collectedAt = asOf?.isStated ? asOf.at : undefined
    const timedSpools = spools.filter(
      ({ current }) => current.times.length > 0 && (current.takenAt ?? collectedAt) !== undefined,
    )
    const timedLogs = collectedAt === undefined ? [] : logs
    const findings = [
      ...timedSpools.flatMap((spool) =>
        findFutureItems(spool, spool.current.takenAt ?? collectedAt ?? 0, tolerance),
      ),
      ...timedLogs.flatMap((log) => findFutureRecords(log, collectedAt ?? 0, tolerance)),
    ]
    if (findings.length > 0)
      return flagged(`${findings.map(({ message }) => message).join('. ')}.`, findings)
    if (collectedAt === undefined && timedSpools.length === 0)
      return notChecked('The collection time of the evidence is unknown.', collectionTimeMissing)
    if (timedSpools.length === 0 && logs.length === 0)
      return notChecked(
        'The evidence contains neither spooled items nor logs with times.',
        logsMissing,
        spoolMissing,
      )
    return clear(`Nothing is dated more than ${formatDuration(tolerance)} after its collection.`, [
      ...timedSpools.map(({ current }) => current.source),
      ...timedLogs.map(({ path }) => ({ path })),
    ])
  },
})

/** A finding when items are dated after `collectedAt` (milliseconds UTC). */
function findFutureItems(
  { user, folder, current }: Spool,
  collectedAt: number,
  tolerance: number,
): Finding[] {
  const count = countDatedAfter(current, collectedAt + tolerance)
  const { newest } = current
  if (count === 0 || !newest) return []
  const subject = `Spool of ${user ?? folder}`
  const difference = formatDuration(newest.since - collectedAt)
  const message =
    `${subject}: ${formatCount(count, 'item')} dated after the collection at ` +
    `${formatMoment(collectedAt)}, by up to ${difference} (limit ${formatDuration(tolerance)})`
  return [{ subject, message, sources: [newest.source] }]
}

/** A finding when the last record is dated after `collectedAt` (milliseconds UTC). */
function findFutureRecords(
  { path, to }: TimedLog,
  collectedAt: number,
  tolerance: number,
): Finding[] {
  if (to - collectedAt <= tolerance) return []
  const difference = `${formatDuration(to - collectedAt)} (limit ${formatDuration(tolerance)})`
  const message =
    `${path}: the latest record, ${formatMoment(to)}, is ${difference} after the collection at ` +
    formatMoment(collectedAt)
  return [{ subject: path, message, sources: [{ path }] }]
}
