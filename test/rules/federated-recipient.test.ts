import { describe, expect, it } from 'vitest'
import type { SipObservation } from '../../src/model/observation.ts'
import { federatedRecipient } from '../../src/rules/federated-recipient.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, register, sip } from '../support/observations.ts'

const offline = (
  to: string,
  more: Partial<SipObservation> = {},
  headers: Record<string, string> = {},
  method = 'INVITE',
) =>
  sip(
    'SIP/2.0 480 Temporarily Unavailable',
    {
      from: '<sip:kim@contoso.example>;tag=1',
      to: `<sip:${to}>;tag=2`,
      cseq: `1 ${method}`,
      ...headers,
    },
    { direction: 'received', ...more },
  )
const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(federatedRecipient, observations)

describe('federated-recipient', () => {
  it('is flagged once for all messages to a recipient of another domain', () => {
    const { status, findings, severity } = verdict(
      offline('ash@fabrikam.example'),
      offline('ash@fabrikam.example', {}, {}, 'MESSAGE'),
      offline('lee@contoso.example'),
    )
    expect({ status, severity }).toEqual({ status: 'flagged', severity: 'info' })
    expect(findings.map(({ subject }) => subject)).toEqual(['ash@fabrikam.example'])
    expect(findings[0]?.message).toContain('2 messages')
  })

  it('is clear when all offline recipients belong to the organization', () => {
    expect(verdict(offline('lee@contoso.example')).status).toBe('clear')
    const own = cmdletOutput('Get-CsUser', { SipAddress: 'sip:ash@fabrikam.example' })
    expect(verdict(own, offline('ash@fabrikam.example')).status).toBe('clear')
  })

  it('is not checked without a message to an offline recipient', () => {
    expect(verdict(register()).status).toBe('not-checked')
    const others = [
      offline('ash@fabrikam.example', { direction: 'sent' }),
      offline('ash@fabrikam.example', { vantage: 'server' }),
      offline('ash@fabrikam.example', {}, {}, 'SUBSCRIBE'),
      offline(
        'ash@fabrikam.example',
        {},
        { 'ms-diagnostics': '1; reason="User is in Do Not Disturb"' },
      ),
    ]
    expect(verdict(...others).status).toBe('not-checked')
  })

  it('limits the findings and counts the omitted ones', () => {
    const many = Array.from({ length: 300 }, (_, index) => offline(`user${index}@fabrikam.example`))
    const { findings, omitted } = verdict(...many)
    expect(findings).toHaveLength(50)
    expect(omitted).toBe(250)
  })
})
