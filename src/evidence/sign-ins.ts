import { BoundedList } from '../model/bounded-list.ts'
import { defined } from '../model/defined.ts'
import { detachString } from '../model/detach-string.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers } from '../model/marker.ts'
import { formatMoment, toIsoTime } from '../model/moment.ts'
import { parseSipAddress, type SipMessage, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** A sign-in that the server accepted; `at` in milliseconds UTC. */
export interface SignIn {
  readonly user: string
  readonly at: number
  readonly source: SourceRef
}

/** A REGISTER that the server refused, as its status line says: `503 Service Unavailable`. */
export interface RefusedSignIn extends SignIn {
  readonly statusText: string
}

export interface SignIns {
  /**
   * The latest sign-in of any user of this client, milliseconds UTC; absent when none is in the
   * logs.
   */
  readonly last?: number
  /** The latest sign-in of each user (`user@domain`, lower case). */
  readonly latestByUser: ReadonlyMap<string, SignIn>
  /** One by one, the latest `MOST_TOLD` of them, and how many there were. */
  readonly accepted: readonly SignIn[]
  readonly acceptedCount: number
  readonly refused: readonly RefusedSignIn[]
  readonly refusedCount: number
}

interface Session {
  readonly callId: string
  /** CSeq of the REGISTER that signs out. */
  signOutCSeq?: string
  signIn?: SignIn
}

/** More users than ever share a machine's logs; a hostile log must not grow the map. */
const MOST_USERS = 100
const MOST_TOLD = 100
const LONGEST_ANSWER = 200

/**
 * When each user last signed in: the first 200 that answers a REGISTER of a new Call-ID in the
 * client's own log. Refreshes keep their Call-ID (RFC 3261 section 10.2), a REGISTER that expires
 * at once signs out. Policies reach the client at sign-in only.
 */
export const signIns = defineEvidence<SignIns>({
  name: 'sign-ins',
  markers: sipMethodMarkers('REGISTER'),
  start() {
    const sessions = new Map<string, Session>()
    const users = new Map<string, SignIn>()
    const accepted = new BoundedList<SignIn>(MOST_TOLD)
    const refused = new BoundedList<RefusedSignIn>(MOST_TOLD)
    return {
      listeners: {
        sip({ message, direction, vantage, at, source }) {
          if (vantage !== 'client' || message.method !== 'REGISTER') return
          const address = parseSipAddress(sipHeader(message, 'from'))
          if (address === undefined) return
          const user = detachString(address)
          if (!sessions.has(user) && sessions.size >= MOST_USERS) return
          const callId = sipHeader(message, 'call-id') ?? ''
          let session = sessions.get(user)
          if (session?.callId !== callId) session = { callId }
          sessions.set(user, session)
          const cseq = sipHeader(message, 'cseq') ?? ''
          if (direction === 'sent') {
            if (message.status === undefined && expiresAtOnce(message)) session.signOutCSeq = cseq
          } else if (
            message.status === 200 &&
            session.signOutCSeq !== cseq &&
            session.signIn === undefined
          ) {
            session.signIn = { user, at, source }
            accepted.add(session.signIn)
            if (at >= (users.get(user)?.at ?? Number.NEGATIVE_INFINITY))
              users.set(user, session.signIn)
          } else if (isRefused(message))
            refused.add({
              user,
              at,
              source,
              statusText: detachString(message.startLine.slice('SIP/2.0 '.length, LONGEST_ANSWER)),
            })
        },
      },
      result() {
        const times = [...users.values()].map(({ at }) => at)
        return {
          latestByUser: new Map(users),
          accepted: accepted.toArray(),
          acceptedCount: accepted.count,
          refused: refused.toArray(),
          refusedCount: refused.count,
          ...defined({ last: times.length > 0 ? Math.max(...times) : undefined }),
        }
      },
    }
  },
  facts({ latestByUser: users, last }) {
    const latest = [...users.values()].find(({ at }) => at === last)
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
 * Not what asks for credentials or for another expiry: the client answers these with its next
 * REGISTER.
 */
const isRefused = ({ status = 0 }: SipMessage): boolean =>
  status >= 400 && ![401, 407, 423].includes(status)

function expiresAtOnce(message: SipMessage): boolean {
  // <sip:192.0.2.10:51241>;expires=0
  return (
    sipHeader(message, 'expires') === '0' ||
    /;\s*expires\s*=\s*"?0\b/i.test(sipHeader(message, 'contact') ?? '')
  )
}
