import { describe, expect, it } from 'vitest'
import { clientBuildTooOldForOnPremisesMailbox as rule } from '../../src/rules/client-build-too-old-for-on-premises-mailbox.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, provisioning, register, trace } from '../support/observations.ts'

const build = (text: string) =>
  register(NOON, 'kim@contoso.example', `UCCAPI/${text} OC/${text} (Skype for Business)`)
const onPremises = row('EWS Internal URL', 'https://mail.contoso.example/EWS/Exchange.asmx')
const online = row('EWS Internal URL', 'https://outlook.office365.com/EWS/Exchange.asmx')

describe('client-build-too-old-for-on-premises-mailbox', () => {
  it('is flagged below the minimum and clear at it', () => {
    expect(evaluateRule(rule, [build('16.0.6919.9999'), onPremises])).toMatchObject({
      status: 'flagged',
      trial: true,
    })
    expect(evaluateRule(rule, [build('16.0.6920.1000'), onPremises])).toMatchObject({
      status: 'clear',
    })
    expect(
      evaluateRule(rule, [build('16.0.6965.2058'), onPremises], { minimum: '16.0.7000.1000' })
        .status,
    ).toBe('flagged')
  })

  it('explains the Deferred channel only for builds with its fix', () => {
    expect(evaluateRule(rule, [build('16.0.6741.2048'), onPremises]).message).toContain(
      'it may work',
    )
    const before = evaluateRule(rule, [build('16.0.6741.2047'), onPremises]).message
    expect(before).toContain('older than 16.0.6741.2048')
    expect(before).not.toContain('it may work')
    expect(evaluateRule(rule, [build('16.0.6001.1082'), onPremises]).message).not.toContain(
      'Deferred',
    )
  })

  it('is clear for Exchange Online, and not checked when the location is unknown', () => {
    expect(evaluateRule(rule, [build('16.0.6769.2040'), online])).toMatchObject({ status: 'clear' })
    expect(evaluateRule(rule, [build('16.0.6769.2040')])).toMatchObject({ status: 'not-checked' })
    const split = [
      online,
      row('EWS External URL', 'https://mail.contoso.example/EWS/Exchange.asmx'),
    ]
    expect(evaluateRule(rule, [build('16.0.6769.2040'), ...split]).status).toBe('not-checked')
    expect(evaluateRule(rule, [onPremises]).missing[0]?.evidence).toBe('the client build')
  })

  it.each([
    'outlook.office365.us',
    'outlook-dod.office365.us',
    'mail.partner.outlook.cn',
    'outlook.office.de',
  ])('is never flagged for a mailbox at %s, which is Exchange Online', (host) => {
    const national = row('EWS Internal URL', `https://${host}/EWS/Exchange.asmx`)
    expect(evaluateRule(rule, [build('16.0.6741.2056'), national]).status).toBe('clear')
    const lookAlike = row('EWS Internal URL', `https://${host}.contoso.example/EWS/Exchange.asmx`)
    expect(evaluateRule(rule, [build('16.0.6741.2056'), lookAlike]).status).toBe('flagged')
  })

  it('follows the redirect of a hybrid deployment into a national cloud', () => {
    const tried = trace('POST https://mail.contoso.example/EWS/Exchange.asmx', NOON)
    for (const address of [
      'kim@contoso.mail.onmicrosoft.us',
      'kim@contoso.partner.mail.onmschina.cn',
      'kim@contoso.mail.onmicrosoft.com',
    ]) {
      const redirected = trace(`<RedirectAddr>${address}</RedirectAddr>`, NOON + 1)
      expect(evaluateRule(rule, [build('16.0.6741.2056'), tried, redirected]).status).toBe('clear')
    }
    const elsewhere = trace('<RedirectAddr>kim@fabrikam.example</RedirectAddr>', NOON + 1)
    expect(evaluateRule(rule, [build('16.0.6741.2056'), tried, elsewhere]).status).toBe('flagged')
  })

  it('believes Autodiscover’s answer about where the mailbox is', () => {
    const answer = (isOnline: string, host: string, at = NOON) =>
      trace(
        `<MicrosoftOnline>${isOnline}</MicrosoftOnline><EwsUrl>https://${host}/EWS/Exchange.asmx</EwsUrl>`,
        at,
      )
    const old = build('16.0.6741.2056')
    expect(evaluateRule(rule, [old, answer('True', 'mail.contoso.example')]).status).toBe('clear')
    expect(evaluateRule(rule, [old, answer('False', 'mail.contoso.example')]).status).toBe(
      'flagged',
    )
    const moved = [
      answer('False', 'mail.contoso.example'),
      answer('True', 'mail.contoso.example', NOON + 1),
    ]
    expect(evaluateRule(rule, [old, ...moved]).status).toBe('clear')
  })

  it('follows the last redirect of a hybrid deployment', () => {
    const tried = trace('POST https://mail.contoso.example/EWS/Exchange.asmx', NOON)
    const redirected = trace(
      '<RedirectUrl>https://outlook.office365.com/EWS/Exchange.asmx</RedirectUrl>',
      NOON + 1,
    )
    expect(evaluateRule(rule, [build('16.0.6769.2040'), tried]).status).toBe('flagged')
    expect(
      evaluateRule(rule, [build('16.0.6769.2040'), tried, redirected, onPremises]).status,
    ).toBe('clear')
    const back = trace('Location: https://mail.contoso.example/ews/exchange.asmx', NOON + 2)
    expect(evaluateRule(rule, [build('16.0.6769.2040'), redirected, back]).status).toBe('flagged')
  })

  it('reads an EWS address in provisioning and separates users', () => {
    const kim = provisioning('ewsInternalUrl', 'https://mail.contoso.example/ews/exchange.asmx')
    const lee = provisioning(
      'ewsInternalUrl',
      'https://outlook.office.com/ews/exchange.asmx',
      NOON,
      'lee@contoso.example',
    )
    const { findings } = evaluateRule(rule, [build('16.0.6769.2040'), kim, lee])
    expect(findings.map(({ subject }) => subject)).toEqual(['kim@contoso.example'])
  })
})
