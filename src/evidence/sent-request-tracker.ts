import type { OfflineMessage, ResentMessage } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import { detachString } from '../model/detach-string.ts'
import type { SipObservation } from '../model/observation.ts'
import { parseSipAddress, type SipMessage, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { isOfflineResponse } from './offline-messages.ts'

/** A request that this client sent, and its final answer. Moments in milliseconds UTC. */
interface SentRequest {
  readonly callId: string
  readonly at: number
  readonly source: SourceRef
  readonly user: string | undefined
  readonly recipient: string | undefined
  readonly conversation: string | undefined
  readonly answer?: NonNullable<ResentMessage['answer']>
}

type Offline = Omit<OfflineMessage, 'sentAt' | 'sentSource' | 'conversation'>

/**
 * Requests that are remembered though their conversation is not known to be about somebody offline.
 */
const MOST_OPEN = 200
/** Shorter ones are no ids: some clients write `f=0`. */
const SHORTEST_ID = 8
/** Longer than any address or Call-ID. */
const LONGEST_TEXT = 400

/**
 * INVITEs and MESSAGEs of this client and what answered them, by Call-ID and CSeq, whichever is
 * heard first: records of a log are not always in order. A copy of a packet in another log is the
 * same packet.
 */
export class SentRequestTracker {
  private readonly maxEntries: number
  private readonly requests = new Map<string, SentRequest>()
  private readonly answers = new Map<string, NonNullable<ResentMessage['answer']>>()
  private readonly offlineAnswers = new Map<string, Offline>()
  /** By Call-ID: only the first packet of a dialog says which conversation it belongs to. */
  private readonly conversations = new Map<string, string>()
  /** Conversations in which somebody was offline. */
  private readonly offlineConversations = new Map<string, true>()
  /** Requests of these. */
  private readonly kept = new Map<string, SentRequest>()
  private count = 0

  constructor(most: number) {
    this.maxEntries = most
  }

  handle(seen: SipObservation): void {
    const { message, direction, vantage, at, source } = seen
    if (vantage !== 'client' || (message.method !== 'INVITE' && message.method !== 'MESSAGE'))
      return
    const callId = kept(sipHeader(message, 'call-id'))
    if (callId === undefined) return
    const key = detachString(`${callId} ${kept(sipHeader(message, 'cseq')) ?? ''}`)
    if (direction === 'sent' && message.status === undefined) this.request(key, callId, seen)
    if (direction !== 'received' || message.status === undefined || message.status < 200) return
    if (!isOfflineResponse(seen)) {
      // Calls are INVITEs, too, and have many long answers: only what answers a MESSAGE is worth
      // being read.
      if (message.method === 'MESSAGE')
        remember(this.answers, key, { at, source, status: message.status }, MOST_OPEN)
    } else if (!this.offlineAnswers.has(key)) this.addOfflineAnswer(key, callId, seen)
  }

  result(): {
    readonly messages: OfflineMessage[]
    readonly again: ResentMessage[]
    readonly droppedMessageCount: number
  } {
    const messages = [...this.offlineAnswers].map(([key, offline]): OfflineMessage => {
      const request = this.findRequest(key)
      const conversation = request?.conversation ?? this.conversations.get(offline.callId)
      const sent =
        request && request.at <= offline.offlineAt
          ? { sentAt: request.at, sentSource: request.source }
          : {}
      return { ...offline, ...sent, ...defined({ conversation }) }
    })
    const again = [...this.kept, ...this.requests].flatMap(([key, sent]) => this.again(key, sent))
    return { messages, again, droppedMessageCount: this.count - messages.length }
  }

  private request(key: string, callId: string, { message, at, source }: SipObservation): void {
    if (this.requests.has(key) || this.kept.has(key)) return
    const id = kept(sipHeader(message, 'ms-conversation-id'))
    if (id !== undefined && id.length >= SHORTEST_ID)
      remember(this.conversations, callId, id, MOST_OPEN)
    const { user, recipient } = partiesOf(message)
    const conversation = this.conversations.get(callId)
    const sent = { callId, at, source, user, recipient, conversation }
    if (this.offlineAnswers.has(key)) {
      this.linkOfflineRequest(key, sent)
      return
    }
    this.requests.set(key, sent)
    const [oldest] = this.requests
    if (this.requests.size <= MOST_OPEN || !oldest) return
    this.requests.delete(oldest[0])
    if (this.isInOfflineConversation(oldest[1])) this.keep(...oldest)
  }

  private addOfflineAnswer(
    key: string,
    callId: string,
    { message, at, source }: SipObservation,
  ): void {
    const { user, recipient } = partiesOf(message)
    this.count += 1
    remember(
      this.offlineAnswers,
      key,
      {
        callId,
        offlineAt: at,
        source,
        ...defined({ user, recipient }),
      },
      this.maxEntries,
    )
    const request = this.requests.get(key)
    if (!request) return
    this.requests.delete(key)
    this.linkOfflineRequest(key, request)
  }

  private linkOfflineRequest(key: string, request: SentRequest): void {
    if (request.conversation !== undefined)
      remember(this.offlineConversations, placeOf(request), true, MOST_OPEN)
    this.keep(key, request)
  }

  private keep(key: string, sent: SentRequest): void {
    const answer = this.answers.get(key)
    remember(this.kept, key, answer ? { ...sent, answer } : sent, this.maxEntries)
  }

  private findRequest(key: string): SentRequest | undefined {
    return this.kept.get(key) ?? this.requests.get(key)
  }

  private isInOfflineConversation(sent: SentRequest): boolean {
    return sent.conversation !== undefined && this.offlineConversations.has(placeOf(sent))
  }

  private again(key: string, sent: SentRequest): ResentMessage[] {
    const { callId, at, source, user, recipient, conversation } = sent
    if (
      conversation === undefined ||
      this.offlineAnswers.has(key) ||
      !this.isInOfflineConversation(sent)
    )
      return []
    const answer = this.answers.get(key) ?? sent.answer
    return [
      {
        callId,
        at,
        source,
        conversation,
        ...defined({ user, recipient, answer: answer && answer.at >= at ? answer : undefined }),
      },
    ]
  }
}

const partiesOf = (message: SipMessage): Pick<SentRequest, 'user' | 'recipient'> => ({
  user: kept(parseSipAddress(sipHeader(message, 'from'))),
  recipient: kept(parseSipAddress(sipHeader(message, 'to'))),
})

/** What is remembered must neither be long nor keep its packet alive. */
const kept = (text: string | undefined): string | undefined =>
  text === undefined || text.length > LONGEST_TEXT ? undefined : detachString(text)

const placeOf = ({ user, recipient, conversation }: SentRequest): string =>
  JSON.stringify([user, recipient, conversation])

/** The latest of them. */
function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}
