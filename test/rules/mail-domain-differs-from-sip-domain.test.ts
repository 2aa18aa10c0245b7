import { describe, expect, it } from 'vitest'
import { mailDomainDiffersFromSipDomain as rule } from '../../src/rules/mail-domain-differs-from-sip-domain.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, register, trace } from '../support/observations.ts'

const user = (sip: string, mail: string) =>
  cmdletOutput('Get-CsUser', { SipAddress: sip, WindowsEmailAddress: mail })

describe('mail-domain-differs-from-sip-domain', () => {
  it('is flagged when the domains differ, even only by a subdomain', () => {
    const { status, message } = evaluateRule(rule, [
      user('sip:kim@contoso.example', 'kim@fabrikam.example'),
    ])
    expect(status).toBe('flagged')
    expect(message).toContain('looks for Exchange in the mail domain fabrikam.example')
    expect(
      evaluateRule(rule, [user('sip:kim@contoso.example', 'kim@mail.contoso.example')]).status,
    ).toBe('flagged')
  })

  it('is clear when they are the same, ignoring case and local part', () => {
    expect(
      evaluateRule(rule, [user('SIP:Kim@Contoso.Example', 'kim.a@contoso.EXAMPLE')]),
    ).toMatchObject({
      status: 'clear',
    })
  })

  it('is not checked when the mail address is absent or blank', () => {
    expect(evaluateRule(rule, [user('sip:kim@contoso.example', ' ')]).status).toBe('not-checked')
    expect(evaluateRule(rule, [register()]).missing[0]?.commands?.join()).toContain(
      'WindowsEmailAddress',
    )
    expect(evaluateRule(rule, []).status).toBe('not-checked')
  })

  it('checks only users who signed in here, if any sign-in is known', () => {
    const lee = user('sip:lee@contoso.example', 'lee@fabrikam.example')
    const kim = user('sip:kim@contoso.example', 'kim@contoso.example')
    expect(evaluateRule(rule, [kim, lee, register(NOON, 'kim@contoso.example')]).status).toBe(
      'clear',
    )
    expect(evaluateRule(rule, [kim, lee]).findings.map(({ subject }) => subject)).toEqual([
      'lee@contoso.example',
    ])
    expect(evaluateRule(rule, [lee, register(NOON, 'kim@contoso.example')]).status).toBe(
      'not-checked',
    )
  })

  it('uses the address in Autodiscover’s answer only if there is a single user', () => {
    const answer = trace('<AutoDiscoverSMTPAddress>kim@fabrikam.example</AutoDiscoverSMTPAddress>')
    expect(evaluateRule(rule, [register(), answer]).status).toBe('flagged')
    expect(
      evaluateRule(rule, [register(), register(NOON, 'lee@contoso.example'), answer]).status,
    ).toBe('not-checked')
  })
})
