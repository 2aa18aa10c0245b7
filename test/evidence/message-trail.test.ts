import { describe, expect, it } from 'vitest'
import { messageTrail } from '../../src/evidence/message-trail.ts'
import { defined } from '../../src/model/defined.ts'
import { seconds } from '../../src/model/duration.ts'
import type { Observation, SipObservation, TraceObservation } from '../../src/model/observation.ts'
import { NOON, sip, source } from '../support/observations.ts'

const collectTrail = (...observations: readonly Observation[]) => {
  const collector = messageTrail.start()
  for (const one of observations) collector.listeners[one.kind]?.(one as never)
  return collector.result()
}
const KIM = '<sip:kim@contoso.example>;tag=1'
const LEE = '<sip:lee@contoso.example>'
const packet = (
  startLine: string,
  callId: string,
  at: number,
  direction: SipObservation['direction'],
) => sip(startLine, { from: KIM, to: LEE, 'call-id': callId, cseq: '1 INVITE' }, { at, direction })
const trace = (message: string, at = NOON): TraceObservation => ({
  kind: 'trace',
  at,
  source,
  event: { at, message },
})

describe('the trail of offline messages', () => {
  it('joins a request of this client with its 480 by Call-ID', () => {
    const { messages } = collectTrail(
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'a', NOON, 'sent'),
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'b', NOON + 100, 'sent'),
      packet('SIP/2.0 480 Temporarily Unavailable', 'b', NOON + 300, 'received'),
      packet('SIP/2.0 480 Temporarily Unavailable', 'a', NOON + 400, 'received'),
    )
    expect(messages).toMatchObject([
      {
        callId: 'b',
        sentAt: NOON + 100,
        offlineAt: NOON + 300,
        user: 'kim@contoso.example',
        recipient: 'lee@contoso.example',
      },
      { callId: 'a', sentAt: NOON, offlineAt: NOON + 400 },
    ])
  })

  it('lists an answer without its request, but no request without an answer', () => {
    const { messages } = collectTrail(
      packet('SIP/2.0 480 Temporarily Unavailable', 'a', NOON, 'received'),
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'b', NOON, 'sent'),
    )
    expect(messages).toHaveLength(1)
    expect(messages[0]).not.toHaveProperty('sentAt')
  })

  it('separates EWS requests from answers and ignores unrelated requests', () => {
    const url = 'https://mail.contoso.example/EWS/Exchange.asmx'
    const { ewsRecords } = collectTrail(
      trace(`EWS request CreateItem to ${url} MessageDisposition=SendAndSaveCopy`),
      trace(
        `EWS request CreateItem to ${url} answered ResponseCode=ErrorServerBusy`,
        NOON + seconds(1),
      ),
      trace(`EWS request CreateItem to ${url} answered HTTP/1.1 503`, NOON + seconds(2)),
      trace(`EWS request GetFolder to ${url} answered ResponseCode=NoError`, NOON + seconds(3)),
    )
    expect(ewsRecords.map(({ code }) => code)).toEqual([undefined, 'ErrorServerBusy', 'HTTP 503'])
  })

  it('keeps the latest messages', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      packet('SIP/2.0 480 Temporarily Unavailable', `call-${index}`, NOON + index, 'received'),
    )
    const { messages } = collectTrail(...many)
    expect(messages).toHaveLength(500)
    expect(messages.at(-1)?.callId).toBe('call-1999')
  })

  it('joins an answer logged before its request, but no answer with an earlier time', () => {
    const answer = packet('SIP/2.0 480 Temporarily Unavailable', 'a', NOON + 300, 'received')
    const request = (at: number) =>
      packet('INVITE sip:lee@contoso.example SIP/2.0', 'a', at, 'sent')
    expect(collectTrail(answer, request(NOON)).messages).toMatchObject([{ sentAt: NOON }])
    expect(collectTrail(answer, request(NOON + 301)).messages[0]).not.toHaveProperty('sentAt')
  })

  it('counts a packet in two logs once, and each CSeq of a Call-ID separately', () => {
    const answer = packet('SIP/2.0 480 Temporarily Unavailable', 'a', NOON, 'received')
    const other = sip(
      'SIP/2.0 480 Gone',
      { from: KIM, to: LEE, 'call-id': 'a', cseq: '2 INVITE' },
      { direction: 'received' },
    )
    expect(collectTrail(answer, answer).messages).toHaveLength(1)
    expect(collectTrail(answer, other).messages).toHaveLength(2)
  })

  it('does not treat a recipient in Do Not Disturb as offline', () => {
    const diagnostics = '480; reason="User is in Do Not Disturb"'
    const headers = {
      from: KIM,
      to: LEE,
      'call-id': 'a',
      cseq: '1 INVITE',
      'ms-diagnostics': diagnostics,
    }
    expect(
      collectTrail(sip('SIP/2.0 480 Temporarily Unavailable', headers, { direction: 'received' }))
        .messages,
    ).toEqual([])
  })

  it('omits a 401 that only asks for credentials', () => {
    const exchange = (answer: string, at: number) =>
      trace(`CreateItem to https://mail.contoso.example/EWS/Exchange.asmx ${answer}`, at)
    const codes = (...observations: readonly TraceObservation[]) =>
      collectTrail(...observations).ewsRecords.map(({ code }) => code)
    expect(
      codes(exchange('HTTP/1.1 401', NOON), exchange('ResponseCode=NoError', NOON + 50)),
    ).toEqual(['NoError'])
    expect(
      codes(exchange('HTTP/1.1 401', NOON), exchange('ResponseCode=NoError', NOON + seconds(31))),
    ).toEqual(['HTTP 401', 'NoError'])
  })
})

describe('a resent message in the conversation of an offline message', () => {
  const ID = 'AdKCt6xl6HOex5lgSXKtavryVhRJlw=='
  const request = (
    callId: string,
    at: number,
    conversation: string | undefined,
    method = 'INVITE',
    cseq = 1,
  ) =>
    sip(
      `${method} sip:lee@contoso.example SIP/2.0`,
      {
        from: KIM,
        to: LEE,
        'call-id': callId,
        cseq: `${cseq} ${method}`,
        ...defined({ 'ms-conversation-id': conversation }),
      },
      { at },
    )
  const answer = (status: string, callId: string, at: number, method = 'INVITE', cseq = 1) =>
    sip(
      `SIP/2.0 ${status}`,
      { from: KIM, to: LEE, 'call-id': callId, cseq: `${cseq} ${method}` },
      { at, direction: 'received' },
    )
  const offline = [request('a', NOON, ID), answer('480 Temporarily Unavailable', 'a', NOON + 300)]

  it('is found by conversation id, with its answer', () => {
    const { messages, resent } = collectTrail(
      ...offline,
      request('b', NOON + 900, ID, 'MESSAGE'),
      answer('200 OK', 'b', NOON + 950, 'MESSAGE'),
    )
    expect(messages).toMatchObject([{ callId: 'a', conversation: ID }])
    expect(resent).toMatchObject([
      {
        callId: 'b',
        conversation: ID,
        at: NOON + 900,
        recipient: 'lee@contoso.example',
        answer: { status: 200, at: NOON + 950 },
      },
    ])
  })

  it('inherits the conversation id from the first packet of its dialog', () => {
    const { resent } = collectTrail(
      ...offline,
      request('b', NOON + 900, ID),
      request('b', NOON + 990, undefined, 'MESSAGE', 2),
    )
    expect(resent.map(({ callId, at }) => [callId, at])).toEqual([
      ['b', NOON + 900],
      ['b', NOON + 990],
    ])
  })

  it('is found in any order of the log and after many other messages', () => {
    const retried = request('b', NOON + 900, ID)
    const chat = Array.from({ length: 500 }, (_, index) =>
      request(`chat-${index}`, NOON + 1000 + index, `another-${index}`),
    )
    const [first, refused] = offline as [SipObservation, SipObservation]
    for (const order of [
      [retried, refused, first],
      [refused, retried, first],
      [first, refused, retried, ...chat],
    ])
      expect(collectTrail(...order).resent.map(({ callId }) => callId)).toEqual(['b'])
  })

  it('is not found in other conversations, with other people, or with an invalid id', () => {
    const elsewhere = sip(
      'INVITE sip:alex@contoso.example SIP/2.0',
      {
        from: KIM,
        to: '<sip:alex@contoso.example>',
        'call-id': 'c',
        cseq: '1 INVITE',
        'ms-conversation-id': ID,
      },
      { at: NOON + 900 },
    )
    expect(collectTrail(...offline, request('b', NOON + 900, `${ID}x`), elsewhere).resent).toEqual(
      [],
    )
    expect(
      collectTrail(
        request('a', NOON, 'f=0'),
        answer('480 Offline', 'a', NOON + 1),
        request('b', NOON + 2, 'f=0'),
      ).resent,
    ).toEqual([])
  })

  it('is never from a server’s log or from a peer', () => {
    const peers = { ...request('b', NOON + 900, ID), direction: 'received' as const }
    const servers = { ...request('c', NOON + 900, ID), vantage: 'server' as const }
    expect(collectTrail(...offline, peers, servers).resent).toEqual([])
  })

  it('has an answer only if it is a MESSAGE, because calls are INVITEs too', () => {
    const { resent } = collectTrail(
      ...offline,
      request('b', NOON + 900, ID),
      answer('200 OK', 'b', NOON + 950),
    )
    expect(resent).toHaveLength(1)
    expect(resent[0]).not.toHaveProperty('answer')
  })

  it('omits ids and messages whose texts are too long', () => {
    const long = 'x'.repeat(1_000_000)
    expect(
      collectTrail(request(long, NOON, ID), answer('480 Temporarily Unavailable', long, NOON + 1))
        .messages,
    ).toEqual([])
    const [message] = collectTrail(
      request('a', NOON, long),
      answer('480 Temporarily Unavailable', 'a', NOON + 1),
    ).messages
    expect(message).not.toHaveProperty('conversation')
  })

  it('is limited in number', () => {
    const many = Array.from({ length: 3000 }, (_, index) => [
      request(`a${index}`, NOON + index, `${ID}${index}`),
      answer('480 Temporarily Unavailable', `a${index}`, NOON + index),
      request(`b${index}`, NOON + index, `${ID}${index}`),
    ])
    const { messages, resent, droppedMessageCount } = collectTrail(...many.flat())
    expect(messages).toHaveLength(500)
    expect(droppedMessageCount).toBe(2500)
    expect(resent.length).toBeLessThanOrEqual(700)
  })
})
