import { describe, expect, it } from 'vitest'
import { ewsRetiredInExchangeOnline as rule } from '../../src/rules/ews-retired-in-exchange-online.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { tick, trace } from '../support/observations.ts'

const online = row('EWS External URL', 'https://outlook.office365.com/EWS/Exchange.asmx')
const onPremises = row('EWS External URL', 'https://mail.contoso.example/EWS/Exchange.asmx')

describe('ews-retired-in-exchange-online', () => {
  it('is flagged from 2026-10-01, and clear before', () => {
    expect(evaluateRule(rule, [online, tick(Date.UTC(2026, 9, 1) - 1)]).status).toBe('clear')
    const { status, message } = evaluateRule(rule, [online, tick(Date.UTC(2026, 9, 1))])
    expect(status).toBe('flagged')
    expect(message).toContain('permanently on 2027-04-01')
  })

  it('says from 2027-04-01 that EWS is permanently off', () => {
    expect(evaluateRule(rule, [online, tick(Date.UTC(2027, 3, 1) - 1)]).message).toContain(
      'has been switching off EWS',
    )
    expect(evaluateRule(rule, [online, tick(Date.UTC(2027, 3, 1))]).message).toContain(
      'switched off EWS permanently',
    )
  })

  it('is clear on-premises at any time', () => {
    expect(evaluateRule(rule, [onPremises, tick(Date.UTC(2028, 0, 1))]).status).toBe('clear')
  })

  it.each([
    'outlook.office365.us',
    'outlook-dod.office365.us',
    'autodiscover-s.office365.us',
    'webmail.apps.mil',
    'partner.outlook.cn',
    'bjbpr01.partner.outlook.cn',
    'outlook.office.de',
    'Outlook.Office365.US.',
  ])('neither flags nor clears %s, because the dates of national clouds are unknown', (host) => {
    const national = row('EWS Internal URL', `https://${host}/EWS/Exchange.asmx`)
    for (const year of [2025, 2026, 2028]) {
      const { status, message, missing } = evaluateRule(rule, [
        national,
        tick(Date.UTC(year, 11, 1)),
      ])
      expect(status).toBe('not-checked')
      expect(message).toContain('to be confirmed')
      expect(missing[0]?.evidence).toContain('dates')
    }
    expect(evaluateRule(rule, [national]).status).toBe('not-checked')
  })

  it.each([
    'outlook.office365.us.contoso.example',
    'myoffice365.us',
    'partner.outlook.cn.contoso.example',
    'notoutlook.com',
    'outlook.office.de.contoso.example',
    'outlook.contoso.example',
  ])('treats the look-alike %s as on-premises', (host) => {
    const lookAlike = row('EWS Internal URL', `https://${host}/EWS/Exchange.asmx`)
    expect(evaluateRule(rule, [lookAlike, tick(Date.UTC(2028, 0, 1))]).status).toBe('clear')
  })

  it.each([
    'outlook.office.com',
    'pod51042.outlook.com',
    'autodiscover-s.outlook.com',
    'eur01.outlook.office365.com',
  ])('flags %s, which belongs to the worldwide cloud', (host) => {
    const worldwide = row('EWS Internal URL', `https://${host}/EWS/Exchange.asmx`)
    expect(evaluateRule(rule, [worldwide, tick(Date.UTC(2027, 0, 1))]).status).toBe('flagged')
  })

  it('flags the mailbox of the worldwide cloud beside one of a national cloud', () => {
    const both = [
      row(
        'EWS Internal URL',
        'https://outlook.office365.us/EWS/Exchange.asmx',
        'a@contoso.example',
      ),
      row(
        'EWS Internal URL',
        'https://outlook.office365.com/EWS/Exchange.asmx',
        'b@contoso.example',
      ),
    ]
    const { status, findings } = evaluateRule(rule, [...both, tick(Date.UTC(2027, 0, 1))])
    expect(status).toBe('flagged')
    expect(findings.map(({ subject }) => subject)).toEqual(['b@contoso.example'])
    expect(evaluateRule(rule, [...both, tick(Date.UTC(2026, 0, 1))]).status).toBe('not-checked')
  })

  it('is not checked when Autodiscover says “online” without an address', () => {
    const { status, message } = evaluateRule(rule, [
      trace('<MicrosoftOnline>True</MicrosoftOnline>'),
      tick(Date.UTC(2027, 0, 1)),
    ])
    expect(status).toBe('not-checked')
    expect(message).toContain('does not show which one')
  })

  it('is not checked without the location of the mailbox or the time', () => {
    expect(evaluateRule(rule, [tick(Date.UTC(2027, 0, 1))]).missing[0]?.evidence).toContain(
      'where the mailbox is',
    )
    expect(evaluateRule(rule, [online]).missing[0]?.evidence).toBe('the collection time')
  })
})
