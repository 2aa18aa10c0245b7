import { describe, expect, it } from 'vitest'
import { ewsUnavailable } from '../../src/rules/ews-unavailable.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, trace } from '../support/observations.ts'

const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(ewsUnavailable, observations)
const answer = (host: string, status: number, at = NOON) =>
  trace(
    `Autodiscover POST https://${host}/autodiscover/autodiscover.xml -> HTTP/1.1 ${status} x`,
    at,
  )

describe('ews-unavailable', () => {
  it.each(['EWS not deployed', 'EWS has not fully initialized', 'Exchange connection Down'])(
    'is flagged by “%s”',
    (status) => {
      expect(verdict(row('EWS Information', status))).toMatchObject({ status: 'flagged' })
      expect(
        verdict(row('EWS Information', status), row('MAPI Information', 'MAPI Status OK')).status,
      ).toBe('flagged')
    },
  )

  it('is clear when EWS Information says OK', () => {
    expect(verdict(row('EWS Information', 'EWS Status OK')).status).toBe('clear')
  })

  it('is not checked with MAPI alone, with a localized status, or without rows', () => {
    expect(verdict(row('MAPI Information', 'MAPI Status OK')).message).toContain(
      'MAPI Status OK proves nothing about EWS',
    )
    const localized = verdict(row('EWS Information', 'EWS-Status in Ordnung'))
    expect(localized.status).toBe('not-checked')
    expect(localized.message).toContain('EWS-Status in Ordnung')
    expect(verdict(row('EWS Information', 'EWS Status not OK')).status).toBe('not-checked')
    expect(verdict().status).toBe('not-checked')
  })

  it('is flagged when both URLs are blank, but not when only one is', () => {
    const blank = [row('EWS Internal URL', ''), row('EWS External URL', '--')]
    expect(verdict(...blank).status).toBe('flagged')
    const oneBlank = [
      row('EWS Internal URL', 'https://mail.contoso.example/ews/exchange.asmx'),
      row('EWS External URL', ''),
    ]
    expect(verdict(...oneBlank, row('EWS Information', 'EWS Status OK')).status).toBe('clear')
  })

  it('is flagged when Autodiscover refuses at all addresses, but not at only one', () => {
    const first = answer('contoso.example', 401)
    expect(verdict(first).status).toBe('not-checked')
    expect(verdict(first, answer('autodiscover.contoso.example', 401)).message).toContain(
      'all 2 addresses',
    )
    expect(verdict(first, answer('autodiscover.contoso.example', 200)).status).toBe('not-checked')
    expect(
      verdict(
        first,
        answer('autodiscover.contoso.example', 401),
        answer('contoso.example', 200, NOON + 1),
      ).status,
    ).toBe('not-checked')
  })

  it('does not confuse the Skype for Business server’s discovery with Exchange’s', () => {
    const own = (host: string) =>
      trace(
        `GET https://${host}/Autodiscover/AutodiscoverService.svc/root HTTP/1.1 401 Unauthorized`,
      )
    expect(
      verdict(own('lyncdiscover.contoso.example'), own('lyncdiscoverinternal.contoso.example'))
        .status,
    ).toBe('not-checked')
  })

  it('separates users', () => {
    const { findings } = verdict(
      row('EWS Information', 'EWS Status OK', 'kim@contoso.example'),
      row('EWS Information', 'EWS not deployed', 'lee@contoso.example'),
    )
    expect(findings.map(({ subject }) => subject)).toEqual(['lee@contoso.example'])
  })
})
