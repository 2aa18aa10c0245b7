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

const MOST_LOGS = 100
/** Of each log: the longest. */
const MOST_GAPS = 16
/** Of each kind, so that a flood of one does not hide the others. */
const MOST_MARKS = 100
const MOST_SPOOLED = 200

/** What happened when, as far as the evidence of a case tells. */
export function buildCaseTimeline(
  engine: Engine,
  stuckAfter: number,
  journeysOmitted: number,
): Timeline {
  const { logs, gaps, omitted } = logsOf(engine.resultOf(logCoverage))
  const marks = [signedIn(engine), offline(engine), failures(engine)]
  const spools = engine.resultOf(spool)
  const spooled = spooledOf(spools, engine.resultOf(caseTime)?.at)
  const items = spools.reduce((sum, { current }) => sum + current.itemCount, 0)
  return {
    logs,
    marks: inOrder(marks.flatMap(({ told }) => told)).map(({ at, ...mark }) => ({
      at: toIsoTime(at),
      ...mark,
    })),
    spooled,
    omitted: {
      marks: marks.reduce((sum, { count, told }) => sum + count - told.length, 0),
      spooled: items - spooled.length,
      journeys: journeysOmitted,
      logs: omitted,
      gaps,
    },
    stuckAfter,
  }
}

function logsOf({ logs: all, omittedCount: beyond }: LogCoverage): {
  logs: Timeline['logs']
  gaps: number
  omitted: number
} {
  const kept = [...all].sort((left, right) => left.to - right.to).slice(-MOST_LOGS)
  const told = kept.map((log) => ({
    ...log,
    longest: [...log.gaps].sort(longestFirst).slice(0, MOST_GAPS),
  }))
  const logs = told
    .sort((left, right) => left.from - right.from || (left.path < right.path ? -1 : 1))
    .map(({ path, from, to, longest }) => ({
      path,
      from: toIsoTime(from),
      to: toIsoTime(to),
      gaps: longest
        .sort((left, right) => left.from - right.from)
        .map((gap) => ({ from: toIsoTime(gap.from), to: toIsoTime(gap.to) })),
    }))
  const gaps = told.reduce((sum, one) => sum + one.gaps.length - one.longest.length, 0)
  return { logs, gaps, omitted: all.length - kept.length + beyond }
}

const longestFirst = (left: Gap, right: Gap): number =>
  right.to - right.from - (left.to - left.from)

/** `at` in milliseconds UTC. */
type Mark = Omit<TimelineMark, 'at'> & { readonly at: number }

interface Marks {
  readonly told: readonly Mark[]
  /** Of this kind in all. */
  readonly count: number
}

/** The latest of a kind. */
function marksOf<T extends { readonly at: number; readonly source: SourceRef }>(
  kind: Mark['kind'],
  seen: readonly T[],
  count: number,
  textOf: (one: T) => string,
): Marks {
  const latest = inOrder(seen).slice(-MOST_MARKS)
  return {
    count,
    told: latest.map((one) => ({ at: one.at, kind, text: textOf(one), source: one.source })),
  }
}

const inOrder = <T extends { readonly at: number }>(list: readonly T[]): T[] =>
  [...list].sort((left, right) => left.at - right.at)

function signedIn(engine: Engine): Marks {
  const { accepted, acceptedCount } = engine.resultOf(signIns)
  return marksOf('sign-in', accepted, acceptedCount, ({ user }) => `${user} signed in`)
}

function offline(engine: Engine): Marks {
  const { messages, droppedMessageCount: forgotten } = engine.resultOf(messageTrail)
  const seen = messages.map(({ offlineAt, recipient, source }) => ({
    at: offlineAt,
    recipient,
    source,
  }))
  return marksOf(
    'recipient-offline',
    seen,
    seen.length + forgotten,
    ({ recipient }) => `${recipient ?? 'The recipient'} is offline (480)`,
  )
}

function failures(engine: Engine): Marks {
  const { failedResponses: failed, failedResponseCount: failedCount } =
    engine.resultOf(ewsResponses)
  const { refused, refusedCount } = engine.resultOf(signIns)
  // A 401 asks for credentials, and some addresses do not exist.
  const autodiscover = engine
    .resultOf(ewsState)
    .autodiscoverAttempts.filter(({ status }) => status === 403 || status >= 500)
  const seen = [
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
  return marksOf(
    'failure',
    seen,
    failedCount + refusedCount + autodiscover.length,
    ({ text }) => text,
  )
}

const spooledOf = (spools: readonly Spool[], asOf: number | undefined): Timeline['spooled'] =>
  spools
    .flatMap(({ user, current, at }) =>
      current.oldest.slice(0, MOST_SPOOLED).map((item) => ({ item, user, at })),
    )
    .sort((left, right) => left.item.since - right.item.since)
    .slice(0, MOST_SPOOLED)
    .map(({ item, user, at }) => ({
      name: item.name,
      since: toIsoTime(item.since),
      ...defined({ seen: at === undefined || at === asOf ? undefined : toIsoTime(at), user }),
      source: item.source,
    }))
