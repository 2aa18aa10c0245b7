import { copyTracingCommand } from '../evidence/collect-commands.ts'
import { incident, incidentTimeMissing } from '../evidence/incident.ts'
import { findCoveredSpans, isCovered, logCoverage, logsMissing } from '../evidence/log-coverage.ts'
import { type Spool, spool, spoolMissing } from '../evidence/spool.ts'
import type { SpooledItem } from '../evidence/spool-snapshot.ts'
import { present } from '../model/defined.ts'
import { formatCount, minutes } from '../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import type { TimeSpan } from '../model/tally.ts'
import { durationThreshold } from '../model/threshold.ts'

export const logDoesNotCoverIncident = defineRule({
  id: 'log-does-not-cover-incident',
  severity: 'warning',
  status: 'stable',
  title: 'The logs do not cover the time that matters',
  clearTitle: 'Log coverage: includes the incident',
  why:
    'The reason why a message got stuck is in the records of the minutes around it. If the logs ' +
    'begin later, end earlier or have a gap there, missing records prove nothing.',
  looksAt:
    'The times of the spooled items and the time passed with --incident. They are compared with ' +
    'the first and last record of each log of the client and the gaps between. Logs count ' +
    'together: one may cover the gap of another.',
  thresholds: {
    longestSilence: durationThreshold(minutes(30), {
      why:
        'An idle client still writes keep-alives and refreshes. After a longer gap, it was not ' +
        'running, did not log, or the machine slept. Gaps below 10 minutes are always ignored',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The log prints local time with an unknown or wrong offset. See the notes of the inputs, and ' +
      '--utc-offset.',
    'The spool was copied in a way that does not preserve times.',
  ],
  remedy: [
    {
      role: 'user',
      phase: 'examine',
      do:
        'Collect the older logs too (in PowerShell): Lync-UccApi-0 to -2.UccApilog, every .bak ' +
        'and every Lync-*.etl in the Tracing folder.',
      commands: [copyTracingCommand],
      verify: 'The log coverage in the report includes the time of the incident.',
    },
    {
      role: 'user',
      phase: 'examine',
      do:
        'If the older logs are gone, set logging to Full and restart the client. Send a message ' +
        'to someone who is offline, note the time, wait three minutes, exit the client and ' +
        'collect the files.',
      verify: 'spoolscope analyze --incident <that time> no longer flags this.',
    },
  ],
  diagnosis: { role: 'limit' },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { incident, spools: spool, logCoverage },
  evaluate({ incident, spools, logCoverage: { logs, otherCount } }, { longestSilence }) {
    const timedSpools = spools.filter(({ current }) => current.times.length > 0)
    if (logs.length === 0)
      return notChecked(
        otherCount > 0
          ? 'The evidence contains no decoded log or trace of the client with times, only ' +
              `${formatCount(otherCount, 'log')} of other programs.`
          : 'The evidence contains no decoded log or trace with times.',
        logsMissing,
      )
    if (!incident && timedSpools.length === 0)
      return notChecked(
        'The time of the failed message is unknown: no incident time was passed, and no spooled ' +
          'item has a time.',
        incidentTimeMissing,
        ...present([spools.length === 0 ? spoolMissing : undefined]),
      )
    const spans = findCoveredSpans(logs, longestSilence)
    const findings = timedSpools.flatMap((spool) => findUncoveredItems(spool, spans))
    if (incident && !isCovered(spans, incident.at))
      findings.unshift(toFinding('The incident', incident.at, spans, incident.source))
    if (findings.length > 0)
      return flagged(findings.map(({ message }) => message).join(' '), findings)
    const itemCount = timedSpools.reduce((sum, { current }) => sum + current.times.length, 0)
    const covered = present([
      incident ? 'the incident' : undefined,
      itemCount > 0 ? formatCount(itemCount, 'spooled item') : undefined,
    ]).join(' and ')
    return clear(
      `The logs cover ${covered}.`,
      logs.map(({ path }) => ({ path })),
    )
  },
})

/** One finding for all items of a spool that the logs do not cover. */
function findUncoveredItems(
  { user, folder, current }: Spool,
  spans: readonly TimeSpan[],
): Finding[] {
  let count = 0
  let first = Number.POSITIVE_INFINITY
  for (let index = 0; index < current.times.length; index += 1) {
    const since = current.times[index] as number
    if (isCovered(spans, since)) continue
    count += 1
    first = Math.min(first, since)
  }
  if (count === 0) return []
  const item: SpooledItem | undefined = current.oldest.find(({ since }) => since === first)
  const subject = `${formatCount(count, 'spooled item')} of ${user ?? folder}, the first`
  return [toFinding(subject, first, spans, item?.source ?? current.source)]
}

/** `at` is in milliseconds UTC. */
function toFinding(
  text: string,
  at: number,
  spans: readonly TimeSpan[],
  source: SourceRef,
): Finding {
  const before = spans.filter(({ to }) => to < at).at(-1)
  const after = spans.find(({ from }) => from > at)
  const position =
    before && after
      ? `in the gap of ${formatTimeSpan(before.to, after.from)}`
      : after
        ? `before the logs begin at ${formatMoment(after.from)}`
        : `after the logs end at ${formatMoment(before?.to ?? at)}`
  const time = formatMoment(at)
  return { subject: time, message: `${text} at ${time}: ${position}.`, sources: [source] }
}
