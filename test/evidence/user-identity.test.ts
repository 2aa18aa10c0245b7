import { describe, expect, it } from 'vitest'
import { userIdentity } from '../../src/evidence/user-identity.ts'
import type { Observation, SipObservation } from '../../src/model/observation.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, register, sip } from '../support/observations.ts'

const KIM = 'kim@contoso.example'
const LEE = 'lee@contoso.example'
const ADA = 'ada@contoso.example'
const packet = (
  startLine: string,
  from: string,
  to: string,
  more: Partial<SipObservation> = {},
): SipObservation =>
  sip(
    startLine,
    { from: `<sip:${from}>;tag=1`, to: `<sip:${to}>;tag=2`, cseq: '1 INVITE' },
    { isFirstSent: true, ...more },
  )
const users = (...observations: Observation[]) =>
  collectEvidence(userIdentity, observations).users.map(({ sip: address }) => address)
const received = { direction: 'received' } as const

describe('the user of a client whose log begins after the sign-in', () => {
  it.each(['SUBSCRIBE', 'SERVICE', 'INVITE', 'MESSAGE', 'BYE', 'ACK', 'INFO'])(
    'is the From of a %s that it sent',
    (method) => {
      expect(users(packet(`${method} sip:${LEE} SIP/2.0`, KIM, LEE))).toEqual([KIM])
    },
  )

  it('is the To of a response that it sent, and of a request that it received', () => {
    expect(users(packet('SIP/2.0 200 OK', LEE, KIM))).toEqual([KIM])
    expect(users(packet(`MESSAGE sip:${KIM} SIP/2.0`, LEE, KIM, received))).toEqual([KIM])
  })

  it('is not taken from a response that it received, or from a server’s log', () => {
    expect(users(packet('SIP/2.0 200 OK', KIM, LEE, received))).toEqual([])
    expect(users(packet(`MESSAGE sip:${LEE} SIP/2.0`, KIM, LEE, { vantage: 'server' }))).toEqual([])
  })

  it('is not known when received requests name several addresses, or the direction is not', () => {
    const forwarded = packet(`INVITE sip:${KIM} SIP/2.0`, LEE, ADA, received)
    const direct = packet(`MESSAGE sip:${KIM} SIP/2.0`, LEE, KIM, received)
    expect(users(forwarded, direct)).toEqual([])
    expect(users(forwarded, direct, packet(`BYE sip:${LEE} SIP/2.0`, KIM, LEE))).toEqual([KIM])
    expect(users({ ...direct, isDirectionAssumed: true })).toEqual([])
  })

  it('is rather the one who signed in, and never a guest of a meeting', () => {
    expect(users(packet(`BYE sip:${LEE} SIP/2.0`, ADA, LEE), register(NOON, KIM))).toEqual([KIM])
    expect(users(packet(`INVITE sip:${LEE} SIP/2.0`, '3f2a@anonymous.invalid', LEE))).toEqual([])
  })

  it('is preferred to the users that Get-CsUser printed', () => {
    const printed = [KIM, ADA].map((address) =>
      cmdletOutput('Get-CsUser', {
        SipAddress: `sip:${address}`,
        WindowsEmailAddress: `${address.split('@')[0]}@fabrikam.example`,
      }),
    )
    expect(users(...printed)).toEqual([KIM, ADA])
    const result = collectEvidence(userIdentity, [
      ...printed,
      packet(`BYE sip:${LEE} SIP/2.0`, KIM, LEE),
    ])
    expect(result.users).toMatchObject([
      { sip: KIM, usesThisClient: true, mail: { address: 'kim@fabrikam.example' } },
    ])
    expect([...result.sipDomains]).toEqual(['contoso.example'])
  })
})
