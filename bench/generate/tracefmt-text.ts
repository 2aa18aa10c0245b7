import { type Generated, records } from './records.ts'
import { pick, type Random } from './seeded-random.ts'
import { START, usTime } from './time-text.ts'

const NOISE = [
  '{"message":"UI thread idle","meta":{"provider":"Contoso-Messaging","event":"Idle","level":5}}',
  'CUccTimerHandler::OnTimer timer fired for the periodic refresh of a dialog, nothing to be done',
  'CUccSubscription::OnEvent category state changed, notifying the listeners of the session\r\n    listener 1 of 2: presence\r\n    listener 2 of 2: contact card',
  'CUccEndpoint::GetState returns UCCES_ENABLED for the endpoint, no pending operation left',
]
const ABOUT_OFFLINE_IM = [
  'EwsClient: CreateItem failed, ErrorServerBusy\r\n    BackOffMilliseconds=60000',
  'EwsClient: CreateItem answered, ResponseCode NoError, MessageDisposition SendAndSaveCopy',
]

/**
 * Generates what tracefmt writes: records of about 130 bytes, some with several lines,
 * one in 20 a SIP packet, one in 20 without its format; one in 1,000 about Offline IM.
 */
export function tracefmtText(options: Generated): Generator<Buffer> {
  let at = START
  return records(options, (next, index) => {
    at += next(30)
    const ids = `${pick(['1A2C', '5FEC'], next)}.${(0x400 + next(64) * 4).toString(16).toUpperCase().padStart(4, '0')}`
    return `[${next(4)}]${ids}::${usTime(at, '-')} ${message(next, index)}\r\n`
  })
}

function message(next: Random, index: number): string {
  if (index % 1000 === 999) return `[Contoso-Messaging]${pick(ABOUT_OFFLINE_IM, next)}`
  if (index % 20 === 10) return `[Contoso-Messaging]Sending packet\r\n${packet(next, index)}`
  if (index % 20 === 15)
    return `[Unknown]Unknown( ${10 + next(80)}): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found).`
  return `[Contoso-Messaging]${pick(NOISE, next)} ${1000 + next(9000)}`
}

const packet = (next: Random, index: number): string =>
  [
    `SUBSCRIBE sip:colleague${next(500)}@contoso.example SIP/2.0`,
    'From: <sip:kim@contoso.example>;tag=5fb2d1;epid=0123456789',
    'To: <sip:lee@contoso.example>',
    `Call-ID: ${index}`,
    'CSeq: 2 SUBSCRIBE',
    `Via: SIP/2.0/TLS 192.0.2.10:51241;branch=z9hG4bK${index}`,
    'Supported: ms-forking, ms-cluster-failover, ms-userservices-state-notification, msrtc-event-categories',
    'User-Agent: UCCAPI/16.0.6965.5305 OC/16.0.6965.2058 (Skype for Business)',
    'Content-Length: 0',
    '',
  ].join('\r\n')
