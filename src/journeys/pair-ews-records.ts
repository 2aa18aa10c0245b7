import { minutes } from '../model/duration.ts'
import type { EwsRecord } from './offline-trail.ts'

/**
 * One try to write a message through EWS: the request, its answer, or both. `at` is when it is
 * first seen, milliseconds UTC.
 */
export interface EwsAttempt {
  readonly at: number
  readonly request?: EwsRecord
  readonly answer?: EwsRecord
}

/** An answer that comes later than this after its request is another's, in milliseconds. */
export const EWS_ANSWER_WINDOW_MS = minutes(2)

/**
 * Gives each answer to the earliest request that has none: nothing but their order tells whose it
 * is.
 */
export function pairEwsRecords(exchanges: readonly EwsRecord[]): EwsAttempt[] {
  const attempts: { at: number; request?: EwsRecord; answer?: EwsRecord }[] = []
  let open = 0
  for (const exchange of [...exchanges].sort(inOrder)) {
    const { at, code } = exchange
    if (code === undefined) {
      attempts.push({ at, request: exchange })
      continue
    }
    while (open < attempts.length && !awaits(attempts[open], at)) open += 1
    const asked = attempts[open]
    if (asked) asked.answer = exchange
    else attempts.push({ at, answer: exchange })
  }
  return attempts
}

const awaits = (attempt: EwsAttempt | undefined, at: number): boolean =>
  attempt !== undefined && attempt.answer === undefined && at - attempt.at <= EWS_ANSWER_WINDOW_MS

/**
 * A request stands before an answer of the same moment; beyond that the places tell, so that the
 * order in which logs are read decides nothing.
 */
const inOrder = (left: EwsRecord, right: EwsRecord): number =>
  left.at - right.at ||
  Number(left.code !== undefined) - Number(right.code !== undefined) ||
  (left.source.line ?? 0) - (right.source.line ?? 0) ||
  (left.source.path < right.source.path ? -1 : 1)
