import { block, type PacketWay } from './client-log-records.ts'
import type { Random } from './seeded-random.ts'

const AGENT = 'User-Agent: UCCAPI/16.0.6965.5305 OC/16.0.6965.2058 (Skype for Business)'
const CREDENTIALS =
  'Proxy-Authorization: TLS-DSK qop="auth", realm="SIP Communications Service", opaque="5C1A7F30", targetname="fe01.contoso.example", crand="2f9c0b6d", cnum="41", response="8d3a5be0c1f24796a8e0b1c2d3e4f501"'
const SIGNED =
  'Authentication-Info: TLS-DSK qop="auth", opaque="5C1A7F30", srand="7F1B42C8", snum="57", rspauth="a1b2c3d4e5f60718293a4b5c6d7e8f9001122334", targetname="fe01.contoso.example", realm="SIP Communications Service", version=4'
const SERVER = 'Server: RTC/6.0'
const TEXTS = [
  'Are you in the office today?',
  'The numbers for the meeting are in the shared folder now, please have a look before noon.',
  'ok',
  'Thank you, that helps a lot. I will call you back when the customer has answered.',
]
/** Messages of one dialog before the next dialog replaces it. */
const DIALOG_MESSAGES = 25
/** Conversations that are open at the same time. */
const OPEN_DIALOGS = 8

/** A request of a chat, or its answer, can be made again from the number of the request. */
interface Chat {
  readonly method: 'INVITE' | 'MESSAGE' | 'REGISTER'
  /** Number of the request in the log. */
  readonly number: number
}

const digits = (number: number, factor: number): string =>
  (Math.imul(number + 1, factor) >>> 0).toString(16).padStart(8, '0')

function dialogOf({ method, number }: Chat) {
  const dialog =
    method === 'REGISTER'
      ? -1
      : Math.floor(number / (DIALOG_MESSAGES * OPEN_DIALOGS)) * OPEN_DIALOGS +
        (number % OPEN_DIALOGS)
  const id = `${digits(dialog, 0x9e3779b1)}${digits(dialog, 0x85ebca6b)}`
  return {
    peer: `<sip:colleague${Math.abs(dialog * 7) % 500}@contoso.example>`,
    callId: `${id}${digits(dialog, 0xc2b2ae35)}${digits(dialog, 0x27d4eb2f)}`,
    conversation: `AdHG${id}Aw==`,
    isIncoming: method !== 'REGISTER' && dialog % 2 === 1,
    cseq: `CSeq: ${1 + Math.floor(number / OPEN_DIALOGS)} ${method}`,
  }
}

/** From, To, Call-ID and CSeq, which a request and its answer share. */
function dialogHeaders(chat: Chat): readonly string[] {
  const { peer, callId, isIncoming, cseq } = dialogOf(chat)
  const tag = `tag=${callId.slice(0, 10)}`
  const from = `<sip:kim@contoso.example>;${tag};epid=0123456789`
  const to = chat.method === 'REGISTER' ? '<sip:kim@contoso.example>' : `${peer};${tag}`
  return [
    `From: ${isIncoming ? to : from}`,
    `To: ${isIncoming ? from : to}`,
    `Call-ID: ${callId}`,
    cseq,
  ]
}

/** A request that this client sends or receives, with the headers that the client writes. */
export function chatRequest(time: string, next: Random, chat: Chat): string {
  const { peer, isIncoming, conversation, callId } = dialogOf(chat)
  const uri = chat.method === 'REGISTER' ? 'contoso.example' : peer.slice(5, -1)
  const head = [
    `${chat.method} sip:${uri} SIP/2.0`,
    `Via: SIP/2.0/TLS 192.0.2.10:51241${isIncoming ? `;branch=z9hG4bK${callId.slice(0, 8)}.59A1B2C3D4E5F601;branched=FALSE;ms-received-port=51241;ms-received-cid=2A4C00` : ''}`,
    'Max-Forwards: 70',
    ...dialogHeaders(chat),
    ...(chat.method === 'INVITE'
      ? [`Ms-Conversation-ID: ${conversation}`, 'ms-keep-alive: UAC;hop-hop=yes']
      : []),
    'Route: <sip:pool.contoso.example:5061;transport=tls;opaque=state:F:Ci.R2a4c00;lr;ms-route-sig=aaDq1Y2T3uV4w5X6y7Z8>',
    AGENT,
    'Supported: ms-sender, ms-early-media, timer, histinfo, ms-safe-transfer',
    'Contact: <sip:kim@contoso.example;opaque=user:epid:AbCdEfGhIjKlMnOpQrStUvWxAA;gruu>',
    isIncoming ? SIGNED : CREDENTIALS,
  ]
  if (chat.method !== 'MESSAGE') return block(time, next, wayOf(isIncoming), head, '')
  const body = TEXTS[chat.number % TEXTS.length] as string
  return block(
    time,
    next,
    wayOf(isIncoming),
    [...head, 'Content-Type: text/plain; charset=UTF-8; msgr=WAAtAE0ATQBTAC0ASQBNAC0A'],
    body,
  )
}

/** The answer to this request; `statusLine` is what follows the version. */
export function chatAnswer(time: string, next: Random, chat: Chat, statusLine = '200 OK'): string {
  const { isIncoming, callId } = dialogOf(chat)
  const head = [
    `SIP/2.0 ${statusLine}`,
    `Via: SIP/2.0/TLS 192.0.2.10:51241;received=192.0.2.10;ms-received-port=51241;ms-received-cid=${callId.slice(0, 6)}`,
    ...dialogHeaders(chat),
    isIncoming ? AGENT : SERVER,
    'Record-Route: <sip:pool.contoso.example:5061;transport=tls;opaque=state:F;lr>',
    'Contact: <sip:colleague@contoso.example;opaque=user:epid:AbCdEfGhIjKlMnOpQrStUvWxAA;gruu>',
    isIncoming ? CREDENTIALS : SIGNED,
    ...(statusLine.startsWith('480')
      ? ['ms-diagnostics: 15030;reason="The user is not available";source="pool.contoso.example"']
      : []),
  ]
  return block(time, next, wayOf(!isIncoming), head, '')
}

const wayOf = (isReceived: boolean): PacketWay => (isReceived ? 'Data Received' : 'Sending Packet')
