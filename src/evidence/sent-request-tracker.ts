import type { OfflineMessage, ResentMessage } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import type { SipObservation } from '../model/observation.ts'
import {
  parseSipAddress,
  type SipMessage,
  sipHeader,
  sipTransaction,
} from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { detachString } from '../model/text/detach-string.ts'
import { isOfflineResponse } from './offline-messages.ts'

type FinalAnswer = NonNullable<ResentMessage['answer']>

/** A request that this client sent, and its final answer. */
interface SentRequest {
  readonly callId: string
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
  readonly user: string | undefined
  readonly recipient: string | undefined
  readonly conversation: string | undefined
  readonly answer?: FinalAnswer
}

type OfflineAnswer = Omit<OfflineMessage, 'sentAt' | 'sentSource' | 'conversation'>

/**
 * Most requests do not belong to an offline conversation, and some are never answered.
 * Limit: requests that wait for their answer.
 * Beyond: the earliest is forgotten.
 */
const MAX_OPEN_ENTRIES = 200
/** A shorter conversation id is not unique: some clients write `f=0`. */
const MIN_CONVERSATION_ID_LENGTH = 8
/**
 * No Call-ID is longer.
 * Limit: characters of a Call-ID or conversation id.
 * Beyond: the message is not followed.
 */
const MAX_TEXT_LENGTH = 400

/**
 * Joins the INVITEs and MESSAGEs of this client with their answers by Call-ID and CSeq. The order
 * of request and answer does not matter, because records of a log are not always in order. Copies
 * of a packet in several logs count as one packet.
 */
export class SentRequestTracker {
  private readonly maxEntries: number
  private readonly openRequests = new Map<string, SentRequest>()
  private readonly answers = new Map<string, FinalAnswer>()
  private readonly offlineAnswers = new Map<string, OfflineAnswer>()
  /** Conversation ids by Call-ID, because only the first packet of a dialog carries the id. */
  private readonly conversations = new Map<string, string>()
  /** Keys of the conversations in which a recipient was offline. */
  private readonly offlineConversations = new Map<string, true>()
  /** Requests in these conversations. */
  private readonly keptRequests = new Map<string, SentRequest>()
  private offlineAnswerCount = 0

  /** Keeps the latest `maxEntries` offline messages and as many requests. */
  constructor(maxEntries: number) {
    this.maxEntries = maxEntries
  }

  handle(observation: SipObservation): void {
    const { message, direction, vantage } = observation
    const { status, method } = message
    if (vantage !== 'client' || (method !== 'INVITE' && method !== 'MESSAGE')) return
    if (direction === 'sent') {
      if (status === undefined) this.addRequest(observation)
    } else if (status !== undefined && status >= 200) this.addAnswer(observation, status)
  }

  result(): {
    readonly messages: OfflineMessage[]
    readonly resent: ResentMessage[]
    readonly droppedMessageCount: number
  } {
    const messages = [...this.offlineAnswers].map(([key, answer]): OfflineMessage => {
      const request = this.keptRequests.get(key) ?? this.openRequests.get(key)
      const conversation = request?.conversation ?? this.conversations.get(answer.callId)
      // A request with a later time is not the one that this answer belongs to.
      const sent = request && request.at <= answer.offlineAt ? request : undefined
      return {
        ...answer,
        ...defined({ sentAt: sent?.at, sentSource: sent?.source, conversation }),
      }
    })
    const resent = [...this.keptRequests, ...this.openRequests].flatMap(([key, request]) =>
      this.toResentMessages(key, request),
    )
    const droppedMessageCount = this.offlineAnswerCount - messages.length
    return { messages, resent, droppedMessageCount }
  }

  private addRequest({ message, at, source }: SipObservation): void {
    const key = keyOf(message)
    if (key === undefined) return
    if (this.openRequests.has(key) || this.keptRequests.has(key)) return
    const callId = callIdOf(key)
    const id = detachShortText(sipHeader(message, 'ms-conversation-id'))
    if (id !== undefined && id.length >= MIN_CONVERSATION_ID_LENGTH)
      setLatest(this.conversations, callId, id, MAX_OPEN_ENTRIES)
    const { user, recipient } = partiesOf(message)
    const conversation = this.conversations.get(callId)
    const request = { callId, at, source, user, recipient, conversation }
    if (this.offlineAnswers.has(key)) {
      this.linkOfflineRequest(key, request)
      return
    }
    this.openRequests.set(key, request)
    if (this.openRequests.size <= MAX_OPEN_ENTRIES) return
    const [oldest] = this.openRequests
    if (!oldest) return
    const [oldestKey, oldestRequest] = oldest
    this.openRequests.delete(oldestKey)
    if (this.isInOfflineConversation(oldestRequest)) this.keepRequest(oldestKey, oldestRequest)
  }

  private addAnswer(observation: SipObservation, status: number): void {
    const { message, at, source } = observation
    if (isOfflineResponse(observation)) {
      this.addOfflineAnswer(observation)
      return
    }
    // Of the other answers only those to MESSAGE matter. Calls send INVITEs too, and their answers
    // would push these out of the bounded map.
    if (message.method !== 'MESSAGE') return
    const key = keyOf(message)
    if (key !== undefined) setLatest(this.answers, key, { at, source, status }, MAX_OPEN_ENTRIES)
  }

  private addOfflineAnswer({ message, at, source }: SipObservation): void {
    const key = keyOf(message)
    if (key === undefined || this.offlineAnswers.has(key)) return
    const { user, recipient } = partiesOf(message)
    this.offlineAnswerCount += 1
    const answer = { callId: callIdOf(key), offlineAt: at, source, ...defined({ user, recipient }) }
    setLatest(this.offlineAnswers, key, answer, this.maxEntries)
    const request = this.openRequests.get(key)
    if (!request) return
    this.openRequests.delete(key)
    this.linkOfflineRequest(key, request)
  }

  private linkOfflineRequest(key: string, request: SentRequest): void {
    if (request.conversation !== undefined)
      setLatest(this.offlineConversations, conversationKey(request), true, MAX_OPEN_ENTRIES)
    this.keepRequest(key, request)
  }

  private keepRequest(key: string, request: SentRequest): void {
    const answer = this.answers.get(key)
    setLatest(this.keptRequests, key, answer ? { ...request, answer } : request, this.maxEntries)
  }

  private isInOfflineConversation(request: SentRequest): boolean {
    return (
      request.conversation !== undefined && this.offlineConversations.has(conversationKey(request))
    )
  }

  /** The request as a resent message, or nothing when it is not in an offline conversation. */
  private toResentMessages(key: string, request: SentRequest): ResentMessage[] {
    const { callId, at, source, user, recipient, conversation } = request
    if (
      conversation === undefined ||
      this.offlineAnswers.has(key) ||
      !this.isInOfflineConversation(request)
    )
      return []
    const answer = this.answers.get(key) ?? request.answer
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

/** The text that a request and its answers share. Undefined without a Call-ID, and when too long. */
function keyOf(message: SipMessage): string | undefined {
  const key = sipTransaction(message)
  if (key === undefined || callIdOf(key).length > MAX_TEXT_LENGTH) return undefined
  // No CSeq that belongs to a request is so long.
  return detachString(key.length > 2 * MAX_TEXT_LENGTH ? callIdOf(key) : key)
}

function callIdOf(key: string): string {
  const end = key.indexOf('\n')
  return end < 0 ? key : key.slice(0, end)
}

const partiesOf = (message: SipMessage): Pick<SentRequest, 'user' | 'recipient'> => ({
  user: parseSipAddress(sipHeader(message, 'from')),
  recipient: parseSipAddress(sipHeader(message, 'to')),
})

/** A copy of the text, so that it does not keep its packet in memory. Undefined when too long. */
const detachShortText = (text: string | undefined): string | undefined =>
  text === undefined || text.length > MAX_TEXT_LENGTH ? undefined : detachString(text)

/** Neither an address nor a header has a line feed in it. */
const conversationKey = ({ user = '', recipient = '', conversation }: SentRequest): string =>
  `${user}\n${recipient}\n${conversation}`

/** Sets an entry as the latest of the map, and removes the oldest one beyond `maxEntries`. */
function setLatest<V>(map: Map<string, V>, key: string, value: V, maxEntries: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= maxEntries) return
  const [oldestKey] = map.keys()
  if (oldestKey !== undefined) map.delete(oldestKey)
}
