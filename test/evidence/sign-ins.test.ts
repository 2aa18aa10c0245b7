import { describe, expect, it } from 'vitest'
import { signIns } from '../../src/evidence/sign-ins.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { NOON, sip } from '../support/observations.ts'

const KIM = 'kim@contoso.example'
const headers = (callId: string, cseq: number, user: string) => ({
  from: `<sip:${user}>;tag=1`,
  'call-id': callId,
  cseq: `${cseq} REGISTER`,
})
const sent = (at: number, callId: string, cseq: number, more = {}, user = KIM) =>
  sip('REGISTER sip:contoso.example SIP/2.0', { ...headers(callId, cseq, user), ...more }, { at })
const answered = (at: number, callId: string, cseq: number, status = '200 OK', user = KIM) =>
  sip(`SIP/2.0 ${status}`, headers(callId, cseq, user), { at, direction: 'received' })

describe('sign-ins', () => {
  it('are REGISTERs that the server accepted', () => {
    const observations = [
      sent(NOON, 'a', 1),
      answered(NOON + 1, 'a', 1, '401 Unauthorized'),
      sent(NOON + 2, 'a', 2),
    ]
    expect(collectEvidence(signIns, observations).lastSignInAt).toBeUndefined()
    expect(
      collectEvidence(signIns, [...observations, answered(NOON + 3, 'a', 2)]).lastSignInAt,
    ).toBe(NOON + 3)
  })

  it('do not include refreshes, which keep their Call-ID', () => {
    const observations = [
      answered(NOON, 'a', 1),
      sent(NOON + 5, 'a', 2),
      answered(NOON + 6, 'a', 2),
    ]
    expect(collectEvidence(signIns, observations).lastSignInAt).toBe(NOON)
    expect(
      collectEvidence(signIns, [...observations, answered(NOON + 9, 'b', 1)]).lastSignInAt,
    ).toBe(NOON + 9)
  })

  it('do not include sign-outs, which expire immediately', () => {
    for (const more of [{ expires: '0' }, { contact: '<sip:192.0.2.10>;expires=0' }])
      expect(
        collectEvidence(signIns, [sent(NOON, 'a', 3, more), answered(NOON + 1, 'a', 3)])
          .lastSignInAt,
      ).toBeUndefined()
  })

  it('are kept for each user', () => {
    const { latestByUser: users, lastSignInAt } = collectEvidence(signIns, [
      answered(NOON, 'a', 1),
      answered(NOON + 4, 'b', 1, '200 OK', 'lee@contoso.example'),
    ])
    expect([...users].map(([user, { at }]) => [user, at])).toEqual([
      [KIM, NOON],
      ['lee@contoso.example', NOON + 4],
    ])
    expect(lastSignInAt).toBe(NOON + 4)
  })

  it('do not include those in a server’s log', () => {
    expect(
      collectEvidence(signIns, [{ ...answered(NOON, 'a', 1), vantage: 'server' }]).lastSignInAt,
    ).toBeUndefined()
  })

  it('are listed when refused, except when the server only asks for credentials', () => {
    const { refused, accepted } = collectEvidence(signIns, [
      answered(NOON, 'a', 1, '401 Unauthorized'),
      answered(NOON + 1, 'a', 2, '503 Service Unavailable'),
      answered(NOON + 2, 'a', 3),
      answered(NOON + 3, 'b', 1, '404 Not Found'),
    ])
    expect(refused.map(({ at, statusText: answer }) => [at, answer])).toEqual([
      [NOON + 1, '503 Service Unavailable'],
      [NOON + 3, '404 Not Found'],
    ])
    expect(accepted).toMatchObject([{ user: KIM, at: NOON + 2 }])
  })

  it('are all counted, and the latest are listed', () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      answered(NOON + index, `call-${index}`, 1),
    )
    const { accepted, acceptedCount } = collectEvidence(signIns, many)
    expect([accepted.length, acceptedCount, accepted.at(-1)?.at]).toEqual([100, 1000, NOON + 999])
  })
})
