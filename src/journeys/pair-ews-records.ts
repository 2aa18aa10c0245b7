import { minutes } from '../model/duration.ts'
import type { EwsRecord } from './offline-trail.ts'

/** One attempt to write a message through EWS: the request, its answer, or both. */
export interface EwsAttempt {
  /** Time of the first of its records, milliseconds UTC. */
  readonly at: number
  readonly request?: EwsRecord
  readonly answer?: EwsRecord
}

/** An answer that comes later than this after a request belongs to another request. */
export const EWS_ANSWER_WINDOW_MS = minutes(2)

/**
 * Pairs each answer with the earliest request that has no answer yet. The records have no common
 * key, so only their order shows which answer belongs to which request.
 */
export function pairEwsRecords(records: readonly EwsRecord[]): EwsAttempt[] {
  const attempts: { at: number; request?: EwsRecord; answer?: EwsRecord }[] = []
  let firstOpen = 0
  for (const record of [...records].sort(compareRecords)) {
    const { at, code } = record
    if (code === undefined) {
      attempts.push({ at, request: record })
      continue
    }
    while (firstOpen < attempts.length && !awaitsAnswer(attempts[firstOpen], at)) firstOpen += 1
    const attempt = attempts[firstOpen]
    if (attempt) attempt.answer = record
    else attempts.push({ at, answer: record })
  }
  return attempts
}

const awaitsAnswer = (attempt: EwsAttempt | undefined, at: number): boolean =>
  attempt !== undefined && attempt.answer === undefined && at - attempt.at <= EWS_ANSWER_WINDOW_MS

/**
 * Orders by time; at the same time a request comes before an answer. Line and path decide the rest,
 * so that the result does not depend on the order in which logs are read.
 */
const compareRecords = (left: EwsRecord, right: EwsRecord): number =>
  left.at - right.at ||
  Number(left.code !== undefined) - Number(right.code !== undefined) ||
  (left.source.line ?? 0) - (right.source.line ?? 0) ||
  (left.source.path < right.source.path ? -1 : 1)
