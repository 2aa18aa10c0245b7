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
  why: 'Ages are differences of times. Where a clock or a time zone is wrong, items look younger or older than they are, and logs seem to miss what they hold. A machine’s clock that is far off also keeps it from signing in.',
  looksAt:
    'The times of spooled items and of the last record of each log against the moment that they were collected, as a manifest, a listing or --as-of says it.',
  thresholds: {
    tolerance: durationThreshold(minutes(5), {
      why: 'What Kerberos accepts between two machines by default; a machine that is further off has trouble signing in to its domain',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    '--as-of was given on purpose, to judge as of an earlier moment.',
    'A log prints local time and its offset is not known: it was read as UTC. Give --utc-offset.',
  ],
  remedy: [
    {
      do: 'Give the offset of the machine’s local time, where a log or listing does not prove it.',
      commands: ['spoolscope analyze <path> --utc-offset +02:00'],
      verify: 'This is no longer flagged, and the log coverage fits what the user remembers.',
    },
    {
      do: 'On the user’s machine compare its clock with a domain controller, and set it if it is off.',
      commands: [
        'w32tm /stripchart /computer:"<domain controller>" /samples:3 /dataonly',
        'w32tm /resync',
      ],
      verify: 'w32tm /stripchart shows less than a second.',
    },
  ],
  references: [
    {
      title: 'Windows Time service tools and settings',
      url: 'https://learn.microsoft.com/windows-server/networking/windows-time-service/windows-time-service-tools-and-settings',
    },
  ],
  evidence: { caseTime, spools: spool, logCoverage },
  evaluate({ caseTime: asOf, spools, logCoverage: { logs } }, { tolerance }) {
    const collected = asOf?.isStated ? asOf.at : undefined
    const timed = spools.filter(
      ({ current }) => current.times.length > 0 && (current.takenAt ?? collected) !== undefined,
    )
    const findings = [
      ...timed.flatMap((one) => futureItems(one, one.current.takenAt ?? collected ?? 0, tolerance)),
      ...(collected === undefined
        ? []
        : logs.flatMap((log) => futureRecords(log, collected, tolerance))),
    ]
    if (findings.length > 0)
      return flagged(`${findings.map(({ message }) => message).join('. ')}.`, findings)
    if (collected === undefined && timed.length === 0)
      return notChecked('When the evidence was collected is not known.', collectionTimeMissing)
    if (timed.length === 0 && logs.length === 0)
      return notChecked(
        'Neither a spooled item nor a log with times is in the evidence.',
        logsMissing,
        spoolMissing,
      )
    const sources = [
      ...timed.map(({ current }) => current.source),
      ...(collected === undefined ? [] : logs.map(({ path }) => ({ path }))),
    ]
    return clear(
      `Nothing is dated more than ${formatDuration(tolerance)} after its collection.`,
      sources,
    )
  },
})

function futureItems(
  { user, folder, current }: Spool,
  collected: number,
  tolerance: number,
): Finding[] {
  const count = countDatedAfter(current, collected + tolerance)
  const { newest } = current
  if (count === 0 || !newest) return []
  const subject = `Spool of ${user ?? folder}`
  const ahead = `up to ${formatDuration(newest.since - collected)} (limit ${formatDuration(tolerance)})`
  const message = `${subject}: ${formatCount(count, 'item')} dated after the collection at ${formatMoment(collected)}, by ${ahead}`
  return [{ subject, message, sources: [newest.source] }]
}

function futureRecords({ path, to }: TimedLog, collected: number, tolerance: number): Finding[] {
  if (to - collected <= tolerance) return []
  const ahead = `${formatDuration(to - collected)} (limit ${formatDuration(tolerance)})`
  const message = `${path}: the latest record, ${formatMoment(to)}, is ${ahead} after the collection at ${formatMoment(collected)}`
  return [{ subject: path, message, sources: [{ path }] }]
}
