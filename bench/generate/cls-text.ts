import { type Generated, records } from './records.ts'
import { START, usTime } from './time-text.ts'

const PLACE = '[sfbpool\\sfbfe1]'

/**
 * Generates Centralized Logging Service text: SIP blocks and components, one record in 1,000 about
 * policies.
 */
export function clsText(options: Generated): Generator<Buffer> {
  let at = START
  return records(options, (next, index) => {
    at += next(20)
    const stamp = `0584.${hex(next(0xffff), 4)}::${usTime(at, '-')}.${hex(index, 8)}`
    const chance = next(1000)
    if (chance === 0)
      return component('WARN', stamp, 'EnableIMAutoArchiving is false for kim@contoso.example')
    if (chance < 300) return protocol(stamp, index, next(500) === 0 ? 'REGISTER' : 'SUBSCRIBE')
    return component(
      'INFO',
      stamp,
      `QueueItem ${index} leaves state ${next(9)} after ${next(900)} ms`,
    )
  })
}

const component = (level: string, stamp: string, text: string): string =>
  `TL_${level}(TF_COMPONENT) ${PLACE}${stamp} (UserServices,CUserContext::Process:usercontext.cpp(1412)) ( 00000000028FDD70 ) ${text}\r\n`

const protocol = (stamp: string, record: number, method: string): string =>
  [
    `TL_INFO(TF_PROTOCOL) ${PLACE}${stamp} (SIPStack,SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265)) [${record}] $$begin_record`,
    `Trace-Correlation-Id: ${record}\r\nInstance-Id: 1A2B\r\nDirection: incoming;source="local"\r\nPeer: 192.0.2.10:51241`,
    `Message-Type: request\r\nStart-Line: ${method} sip:contoso.example SIP/2.0\r\nFrom: <sip:kim@contoso.example>;tag=7f3;epid=0a1b`,
    `To: <sip:kim@contoso.example>\r\nCall-ID: ${record}\r\nCSeq: 2 ${method}\r\nVia: SIP/2.0/TLS 192.0.2.10:51241;branch=z9hG4bK${record}`,
    'Record-Route: <sip:sfbpool.contoso.example:5061;transport=tls;opaque=state:T;lr>;tag=0A9C2E6F41D07B3385D1C6F0E2B1A947',
    'Contact: <sip:kim@contoso.example;opaque=user:epid:Y2h1cm5pbmctb3ZlcgAA;gruu>;proxy=replace;+sip.instance="<urn:uuid:0A9C2E6F>"',
    'Supported: ms-forking, ms-cluster-failover, ms-userservices-state-notification, msrtc-event-categories, ms-piggyback-first-notify',
    'User-Agent: UCCAPI/16.0.6965.5305 OC/16.0.6965.2058 (Skype for Business)\r\nContent-Length: 0\r\nMessage-Body: \r\n$$end_record\r\n\r\n',
  ].join('\r\n')

const hex = (value: number, width: number): string =>
  value.toString(16).toUpperCase().padStart(width, '0')
