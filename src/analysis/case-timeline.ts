import { caseTime } from '../evidence/case-time.ts'
import { ewsResponses } from '../evidence/ews-responses.ts'
import { ewsState } from '../evidence/ews-state.ts'
import { type LogCoverage, logCoverage } from '../evidence/log-coverage.ts'
import { messageTrail } from '../evidence/message-trail.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { type Spool, spool } from '../evidence/spool.ts'
import { defined } from '../model/defined.ts'
import { toIsoTime } from '../model/moment.ts'
import type { SourceRef } from '../model/source-ref.ts'
import type { Gap } from '../model/tally.ts'
import type { Timeline, TimelineMark } from '../model/timeline.ts'
import type { Engine } from './engine.ts'

/**
 * A report has to stay readable.
 * Limit: latest logs of the timeline.
 * Beyond: the earliest are counted.
 */
const MAX_LOGS = 100
/**
 * A report has to stay readable.
 * Limit: longest gaps of each log in the timeline.
 * Beyond: shorter ones are counted.
 */
const MAX_GAPS = 16
/**
 * A frequent kind must not displace the others.
 * Limit: latest marks of each kind in the timeline.
 * Beyond: the earliest are counted.
 */
const MAX_MARKS = 100
/**
 * A report has to stay readable.
 * Limit: oldest spooled items of the timeline.
 * Beyond: newer ones are counted.
 */
const MAX_SPOOLED = 200

/** Builds the timeline of a case. `stuckAfter` in milliseconds. */
export function buildCaseTimeline(
  engine: Engine,
  stuckAfter: number,
  journeysOmitted: number,
): Timeline {
  const { logs, gaps, omitted } = selectLogs(engine.resultOf(logCoverage))
  const marks = [signInMarks(engine), offlineMarks(engine), failureMarks(engine)]
  const spools = engine.resultOf(spool)
  const spooled = listSpooledItems(spools, engine.resultOf(caseTime)?.at)
  const items = spools.reduce((sum, { current }) => sum + current.itemCount, 0)
  return {
    logs,
    marks: sortByTime(marks.flatMap(({ listed }) => listed)).map(({ at, ...mark }) => ({
      at: toIsoTime(at),
      ...mark,
    })),
    spooled,
    omitted: {
      marks: marks.reduce((sum, { count, listed }) => sum + count - listed.length, 0),
      spooled: items - spooled.length,
      journeys: journeysOmitted,
      logs: omitted,
      gaps,
    },
    stuckAfter,
  }
}

function selectLogs({ logs: all, omittedCount: beyond }: LogCoverage): {
  logs: Timeline['logs']
  gaps: number
  omitted: number
} {
  const kept = [...all].sort((left, right) => left.to - right.to).slice(-MAX_LOGS)
  const selected = kept.map((log) => ({
    ...log,
    longest: [...log.gaps].sort(longestFirst).slice(0, MAX_GAPS),
  }))
  const logs = selected
    .sort((left, right) => left.from - right.from || (left.path < right.path ? -1 : 1))
    .map(({ path, from, to, longest }) => ({
      path,
      from: toIsoTime(from),
      to: toIsoTime(to),
      gaps: longest
        .sort((left, right) => left.from - right.from)
        .map((gap) => ({ from: toIsoTime(gap.from), to: toIsoTime(gap.to) })),
    }))
  const gaps = selected.reduce((sum, log) => sum + log.gaps.length - log.longest.length, 0)
  return { logs, gaps, omitted: all.length - kept.length + beyond }
}

const longestFirst = (left: Gap, right: Gap): number =>
  right.to - right.from - (left.to - left.from)

/** `at` in milliseconds UTC. */
type Mark = Omit<TimelineMark, 'at'> & { readonly at: number }

interface Marks {
  readonly listed: readonly Mark[]
  /** Total number of this kind, including unlisted ones. */
  readonly count: number
}

/** Builds marks of one kind from the latest entries. */
function buildMarks<T extends { readonly at: number; readonly source: SourceRef }>(
  kind: Mark['kind'],
  entries: readonly T[],
  count: number,
  textOf: (entry: T) => string,
): Marks {
  const latest = sortByTime(entries).slice(-MAX_MARKS)
  return {
    count,
    listed: latest.map((entry) => ({
      at: entry.at,
      kind,
      text: textOf(entry),
      source: entry.source,
    })),
  }
}

const sortByTime = <T extends { readonly at: number }>(list: readonly T[]): T[] =>
  [...list].sort((left, right) => left.at - right.at)

function signInMarks(engine: Engine): Marks {
  const { accepted, acceptedCount } = engine.resultOf(signIns)
  return buildMarks('sign-in', accepted, acceptedCount, ({ user }) => `${user} signed in`)
}

function offlineMarks(engine: Engine): Marks {
  const { messages, droppedMessageCount } = engine.resultOf(messageTrail)
  const entries = messages.map(({ offlineAt, recipient, source }) => ({
    at: offlineAt,
    recipient,
    source,
  }))
  return buildMarks(
    'recipient-offline',
    entries,
    entries.length + droppedMessageCount,
    ({ recipient }) => `${recipient ?? 'The recipient'} is offline (480)`,
  )
}

function failureMarks(engine: Engine): Marks {
  const { failedResponses: failed, failedResponseCount: failedCount } =
    engine.resultOf(ewsResponses)
  const { refused, refusedCount } = engine.resultOf(signIns)
  // A 401 only requests credentials, and a 404 is normal for some addresses.
  const autodiscover = engine
    .resultOf(ewsState)
    .autodiscoverAttempts.filter(({ status }) => status === 403 || status >= 500)
  const entries = [
    ...failed.map(({ at, code, source }) => ({ at, source, text: `EWS answered ${code}` })),
    ...refused.map(({ at, user, statusText: answer, source }) => ({
      at,
      source,
      text: `The sign-in of ${user} was answered ${answer}`,
    })),
    ...autodiscover.map(({ at, status, url, source }) => ({
      at,
      source,
      text: `Autodiscover answered HTTP ${status} at ${url}`,
    })),
  ]
  return buildMarks(
    'failure',
    entries,
    failedCount + refusedCount + autodiscover.length,
    ({ text }) => text,
  )
}

const listSpooledItems = (
  spools: readonly Spool[],
  asOf: number | undefined,
): Timeline['spooled'] =>
  spools
    .flatMap(({ user, current, at }) =>
      current.oldest.slice(0, MAX_SPOOLED).map((item) => ({ item, user, at })),
    )
    .sort((left, right) => left.item.since - right.item.since)
    .slice(0, MAX_SPOOLED)
    .map(({ item, user, at }) => ({
      name: item.name,
      since: toIsoTime(item.since),
      ...defined({ seen: at === undefined || at === asOf ? undefined : toIsoTime(at), user }),
      source: item.source,
    }))
