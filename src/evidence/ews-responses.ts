import { BoundedList } from '../model/bounded-list.ts'
import { defined } from '../model/defined.ts'
import { seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { TraceObservation } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { detachString } from '../model/text/detach-string.ts'
import { exportTracesCommand } from './collect-commands.ts'
import { findEwsCode, KNOWN_EWS_CODES } from './ews-codes.ts'
import { EXCHANGE_URL_PATHS, parseExchangeRequest } from './exchange-request.ts'

/** All failures with the same code. */
export interface EwsFailureGroup {
  /** `ErrorServerBusy`, or `HTTP 503`. */
  readonly code: string
  readonly count: number
  /** First and last failure, milliseconds UTC. */
  readonly first: number
  readonly last: number
  /** Users whose failures an Exchange server logged. Empty when only the client's trace did. */
  readonly serverLogUsers: readonly string[]
  /** The users whose requests failed. Undefined when not all of them are known. */
  readonly users?: readonly string[]
  /**
   * The longest back-off that Exchange asked for, milliseconds. Undefined when it asked for none.
   */
  readonly backOffMs?: number
  /** The first sources, at most `MAX_SOURCES_PER_CODE`. */
  readonly sources: readonly SourceRef[]
}

/** A single failure. */
export interface FailedEwsResponse {
  readonly code: string
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
}

/** What Exchange Web Services answered the client. */
export interface EwsResponses {
  /** Most frequent first. */
  readonly failureGroups: readonly EwsFailureGroup[]
  /** Number of codes beyond the `MAX_CODES` that have a group. */
  readonly omittedGroupCount: number
  /** The latest failures, at most `MAX_FAILED_RESPONSES` and those that await credentials. */
  readonly failedResponses: readonly FailedEwsResponse[]
  /** Number of all failures. */
  readonly failedResponseCount: number
  /** Number of answers without an error. */
  readonly successCount: number
  readonly lastSuccess?: { readonly at: number; readonly source: SourceRef }
}

/** An answer in a trace of the client, or in the log of an Exchange server. */
type Answer = Pick<TraceObservation, 'at' | 'source'> & {
  readonly event?: { readonly message: string }
  readonly serverLogUser?: string
  readonly user?: string
}

/**
 * A finding has to stay readable.
 * Limit: users named for each error code.
 * Beyond: the users of the client's own trace are not named; of a server's log, the first are.
 */
const MAX_USERS_PER_CODE = 5
const UNNAMED_USER = 'a user whom the log does not name'
/**
 * Damaged or hostile input may contain any number.
 * Limit: error codes that are counted apart.
 * Beyond: further codes are counted together.
 */
const MAX_CODES = 50
/**
 * Damaged or hostile input may contain any number.
 * Limit: places cited for each error code.
 * Beyond: further ones are counted.
 */
const MAX_SOURCES_PER_CODE = 3
/**
 * Damaged or hostile input may contain any number.
 * Limit: latest failed answers that are kept.
 * Beyond: the earliest is left out, and still counted.
 */
const MAX_FAILED_RESPONSES = 200
/**
 * Damaged or hostile input may contain any number.
 * Limit: requests for credentials that wait for their answer.
 * Beyond: they count as failed.
 */
const MAX_CHALLENGES = 20
/**
 * The first answer to a request may be a challenge: a 401 that asks for credentials. The client
 * then repeats the request with credentials immediately.
 */
const CHALLENGE_WINDOW_MS = seconds(30)

// <t:Value Name="BackOffMilliseconds">297749</t:Value>, BackOffMilliseconds: 5000
const BACK_OFF = /BackOffMilliseconds["'>:= ]{1,4}(\d{1,9})/i

export const ewsResponsesMissing: MissingEvidence = {
  evidence: 'EWS answers in the client’s trace',
  how:
    'Set logging to Full, sign in again, send a message to a contact who is offline, exit the ' +
    'client, and export its trace as text.',
  commands: [exportTracesCommand],
}

/**
 * The answers of EWS, grouped by code. Each record counts as one code. A 401 does not count as a
 * failure when a success from the same address follows within `CHALLENGE_WINDOW_MS`.
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
    const groups = new Map<string, EwsFailureGroup>()
    const omittedCodes = new Set<string>()
    /** 401s for which a success may still follow, by URL. */
    const challenges = new Map<string, TraceObservation[]>()
    const failedResponses = new BoundedList<FailedEwsResponse>(MAX_FAILED_RESPONSES)
    let successCount = 0
    let lastSuccess: EwsResponses['lastSuccess']
    /**
     * Answers without an error in the log of an Exchange server. With several users, answers to
     * other users prove nothing about this one.
     */
    const serverLog: { successCount: number; lastSuccess?: EwsResponses['lastSuccess'] } = {
      successCount: 0,
    }
    /** Users in the log of an Exchange server, at most two. */
    const serverLogUsers = new Set<string>()

    const addToGroup = (
      target: Map<string, EwsFailureGroup>,
      code: string,
      { at, source, event, serverLogUser, user }: Answer,
    ) => {
      const before = target.get(code)
      if (!before && target.size >= MAX_CODES) {
        if (omittedCodes.size < MAX_CODES) omittedCodes.add(code)
        return
      }
      const requested = Number(BACK_OFF.exec(event?.message ?? '')?.[1] ?? 0)
      const backOffMs = Math.max(before?.backOffMs ?? 0, requested)
      const users = new Set(before?.serverLogUsers)
      if (serverLogUser !== undefined) users.add(serverLogUser)
      target.set(code, {
        code,
        ...defined({ users: before && !before.users ? undefined : addUser(before?.users, user) }),
        serverLogUsers: [...users].slice(0, MAX_USERS_PER_CODE),
        count: (before?.count ?? 0) + 1,
        first: Math.min(before?.first ?? at, at),
        last: Math.max(before?.last ?? at, at),
        ...defined({ backOffMs: backOffMs > 0 ? backOffMs : undefined }),
        sources: before ? [...before.sources, source].slice(0, MAX_SOURCES_PER_CODE) : [source],
      })
    }
    const addFailure = (code: string, answer: Answer) => {
      addToGroup(groups, code, answer)
      const { at, source } = answer
      failedResponses.add({ code: detachString(code), at, source })
    }
    const addSuccess = ({ at, source }: TraceObservation) => {
      successCount += 1
      if (at >= (lastSuccess?.at ?? at)) lastSuccess = { at, source }
    }
    const addChallenge = (url: string, observation: TraceObservation) => {
      const pending = [...(challenges.get(url) ?? []), observation]
      const expired = pending.filter(({ at }) => observation.at - at > CHALLENGE_WINDOW_MS)
      for (const challenge of expired) addFailure('HTTP 401', challenge)
      const open = pending.filter((challenge) => !expired.includes(challenge))
      if (
        open.length > MAX_CHALLENGES ||
        (challenges.size >= MAX_CHALLENGES && !challenges.has(url))
      )
        for (const challenge of open.splice(0)) addFailure('HTTP 401', challenge)
      challenges.set(url, open)
    }
    const resolveChallenges = (url: string, at: number) => {
      for (const challenge of challenges.get(url) ?? [])
        if (at - challenge.at > CHALLENGE_WINDOW_MS) addFailure('HTTP 401', challenge)
      challenges.delete(url)
    }

    return {
      listeners: {
        trace(observation) {
          const { message } = observation.event
          const code = findEwsCode(message)
          const request = parseExchangeRequest(message)
          const status = request?.service === 'ews' ? request.status : undefined
          if (request && status !== undefined && status < 300)
            resolveChallenges(request.url, observation.at)
          if (code !== undefined && code !== 'NoError') addFailure(code, observation)
          else if (BACK_OFF.test(message)) addFailure('ErrorServerBusy', observation)
          else if (request && status === 401) addChallenge(request.url, observation)
          else if (status === 403 || (status ?? 0) >= 500) addFailure(`HTTP ${status}`, observation)
          else if (code === 'NoError' || (status ?? 300) < 300) addSuccess(observation)
        },
        'ews-answer'({ at, source, code, status, user: knownUser }) {
          const user = knownUser ?? UNNAMED_USER
          const answer = { at, source, serverLogUser: user, ...defined({ user: knownUser }) }
          if (serverLogUsers.size < 2) serverLogUsers.add(user)
          if (code !== undefined && code !== 'NoError') addFailure(code, answer)
          else if (status !== undefined && (status === 403 || status >= 500))
            addFailure(`HTTP ${status}`, answer)
          else if (status !== undefined && status < 300) {
            serverLog.successCount += 1
            if (at >= (serverLog.lastSuccess?.at ?? at)) serverLog.lastSuccess = { at, source }
          }
        },
      },
      result() {
        const allGroups = new Map(groups)
        const open = [...challenges.values()].flat()
        for (const challenge of open) addToGroup(allGroups, 'HTTP 401', challenge)
        const isOneUser = serverLogUsers.size === 1
        const [latest] = [lastSuccess, isOneUser ? serverLog.lastSuccess : undefined]
          .filter((success) => success !== undefined)
          .sort((left, right) => right.at - left.at)
        return {
          failureGroups: [...allGroups.values()].sort((left, right) => right.count - left.count),
          omittedGroupCount: omittedCodes.size,
          successCount: successCount + (isOneUser ? serverLog.successCount : 0),
          ...defined({ lastSuccess: latest }),
          failedResponses: [
            ...failedResponses.toArray(),
            ...open.map(({ at, source }) => ({ code: 'HTTP 401', at, source })),
          ],
          failedResponseCount: failedResponses.count + open.length,
        }
      },
    }
  },
})

/** `users` with `user`, or undefined when that is not known or there are too many. */
function addUser(
  known: readonly string[] | undefined,
  user: string | undefined,
): readonly string[] | undefined {
  const users = known ?? []
  if (user === undefined) return undefined
  if (users.includes(user)) return users
  return users.length < MAX_USERS_PER_CODE ? [...users, detachString(user)] : undefined
}
