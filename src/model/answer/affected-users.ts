import { defined, present } from '../defined.ts'
import type { Diagnosis } from '../diagnosis.ts'
import { minutes } from '../duration.ts'
import { parseLocalTimeNote } from '../local-time-note.ts'
import { formatMoment, parseIsoTime } from '../moment.ts'
import type { CaseReport } from '../report.ts'

/** A user for whom Offline IM fails. */
export interface AffectedUser {
  /** Absent if the evidence does not name the user. */
  readonly user?: string
  /** Milliseconds UTC: the oldest stuck item, else the earliest time of a cause. */
  readonly since?: number
}

/**
 * Returns the users that the causes and symptoms concern, in this order: the outcome names those of
 * the first cause. All known users for causes without one.
 */
export function findAffectedUsers(report: CaseReport, diagnosis: Diagnosis): AffectedUser[] {
  const { causes, unexplained, outcome } = diagnosis
  if (outcome === 'nothing-wrong' || outcome === 'not-enough-evidence') return []
  const stuck = stuckItems(report)
  const named = present([
    ...causes.map(({ user }) => user),
    ...stuck.map(({ user }) => user),
    ...unexplained.map(({ user }) => user),
  ])
  const users = new Set<string | undefined>(named.length > 0 ? named : knownUsers(report))
  if (users.size === 0) users.add(undefined)
  return [...users].map((user) => {
    const isOwn = (other: string | undefined) => other === undefined || other === user
    const symptomTimes = stuck.filter((item) => isOwn(item.user)).map(({ since }) => since)
    const causeTimes = causes
      .filter((cause) => cause.certainty !== 'possible' && isOwn(cause.user))
      .map(({ since }) => (since === undefined ? undefined : parseIsoTime(since)))
    return defined({ user, since: earliest(symptomTimes) ?? earliest(causeTimes) })
  })
}

/** Items that wait for longer than the limit. */
function stuckItems({ timeline, asOf }: CaseReport): { user?: string; since: number }[] {
  return (timeline?.spooled ?? []).flatMap(({ since, seen, user }) => {
    const [start, end] = [parseIsoTime(since), parseIsoTime(seen ?? asOf?.time ?? '')]
    const isStuck =
      start !== undefined && end !== undefined && end - start >= (timeline?.stuckAfter ?? 0)
    return isStuck ? [{ since: start, ...defined({ user }) }] : []
  })
}

const knownUsers = ({ facts }: CaseReport): string[] =>
  String(facts.users?.value ?? '')
    .split(', ')
    .filter((user) => user !== '')

const earliest = (times: readonly (number | undefined)[]): number | undefined =>
  present(times).sort((left, right) => left - right)[0]

/** `2016-09-20 06:29:00 UTC (08:29:00 local time)`; UTC only if the offset is not known, or 0. */
export function momentWithLocalTime(at: number, offset: number | undefined): string {
  const utc = formatMoment(at)
  if (offset === undefined || offset === 0) return utc
  const [day] = utc.split(' ')
  const [localDay, localTime] = formatMoment(at + minutes(offset)).split(' ')
  return `${utc} (${localDay === day ? '' : `${localDay} `}${localTime} local time)`
}

/** The offset of local time, in minutes east of UTC, if all logs that state one agree. */
export function findLocalOffset({ inputs }: CaseReport): number | undefined {
  const offsets = new Set(present(inputs.flatMap(({ notes }) => notes.map(parseLocalTimeNote))))
  const [offset] = offsets
  return offsets.size === 1 ? offset : undefined
}
