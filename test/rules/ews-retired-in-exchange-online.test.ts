import { describe, expect, it } from 'vitest'
import { ewsRetiredInExchangeOnline as rule } from '../../src/rules/ews-retired-in-exchange-online.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { tick } from '../support/observations.ts'

const online = row('EWS External URL', 'https://outlook.office365.com/EWS/Exchange.asmx')
const onPremises = row('EWS External URL', 'https://mail.contoso.example/EWS/Exchange.asmx')

describe('ews-retired-in-exchange-online', () => {
  it('is flagged from 2026-10-01 on, and clear until then', () => {
    expect(evaluateRule(rule, [online, tick(Date.UTC(2026, 9, 1) - 1)]).status).toBe('clear')
    const { status, message } = evaluateRule(rule, [online, tick(Date.UTC(2026, 9, 1))])
    expect(status).toBe('flagged')
    expect(message).toContain('for good on 2027-04-01')
  })

  it('says that EWS is gone from 2027-04-01 on, and not before', () => {
    expect(evaluateRule(rule, [online, tick(Date.UTC(2027, 3, 1) - 1)]).message).toContain(
      'has been switching EWS off',
    )
    expect(evaluateRule(rule, [online, tick(Date.UTC(2027, 3, 1))]).message).toContain(
      'switched EWS off for good',
    )
  })

  it('is clear on-premises at any time', () => {
    expect(evaluateRule(rule, [onPremises, tick(Date.UTC(2028, 0, 1))]).status).toBe('clear')
  })

  it('is not checked without the mailbox’s place or the moment', () => {
    expect(evaluateRule(rule, [tick(Date.UTC(2027, 0, 1))]).missing[0]?.evidence).toContain(
      'where the mailbox is',
    )
    expect(evaluateRule(rule, [online]).missing[0]?.evidence).toBe('the collection time')
  })
})
