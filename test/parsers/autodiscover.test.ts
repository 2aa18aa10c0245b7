import { describe, expect, it } from 'vitest'
import { mailboxLocation } from '../../src/evidence/mailbox-location.ts'
import { userIdentity } from '../../src/evidence/user-identity.ts'
import { autodiscover } from '../../src/parsers/autodiscover/autodiscover.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { register } from '../support/observations.ts'
import { readSample, readText } from '../support/read-text.ts'

const answer = (account: string) =>
  `<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response><Account>${account}</Account></Response></Autodiscover>`
const hosting = (account: string) =>
  collectEvidence(mailboxLocation, readText(autodiscover, answer(account)).observations)[0]?.hosting

describe('an answer of Autodiscover', () => {
  it('has the address of EWS and where the mailbox is', () => {
    expect(readSample(autodiscover, 'on-premises.xml').observations).toEqual([
      {
        kind: 'autodiscover-answer',
        mail: 'kim@contoso.example',
        isOnline: false,
        ewsUrls: ['https://mail.contoso.example/EWS/Exchange.asmx'],
        source: { path: 'input', line: 3 },
      },
    ])
  })

  it('may redirect, below other text', () => {
    const { observations, tally } = readSample(autodiscover, 'redirect.xml')
    expect(observations).toMatchObject([
      { redirect: 'kim@contoso.mail.onmicrosoft.com', source: { line: 5 } },
    ])
    expect(tally.unreadLines).toEqual([1])
  })

  it('may be an error, and be cut off', () => {
    const { observations, tally } = readSample(autodiscover, 'error-and-cut.xml')
    expect(observations).toEqual([])
    expect(tally.notes).toEqual(['Autodiscover answered an error: Invalid Request'])
    expect(tally.damage).toEqual([{ line: 1, reason: 'XML that is damaged or cut off' }])
  })

  it('tells where the mailbox is, by its statement before its host', () => {
    const url = (host: string) =>
      `<Protocol><EwsUrl>https://${host}/EWS/Exchange.asmx</EwsUrl></Protocol>`
    expect(hosting(url('mail.contoso.example'))).toBe('on-premises')
    expect(hosting(url('outlook.office365.com'))).toBe('exchange-online')
    expect(hosting(`<MicrosoftOnline>True</MicrosoftOnline>${url('mail.contoso.example')}`)).toBe(
      'exchange-online',
    )
    expect(hosting('<MicrosoftOnline>False</MicrosoftOnline>')).toBe('on-premises')
    expect(hosting('<RedirectAddr>kim@contoso.mail.onmicrosoft.com</RedirectAddr>')).toBe(
      'exchange-online',
    )
    expect(hosting('<RedirectAddr>kim@mail.contoso.example</RedirectAddr>')).toBeUndefined()
  })

  it('tells the mail address of the only user', () => {
    const { observations } = readSample(autodiscover, 'on-premises.xml')
    const { users } = collectEvidence(userIdentity, [register(), ...observations])
    expect(users).toMatchObject([
      { sip: 'kim@contoso.example', mail: { address: 'kim@contoso.example' } },
    ])
  })

  it('is recognized by its namespace at the start of a line', () => {
    for (const text of [
      '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006">',
      'see http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006',
      '<a/>',
    ])
      expect(readText(autodiscover, text).recognition).toBeUndefined()
  })
})
