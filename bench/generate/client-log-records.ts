import { pick, type Random } from './seeded-random.ts'

const IDS = ['1A2C:2B3C', '1A2C:9F4', '1A2C:1D08', '1A2C:C44']

const NOISE = [
  'TRACE :: CUccTimerHandler::OnTimer this[0A3C91F8] timer[00000041] fired for the periodic refresh of a dialog',
  'INFO  :: CUccSubscription::OnEvent this[0A41BB20] category state changed, notifying 3 listeners of the session',
  'TRACE :: CUccEndpoint::GetState this[09FE1178] returns UCCES_ENABLED for the endpoint, no pending operation left',
  'TRACE :: CUccPresentityMgr::Find hit in the cache for presentity, age within the limit, nothing to be queried now',
  'WARN  :: CUccMediaChannel::OnStats no statistics available for the channel, the stream is not active at this time',
  'INFO  :: CUccServerEndpoint::KeepAlive sent on the connection, the answer is expected within the usual time limit',
]

export const noise = (time: string, next: Random): string =>
  `${time} ${pick(IDS, next)} ${pick(NOISE, next)} ${1000 + next(9000)}\r\n`

const ABOUT_OFFLINE_IM = [
  'ERROR :: EWS CreateItem answered ErrorServerBusy, BackOffMilliseconds 300000',
  'INFO  :: EWS CreateItem MessageDisposition SendAndSaveCopy for IM.Note.MissedConversation answered NoError',
  'WARN  :: EWS request answered HTTP 503, to be tried again',
]

/**
 * One in three is an answer to an INVITE or the provisioning; the others are traces of the client's
 * EWS requests (wording invented).
 */
export function offlineIm(time: string, next: Random): string {
  const kind = next(3)
  if (kind === 0) return received(time, next, UNAVAILABLE)
  if (kind === 1) return provisioned(time, next)
  return `${time} ${pick(IDS, next)} ${pick(ABOUT_OFFLINE_IM, next)}\r\n`
}

/** The answer that carries the provisioning of the user. */
export const provisioned = (time: string, next: Random): string =>
  received(time, next, PROVISIONED, PROVISIONING)

const KIM = '<sip:kim@contoso.example>;epid=0123456789;tag=5fb2d1'
const UNAVAILABLE = [
  'SIP/2.0 480 Temporarily Unavailable',
  `From: ${KIM}`,
  'To: <sip:lee@contoso.example>;tag=99aa',
  'CSeq: 1 INVITE',
  'ms-diagnostics: 15030;reason="The user is not available";source="pool.contoso.example"',
]
const PROVISIONED = [
  'SIP/2.0 200 OK',
  `From: ${KIM}`,
  'CSeq: 1 SUBSCRIBE',
  'Event: vnd-microsoft-provisioning-v2',
]
const PROVISIONING = `<provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification"><provisionGroup name="endpointConfiguration"><propertyEntryList><property name="EnableTracing" >true</property></propertyEntryList></provisionGroup></provisionGroupList>`

const NOTIFIED = (name: string) => [
  'BENOTIFY sip:192.0.2.10:51241;transport=tls;ms-opaque=0123456789abcdef SIP/2.0',
  `To: ${KIM}`,
  `From: <sip:${name}@contoso.example>;tag=00D40080`,
  'CSeq: 7 BENOTIFY',
  'Event: presence',
  'subscription-state: active;expires=28800',
  'Content-Type: application/msrtc-event-categories+xml',
]

const REGISTERED = [
  'REGISTER sip:contoso.example SIP/2.0',
  `From: ${KIM}`,
  'To: <sip:kim@contoso.example>',
  'CSeq: 2 REGISTER',
  'User-Agent: UCCAPI/16.0.6965.5305 OC/16.0.6965.2058 (Skype for Business)',
  'Contact: <sip:192.0.2.10:51241;transport=tls;ms-opaque=0123456789>;methods="INVITE, MESSAGE, INFO, OPTIONS, BYE"',
]

export function packet(time: string, next: Random): string {
  const kind = next(200)
  if (kind === 0) return block(time, next, 'Sending Packet', [...REGISTERED, ...COMMON], '')
  const name = `colleague${next(500)}`
  const body = `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:${name}@contoso.example">\r\n${CATEGORY.repeat(2 + next(4))}</categories>`
  return received(time, next, NOTIFIED(name), body)
}

const CATEGORY =
  '<category name="state" instance="1" publishTime="2016-06-14T08:11:12.123" container="200" version="3"><state xsi:type="aggregateState" xmlns="http://schemas.microsoft.com/2006/09/sip/state"><availability>3500</availability></state></category>\r\n'

/** What the client logs before and after a packet. */
export type PacketWay = 'Sending Packet' | 'Data Received'

const received = (time: string, next: Random, head: readonly string[], body = ''): string =>
  block(time, next, 'Data Received', [...head, ...COMMON], body)

const COMMON = [
  'Via: SIP/2.0/TLS 192.0.2.20:443;branch=z9hG4bK3A7C41E0.59A1B2C3D4E5F601;branched=FALSE',
  'Max-Forwards: 69',
  'Call-ID: 6f0e0c2f9d8f4a7fb0d2b2c3d4e5f601',
]

/** A packet as the client logs it: an announcement, the message, and an `End of` line. */
export function block(
  time: string,
  next: Random,
  way: PacketWay,
  head: readonly string[],
  body: string,
): string {
  const start = `${time} ${pick(IDS, next)} INFO  :: `
  const message = [...head, `Content-Length: ${body.length}`, '', body].join('\r\n')
  const local = way === 'Data Received' ? 'To' : 'From'
  const where = `${way} - 192.0.2.20:443 (${local} Local Address: 192.0.2.10:51241) ${message.length} bytes`
  return `${start}${where}:\r\n${start}${message}${body === '' ? '' : '\r\n'}${start}End of ${where}\r\n`
}
