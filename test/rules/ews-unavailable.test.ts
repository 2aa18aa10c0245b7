import { describe, expect, it } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { ewsUnavailable } from '../../src/rules/ews-unavailable.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, source, trace } from '../support/observations.ts'

const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(ewsUnavailable, observations)
const answer = (host: string, status: number, at = NOON) =>
  trace(
    `Autodiscover POST https://${host}/autodiscover/autodiscover.xml -> HTTP/1.1 ${status} x`,
    at,
  )

describe('ews-unavailable', () => {
  it.each(['EWS not deployed', 'EWS unavailable; retrying connection', 'Exchange connection Down'])(
    'is flagged by “%s”',
    (status) => {
      expect(verdict(row('EWS Information', status))).toMatchObject({ status: 'flagged' })
      expect(
        verdict(row('EWS Information', status), row('MAPI Information', 'MAPI Status OK')).status,
      ).toBe('flagged')
    },
  )

  it.each([
    'Lync is in the process of determining the location of Exchange Web Services. This process may take a few minutes.',
    'Skype for Business is in the process of determining the location of Exchange Web Services.',
    'EWS not fully initialized',
    'EWS has not fully initialized',
    'EWS has not been fully initialised',
  ])('is not checked while the client still looks for EWS: “%s”', (text) => {
    const blankUrls = [row('EWS Internal URL', '--'), row('EWS External URL', '--')]
    for (const rows of [blankUrls, []]) {
      const { status, message, missing } = verdict(...rows, row('EWS Information', text))
      expect(status).toBe('not-checked')
      expect(message).toContain('Look again in a few minutes')
      expect(missing[0]?.how).toContain('Wait a few minutes')
    }
    const withOtherUser = [
      row('EWS Information', text, 'kim@contoso.example'),
      row('EWS Information', 'EWS Status OK', 'lee@contoso.example'),
    ]
    expect(verdict(...withOtherUser).status).toBe('not-checked')
  })

  it('reads the passing state from either column, and a known fault beside it first', () => {
    const both: Observation = {
      kind: 'configuration-row',
      name: 'EWS Information',
      value: 'Lync is in the process of determining the location of Exchange Web Services.',
      status: 'EWS not fully initialized',
      source,
    }
    expect(verdict(both).status).toBe('not-checked')
    expect(verdict({ ...both, status: 'EWS not deployed' }).status).toBe('flagged')
  })

  it.each(['EWS wird gesucht', 'Recherche des services web Exchange', 'Refreshing'])(
    'is not checked with the unknown status “%s”, even if the URLs are blank',
    (text) => {
      const blankUrls = [row('EWS Internal URL', '--'), row('EWS External URL', '--')]
      expect(verdict(...blankUrls, row('EWS Information', text)).status).toBe('not-checked')
      expect(verdict(...blankUrls, row('EWS Information', '')).status).toBe('flagged')
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
