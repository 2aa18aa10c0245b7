import { describe, expect, it } from 'vitest'
import { messageTrail } from '../../src/evidence/message-trail.ts'
import { seconds } from '../../src/model/duration.ts'
import type { Observation, SipSeen, TraceSeen } from '../../src/model/observation.ts'
import { NOON, sip, source } from '../support/observations.ts'

const heard = (...seen: readonly Observation[]) => {
  const collector = messageTrail.start()
  for (const one of seen) collector.on[one.kind]?.(one as never)
  return collector.result()
}
const KIM = '<sip:kim@contoso.example>;tag=1'
const LEE = '<sip:lee@contoso.example>'
const packet = (startLine: string, callId: string, at: number, direction: SipSeen['direction']) =>
  sip(startLine, { from: KIM, to: LEE, 'call-id': callId, cseq: '1 INVITE' }, { at, direction })
const trace = (message: string, at = NOON): TraceSeen => ({ kind: 'trace', at, source, event: { at, message } })

describe('the trail of offline messages', () => {
  it('joins a request that this client sent with its 480 by the Call-ID', () => {
    const { messages } = heard(
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'a', NOON, 'sent'),
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'b', NOON + 100, 'sent'),
      packet('SIP/2.0 480 Temporarily Unavailable', 'b', NOON + 300, 'received'),
      packet('SIP/2.0 480 Temporarily Unavailable', 'a', NOON + 400, 'received'),
    )
    expect(messages).toMatchObject([
      { callId: 'b', sentAt: NOON + 100, offlineAt: NOON + 300, user: 'kim@contoso.example', recipient: 'lee@contoso.example' },
      { callId: 'a', sentAt: NOON, offlineAt: NOON + 400 },
    ])
  })

  it('knows an answer without its request, and no request without an answer', () => {
    const { messages } = heard(
      packet('SIP/2.0 480 Temporarily Unavailable', 'a', NOON, 'received'),
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'b', NOON, 'sent'),
    )
    expect(messages).toHaveLength(1)
    expect(messages[0]).not.toHaveProperty('sentAt')
  })

  it('tells a request to EWS from its answer, and leaves other requests out', () => {
    const url = 'https://mail.contoso.example/EWS/Exchange.asmx'
    const { exchanges } = heard(
      trace(`EWS request CreateItem to ${url} MessageDisposition=SendAndSaveCopy`),
      trace(`EWS request CreateItem to ${url} answered ResponseCode=ErrorServerBusy`, NOON + seconds(1)),
      trace(`EWS request CreateItem to ${url} answered HTTP/1.1 503`, NOON + seconds(2)),
      trace(`EWS request GetFolder to ${url} answered ResponseCode=NoError`, NOON + seconds(3)),
    )
    expect(exchanges.map(({ code }) => code)).toEqual([undefined, 'ErrorServerBusy', 'HTTP 503'])
  })

  it('keeps the latest', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      packet('SIP/2.0 480 Temporarily Unavailable', `call-${index}`, NOON + index, 'received'),
    )
    const { messages } = heard(...many)
    expect(messages.length).toBeLessThanOrEqual(1000)
    expect(messages.at(-1)?.callId).toBe('call-1999')
  })
})
