import { describe, expect, it } from 'vitest'
import { ewsRetiredInExchangeOnline as rule } from '../../src/rules/ews-retired-in-exchange-online.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { tick } from '../support/observations.ts'

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

  it('is not checked without the location of the mailbox or the time', () => {
    expect(evaluateRule(rule, [tick(Date.UTC(2027, 0, 1))]).missing[0]?.evidence).toContain(
      'where the mailbox is',
    )
    expect(evaluateRule(rule, [online]).missing[0]?.evidence).toBe('the collection time')
  })
})
