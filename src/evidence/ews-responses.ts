import { BoundedList } from '../model/bounded-list.ts'
import { defined } from '../model/defined.ts'
import { detachString } from '../model/detach-string.ts'
import { seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { TraceObservation } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { exportTracesCommand } from './collect-commands.ts'
import { findEwsCode, KNOWN_EWS_CODES } from './ews-codes.ts'
import { EXCHANGE_URL_PATHS, parseExchangeRequest } from './exchange-request.ts'

/** Failures of one kind. Times in milliseconds UTC. */
export interface EwsFailureGroup {
  /** `ErrorServerBusy`, or `HTTP 503`. */
  readonly code: string
  readonly count: number
  readonly first: number
  readonly last: number
  /** Users whose failures an Exchange server logged. Empty when only the client's trace did. */
  readonly serverLogUsers: readonly string[]
  /** The longest back-off that Exchange asked for, milliseconds. */
  readonly backOff?: number
  /** The first few places. */
  readonly sources: readonly SourceRef[]
}

/** A failure by itself; `at` in milliseconds UTC. */
export interface FailedEwsResponse {
  readonly code: string
  readonly at: number
  readonly source: SourceRef
}

export interface EwsResponses {
  readonly failureGroups: readonly EwsFailureGroup[]
  /** Kinds of failure beyond those kept. */
  readonly omittedGroupCount: number
  /** One by one, the latest `MOST_TOLD` of them, and how many there were. */
  readonly failedResponses: readonly FailedEwsResponse[]
  readonly failedResponseCount: number
  /** Answers without an error, and the last of them. */
  readonly successCount: number
  readonly lastSuccess?: { readonly at: number; readonly source: SourceRef }
}

/** An answer in a trace of the client, or in the log of an Exchange server. */
type Answer = Pick<TraceObservation, 'at' | 'source'> & {
  readonly event?: { readonly message: string }
  readonly serverLogUser?: string
}

/** Users named in one group of failures. */
const MAX_USERS = 5
const UNNAMED_USER = 'a user whom the log does not name'
const MOST_CODES = 50
const MOST_SOURCES = 3
const MOST_TOLD = 200
const MOST_CHALLENGES = 20
/**
 * A request's first answer may be 401, asking for credentials; the next, with them, follows at
 * once.
 */
const CHALLENGE_ANSWERED = seconds(30)

// <t:Value Name="BackOffMilliseconds">297749</t:Value>, BackOffMilliseconds: 5000
const BACK_OFF = /BackOffMilliseconds["'>:= ]{1,4}(\d{1,9})/i

export const ewsResponsesMissing: MissingEvidence = {
  evidence: 'EWS answers in the client’s trace',
  how: 'Set logging to Full, sign in again, send a message to a contact who is offline, exit the client, and export its trace as text.',
  commands: [exportTracesCommand],
}

/**
 * What EWS answered, by code. One code for each record; a 401 that is answered with credentials at
 * once is no failure.
 */
export const ewsResponses = defineEvidence<EwsResponses>({
  name: 'answers of EWS',
  markers: traceTextMarkers(
    'ResponseCode',
    'BackOffMilliseconds',
    EXCHANGE_URL_PATHS[0],
    ...KNOWN_EWS_CODES,
  ),
  start() {
    const failures = new Map<string, EwsFailureGroup>()
    const omitted = new Set<string>()
    /** 401s that may still turn out to be challenges, by URL. */
    const challenges = new Map<string, TraceObservation[]>()
    const failed = new BoundedList<FailedEwsResponse>(MOST_TOLD)
    let successes = 0
    let lastSuccess: EwsResponses['lastSuccess']
    /**
     * Answers without an error in the log of an Exchange server. With several users, those of
     * others say nothing about this one.
     */
    const served: { count: number; last?: EwsResponses['lastSuccess'] } = { count: 0 }
    const serverUsers = new Set<string>()

    const count = (
      into: Map<string, EwsFailureGroup>,
      code: string,
      { at, source, event, serverLogUser }: Answer,
    ) => {
      const before = into.get(code)
      if (!before && into.size >= MOST_CODES) {
        if (omitted.size < MOST_CODES) omitted.add(code)
        return
      }
      const asked = Number(BACK_OFF.exec(event?.message ?? '')?.[1] ?? 0)
      const backOff = Math.max(before?.backOff ?? 0, asked)
      const users = new Set([
        ...(before?.serverLogUsers ?? []),
        ...(serverLogUser ? [serverLogUser] : []),
      ])
      into.set(code, {
        code,
        serverLogUsers: [...users].slice(0, MAX_USERS),
        count: (before?.count ?? 0) + 1,
        first: Math.min(before?.first ?? at, at),
        last: Math.max(before?.last ?? at, at),
        ...defined({ backOff: backOff > 0 ? backOff : undefined }),
        sources: before ? [...before.sources, source].slice(0, MOST_SOURCES) : [source],
      })
    }
    const fail = (code: string, seen: Answer) => {
      count(failures, code, seen)
      failed.add({ code: detachString(code), at: seen.at, source: seen.source })
    }
    const succeed = (seen: Answer) => {
      successes += 1
      if (seen.at >= (lastSuccess?.at ?? seen.at))
        lastSuccess = { at: seen.at, source: seen.source }
    }
    const challenge = (url: string, seen: TraceObservation) => {
      const waiting = [...(challenges.get(url) ?? []), seen]
      const settled = waiting.filter((one) => seen.at - one.at > CHALLENGE_ANSWERED)
      for (const one of settled) fail('HTTP 401', one)
      const open = waiting.filter((one) => !settled.includes(one))
      if (
        open.length > MOST_CHALLENGES ||
        (challenges.size >= MOST_CHALLENGES && !challenges.has(url))
      )
        for (const one of open.splice(0)) fail('HTTP 401', one)
      challenges.set(url, open)
    }
    const answered = (url: string, at: number) => {
      for (const one of challenges.get(url) ?? [])
        if (at - one.at > CHALLENGE_ANSWERED) fail('HTTP 401', one)
      challenges.delete(url)
    }

    return {
      listeners: {
        trace(seen) {
          const { message } = seen.event
          const code = findEwsCode(message)
          const request = parseExchangeRequest(message)
          const status = request?.service === 'ews' ? request.status : undefined
          if (request && status !== undefined && status < 300) answered(request.url, seen.at)
          if (code !== undefined && code !== 'NoError') fail(code, seen)
          else if (BACK_OFF.test(message)) fail('ErrorServerBusy', seen)
          else if (request && status === 401) challenge(request.url, seen)
          else if (status === 403 || (status ?? 0) >= 500) fail(`HTTP ${status}`, seen)
          else if (code === 'NoError' || (status ?? 300) < 300) succeed(seen)
        },
        'ews-answer'({ at, source, code, status, user = UNNAMED_USER }) {
          const answer = { at, source, serverLogUser: user }
          if (serverUsers.size < 2) serverUsers.add(user)
          if (code !== undefined && code !== 'NoError') fail(code, answer)
          else if (status !== undefined && (status === 403 || status >= 500))
            fail(`HTTP ${status}`, answer)
          else if (status !== undefined && status < 300) {
            served.count += 1
            if (at >= (served.last?.at ?? at)) served.last = { at, source }
          }
        },
      },
      result() {
        const all = new Map(failures)
        const open = [...challenges.values()].flat()
        for (const seen of open) count(all, 'HTTP 401', seen)
        const isOneUser = serverUsers.size === 1
        const [latest] = [lastSuccess, isOneUser ? served.last : undefined]
          .filter((success) => success !== undefined)
          .sort((left, right) => right.at - left.at)
        const byCount = [...all.values()].sort((left, right) => right.count - left.count)
        return {
          failureGroups: byCount,
          omittedGroupCount: omitted.size,
          successCount: successes + (isOneUser ? served.count : 0),
          ...defined({ lastSuccess: latest }),
          failedResponses: [
            ...failed.toArray(),
            ...open.map(({ at, source }) => ({ code: 'HTTP 401', at, source })),
          ],
          failedResponseCount: failed.count + open.length,
        }
      },
    }
  },
})
