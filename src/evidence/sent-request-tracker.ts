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
import { LatestList, type ListEntry } from './latest-list.ts'
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
  /** Its answer when it was kept. */
  answer: FinalAnswer | undefined
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

/** What is known of one transaction: of the packets with the same Call-ID and CSeq. */
interface Transaction {
  readonly key: string
  /** A request whose answer is not known to say that the recipient is offline. */
  open: ListEntry<Transaction, SentRequest> | undefined
  /** A request in a conversation in which a recipient was offline. */
  kept: ListEntry<Transaction, SentRequest> | undefined
  answer: ListEntry<Transaction, FinalAnswer> | undefined
  offlineAnswer: ListEntry<Transaction, OfflineAnswer> | undefined
}

/**
 * Joins the INVITEs and MESSAGEs of this client with their answers by Call-ID and CSeq. The order
 * of request and answer does not matter, because records of a log are not always in order. Copies
 * of a packet in several logs count as one packet.
 */
export class SentRequestTracker {
  private readonly maxEntries: number
  /** Those that are in one of the lists below. */
  private readonly transactions = new Map<string, Transaction>()
  private readonly openRequests = new LatestList<Transaction, SentRequest>()
  private readonly keptRequests = new LatestList<Transaction, SentRequest>()
  private readonly answers = new LatestList<Transaction, FinalAnswer>()
  private readonly offlineAnswers = new LatestList<Transaction, OfflineAnswer>()
  /** Conversation ids by Call-ID, because only the first packet of a dialog carries the id. */
  private readonly conversations = new Map<string, string>()
  /** Keys of the conversations in which a recipient was offline. */
  private readonly offlineConversations = new Map<string, true>()
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
    const messages = this.offlineAnswers
      .toArray()
      .map(({ owner, value: answer }): OfflineMessage => {
        const request = (owner.kept ?? owner.open)?.value
        const conversation = request?.conversation ?? this.conversations.get(answer.callId)
        // A request with a later time is not the one that this answer belongs to.
        const sent = request && request.at <= answer.offlineAt ? request : undefined
        return {
          ...answer,
          ...defined({ sentAt: sent?.at, sentSource: sent?.source, conversation }),
        }
      })
    const requests = [...this.keptRequests.toArray(), ...this.openRequests.toArray()]
    const resent = requests.flatMap(({ owner, value }) => this.toResentMessages(owner, value))
    const droppedMessageCount = this.offlineAnswerCount - messages.length
    return { messages, resent, droppedMessageCount }
  }

  private addRequest({ message, at, source }: SipObservation): void {
    const key = keyOf(message)
    if (key === undefined) return
    const known = this.transactions.get(key)
    if (known && (known.open || known.kept)) return
    const callId = callIdOf(key)
    const id = detachShortText(sipHeader(message, 'ms-conversation-id'))
    if (id !== undefined && id.length >= MIN_CONVERSATION_ID_LENGTH)
      setLatest(this.conversations, callId, id, MAX_OPEN_ENTRIES)
    const { user, recipient } = partiesOf(message)
    const conversation = this.conversations.get(callId)
    const request = { callId, at, source, user, recipient, conversation, answer: undefined }
    if (known?.offlineAnswer) {
      this.linkOfflineRequest(known, request)
      return
    }
    const transaction = known ?? this.addTransaction(key)
    transaction.open = this.openRequests.add(transaction, request)
    const { first } = this.openRequests
    if (!first || this.openRequests.size <= MAX_OPEN_ENTRIES) return
    this.removeOpenRequest(first)
    if (this.isInOfflineConversation(first.value)) this.keepRequest(first.owner, first.value)
    this.forgetIfEmpty(first.owner)
  }

  private addAnswer(observation: SipObservation, status: number): void {
    const { message, at, source } = observation
    if (isOfflineResponse(observation)) {
      this.addOfflineAnswer(observation)
      return
    }
    // Of the other answers only those to MESSAGE matter. Calls send INVITEs too, and their answers
    // would push these out of the bounded list.
    if (message.method !== 'MESSAGE') return
    const key = keyOf(message)
    if (key === undefined) return
    const { answers } = this
    const transaction = this.transactions.get(key) ?? this.addTransaction(key)
    if (transaction.answer) answers.remove(transaction.answer)
    transaction.answer = answers.add(transaction, { at, source, status })
    const { first } = answers
    if (!first || answers.size <= MAX_OPEN_ENTRIES) return
    answers.remove(first)
    first.owner.answer = undefined
    this.forgetIfEmpty(first.owner)
  }

  private addOfflineAnswer({ message, at, source }: SipObservation): void {
    const key = keyOf(message)
    if (key === undefined) return
    const transaction = this.transactions.get(key) ?? this.addTransaction(key)
    if (transaction.offlineAnswer) return
    const { user, recipient } = partiesOf(message)
    const { offlineAnswers } = this
    this.offlineAnswerCount += 1
    const answer = { callId: callIdOf(key), offlineAt: at, source, ...defined({ user, recipient }) }
    transaction.offlineAnswer = offlineAnswers.add(transaction, answer)
    const { first } = offlineAnswers
    if (first && offlineAnswers.size > this.maxEntries) {
      offlineAnswers.remove(first)
      first.owner.offlineAnswer = undefined
      this.forgetIfEmpty(first.owner)
    }
    const request = transaction.open
    if (!request) return
    this.removeOpenRequest(request)
    this.linkOfflineRequest(transaction, request.value)
  }

  private addTransaction(key: string): Transaction {
    const transaction: Transaction = {
      key,
      open: undefined,
      kept: undefined,
      answer: undefined,
      offlineAnswer: undefined,
    }
    this.transactions.set(key, transaction)
    return transaction
  }

  private removeOpenRequest(entry: ListEntry<Transaction, SentRequest>): void {
    this.openRequests.remove(entry)
    entry.owner.open = undefined
  }

  private forgetIfEmpty({ key, open, kept, answer, offlineAnswer }: Transaction): void {
    if (!open && !kept && !answer && !offlineAnswer) this.transactions.delete(key)
  }

  private linkOfflineRequest(transaction: Transaction, request: SentRequest): void {
    if (request.conversation !== undefined)
      setLatest(this.offlineConversations, conversationKey(request), true, MAX_OPEN_ENTRIES)
    this.keepRequest(transaction, request)
  }

  private keepRequest(transaction: Transaction, request: SentRequest): void {
    const { keptRequests } = this
    // Not in a copy: V8 would put copies into old memory, where they keep what they refer to.
    request.answer = transaction.answer?.value
    transaction.kept = keptRequests.add(transaction, request)
    const { first } = keptRequests
    if (!first || keptRequests.size <= this.maxEntries) return
    keptRequests.remove(first)
    first.owner.kept = undefined
    this.forgetIfEmpty(first.owner)
  }

  private isInOfflineConversation(request: SentRequest): boolean {
    return (
      request.conversation !== undefined && this.offlineConversations.has(conversationKey(request))
    )
  }

  /** The request as a resent message, or nothing when it is not in an offline conversation. */
  private toResentMessages(transaction: Transaction, request: SentRequest): ResentMessage[] {
    const { callId, at, source, user, recipient, conversation } = request
    if (
      conversation === undefined ||
      transaction.offlineAnswer ||
      !this.isInOfflineConversation(request)
    )
      return []
    const answer = transaction.answer?.value ?? request.answer
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
  const oldestKey = map.keys().next().value
  if (oldestKey !== undefined) map.delete(oldestKey)
}
