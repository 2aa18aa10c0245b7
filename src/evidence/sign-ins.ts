import { BoundedList } from '../model/bounded-list.ts'
import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers } from '../model/marker.ts'
import { formatMoment, toIsoTime } from '../model/moment.ts'
import { greatestOf } from '../model/numbers/extremes.ts'
import { parseSipAddress, type SipMessage, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { detachString } from '../model/text/detach-string.ts'

/** A sign-in that the server accepted. */
export interface SignIn {
  /** `user@domain` in lower case. */
  readonly user: string
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
}

/** A REGISTER that the server rejected. */
export interface RefusedSignIn extends SignIn {
  /** The status line without the protocol: `503 Service Unavailable`. */
  readonly statusText: string
}

/** The sign-ins in the logs of the client. */
export interface SignIns {
  /** The latest sign-in of any user, milliseconds UTC; undefined when the logs contain none. */
  readonly lastSignInAt?: number
  /** The latest sign-in of each user, by `user@domain` in lower case. */
  readonly latestByUser: ReadonlyMap<string, SignIn>
  /** The latest ones, at most `MAX_LISTED`; the counts include all. */
  readonly accepted: readonly SignIn[]
  readonly acceptedCount: number
  readonly refused: readonly RefusedSignIn[]
  readonly refusedCount: number
}

/** The REGISTERs of one user with the same Call-ID. */
interface Session {
  readonly callId: string
  /** CSeq of the REGISTER that signs out; undefined while there is none. */
  signOutCSeq?: string
  signIn?: SignIn
}

/**
 * More users than share a machine. The limit stops a hostile log from growing the map.
 * Limit: users whose sign-ins are followed.
 * Beyond: further users are left out.
 */
const MAX_USERS = 100
/**
 * Damaged or hostile input may contain any number.
 * Limit: latest sign-ins that are kept.
 * Beyond: the earliest is left out, and still counted.
 */
const MAX_LISTED = 100
/**
 * Damaged or hostile input may contain any number.
 * Limit: characters of the status line of a refused sign-in.
 * Beyond: the status is cut.
 */
const MAX_STATUS_LINE_LENGTH = 200

/**
 * Accepted and rejected sign-ins. Policies reach the client only at sign-in, so rules need the
 * time.
 *
 * A sign-in is the first 200 for a REGISTER with a new Call-ID in the client's own log. Refreshes
 * keep their Call-ID (RFC 3261 section 10.2). A REGISTER that expires immediately is a sign-out.
 */
export const signIns = defineEvidence<SignIns>({
  name: 'sign-ins',
  markers: sipMethodMarkers('REGISTER'),
  start() {
    const sessions = new Map<string, Session>()
    const latestByUser = new Map<string, SignIn>()
    const accepted = new BoundedList<SignIn>(MAX_LISTED)
    const refused = new BoundedList<RefusedSignIn>(MAX_LISTED)
    return {
      listeners: {
        sip({ message, direction, vantage, at, source }) {
          if (vantage !== 'client' || message.method !== 'REGISTER') return
          const address = parseSipAddress(sipHeader(message, 'from'))
          if (address === undefined) return
          const user = detachString(address)
          if (!sessions.has(user) && sessions.size >= MAX_USERS) return
          const callId = sipHeader(message, 'call-id') ?? ''
          let session = sessions.get(user)
          if (session?.callId !== callId) session = { callId }
          sessions.set(user, session)
          const cseq = sipHeader(message, 'cseq') ?? ''
          if (direction === 'sent') {
            if (message.status === undefined && expiresImmediately(message))
              session.signOutCSeq = cseq
          } else if (
            message.status === 200 &&
            session.signOutCSeq !== cseq &&
            session.signIn === undefined
          ) {
            session.signIn = { user, at, source }
            accepted.add(session.signIn)
            if (at >= (latestByUser.get(user)?.at ?? Number.NEGATIVE_INFINITY))
              latestByUser.set(user, session.signIn)
          } else if (isRefused(message))
            refused.add({
              user,
              at,
              source,
              statusText: detachString(
                message.startLine.slice('SIP/2.0 '.length, MAX_STATUS_LINE_LENGTH),
              ),
            })
        },
      },
      result() {
        const times = [...latestByUser.values()].map(({ at }) => at)
        return {
          latestByUser: new Map(latestByUser),
          accepted: accepted.toArray(),
          acceptedCount: accepted.count,
          refused: refused.toArray(),
          refusedCount: refused.count,
          ...defined({ lastSignInAt: greatestOf(times) }),
        }
      },
    }
  },
  facts({ latestByUser, lastSignInAt }) {
    const latest = [...latestByUser.values()].find(({ at }) => at === lastSignInAt)
    if (!latest) return {}
    const value = toIsoTime(latest.at)
    return {
      lastSignIn: {
        label: 'Last sign-in',
        value,
        text: `${formatMoment(latest.at)}, ${latest.user}`,
        sources: [latest.source],
      },
    }
  },
})

/**
 * Whether the server rejected a REGISTER for good. A server that asks for credentials (401, 407) or
 * for a longer expiry (423) does not: the client answers with its next REGISTER.
 */
const isRefused = ({ status = 0 }: SipMessage): boolean =>
  status >= 400 && ![401, 407, 423].includes(status)

function expiresImmediately(message: SipMessage): boolean {
  // <sip:192.0.2.10:51241>;expires=0
  return (
    sipHeader(message, 'expires') === '0' ||
    /;\s*expires\s*=\s*"?0\b/i.test(sipHeader(message, 'contact') ?? '')
  )
}
