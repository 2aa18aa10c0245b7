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
import type { Gap } from '../model/tally.ts'
import { durationThreshold } from '../model/threshold.ts'

export const logDoesNotCoverIncident = defineRule({
  id: 'log-does-not-cover-incident',
  severity: 'warning',
  status: 'stable',
  title: 'The logs do not cover the time that matters',
  why: 'Why a message got stuck stands in the records of the minutes around it. When the logs begin later, end earlier or are silent then, nothing they lack clears anything.',
  looksAt:
    'The times of the spooled items, and the moment given with --incident, against the first and last record of each log of the client and the silences between. Logs count together: what one lacks another may have.',
  thresholds: {
    longestSilence: durationThreshold(minutes(30), {
      why: 'An idle client still writes keep-alives and refreshes; a longer silence means that it did not run, did not log or slept. Silences below 10 minutes are never looked at',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The log prints local time whose offset is not known or was read wrongly: see the notes of the inputs, and --utc-offset.',
    'The spool was copied in a way that keeps no times.',
  ],
  remedy: [
    {
      do: 'Collect the older logs too (in PowerShell): Lync-UccApi-0 to -2.UccApilog, every .bak and every Lync-*.etl in the Tracing folder.',
      commands: [copyTracingCommand],
      verify: 'Log coverage in the report spans the time of the incident.',
    },
    {
      do: 'Where they are gone: set full logging, restart the client, send a message to someone who is offline, note the time, wait three minutes, exit and collect.',
      verify: 'spoolscope analyze --incident <that time> no longer flags this.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { incident, spools: spool, logCoverage },
  evaluate({ incident: given, spools, logCoverage: { logs, otherCount } }, { longestSilence }) {
    const timed = spools.filter(({ current }) => current.times.length > 0)
    if (logs.length === 0)
      return notChecked(
        otherCount > 0
          ? `No log or trace of the client that has times and is decoded is in the evidence, only ${formatCount(otherCount, 'log')} of other programs.`
          : 'No log or trace that has times and is decoded is in the evidence.',
        logsMissing,
      )
    if (!given && timed.length === 0)
      return notChecked(
        'When the message failed is not known: no incident time was given, and no spooled item has a time.',
        incidentTimeMissing,
        ...(spools.length === 0 ? [spoolMissing] : []),
      )
    const spans = findCoveredSpans(logs, longestSilence)
    const findings = present([
      given && !isCovered(spans, given.at)
        ? outside('The incident', given.at, spans, [given.source])
        : undefined,
      ...timed.flatMap((one) => uncovered(one, spans)),
    ])
    if (findings.length > 0)
      return flagged(findings.map(({ message }) => message).join(' '), findings)
    const items = timed.reduce((sum, { current }) => sum + current.times.length, 0)
    const what = present([
      given ? 'the incident' : undefined,
      items > 0 ? formatCount(items, 'spooled item') : undefined,
    ]).join(' and ')
    return clear(
      `The logs cover ${what}.`,
      logs.map(({ path }) => ({ path })),
    )
  },
})

/** One finding for all items of a spool that the logs do not cover. */
function uncovered({ user, folder, current }: Spool, spans: readonly Gap[]): Finding[] {
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
  const what = `${formatCount(count, 'spooled item')} of ${user ?? folder}, the first`
  return [outside(what, first, spans, [item?.source ?? current.source])]
}

function outside(
  what: string,
  at: number,
  spans: readonly Gap[],
  sources: readonly SourceRef[],
): Finding {
  const before = spans.filter(({ to }) => to < at).at(-1)
  const after = spans.find(({ from }) => from > at)
  const place =
    before && after
      ? `in the silence of ${formatTimeSpan(before.to, after.from)}`
      : after
        ? `before the logs begin at ${formatMoment(after.from)}`
        : `after the logs end at ${formatMoment(before?.to ?? at)}`
  return {
    subject: formatMoment(at),
    message: `${what} at ${formatMoment(at)}: ${place}.`,
    sources,
  }
}
