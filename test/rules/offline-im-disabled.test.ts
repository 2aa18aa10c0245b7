import { describe, expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { offlineImDisabled } from '../../src/rules/offline-im-disabled.ts'
import { signedIn } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, provisioning } from '../support/observations.ts'

const printed = (value: string, identity = 'Global') =>
  cmdletOutput('Get-CsImConfiguration', { Identity: identity, EnableOfflineIm: value })
const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(offlineImDisabled, observations)

describe('offline-im-disabled', () => {
  it('is flagged with the scope when Get-CsImConfiguration prints False', () => {
    const { status, findings } = verdict(printed('False'))
    expect(status).toBe('flagged')
    expect(findings[0]?.subject).toBe('Global')
    expect(findings[0]?.remedy).toBe(
      'Set-CsImConfiguration -Identity "Global" -EnableOfflineIm $true',
    )
    const atSite = verdict(printed('True'), printed('False', 'Site:Redmond'))
    expect(atSite.findings.map(({ subject }) => subject)).toEqual(['Site:Redmond'])
    expect(atSite.message).toContain('users whose pool is at that site')
  })

  it.each(['False', 'false', '0', ' False '])(
    'reads %j as off and shows which in-band name matched',
    (value) => {
      for (const name of [
        'EnableOfflineIm',
        'enableofflineim',
        'OfflineIm',
        'EnableOfflineMessaging',
      ])
        expect(verdict(provisioning(name, value)).message).toContain(
          `${name} is False in the server’s in-band provisioning`,
        )
    },
  )

  it('is clear when the switch is on, in-band or printed', () => {
    expect(verdict(printed('True'))).toMatchObject({ status: 'clear', sources: [{}] })
    for (const value of ['true', 'True', '1'])
      expect(verdict(provisioning('EnableOfflineIm', value)).status).toBe('clear')
  })

  it('is not checked when the switch is absent, unreadable, or known only for a site', () => {
    const absent = verdict(
      cmdletOutput('Get-CsImConfiguration', { Identity: 'Global' }),
      provisioning('EnableTracing', 'true'),
    )
    expect(absent.status).toBe('not-checked')
    expect(absent.missing[0]?.commands?.join()).toContain('Get-CsImConfiguration')
    expect(verdict(provisioning('EnableOfflineIm', 'perhaps')).status).toBe('not-checked')
    expect(verdict(printed('True', 'Site:Redmond')).status).toBe('not-checked')
  })

  it('lets the value received at sign-in override the cmdlet, and shows both', () => {
    const off = verdict(
      signedIn(NOON),
      provisioning('EnableOfflineIm', 'False', NOON + 1),
      printed('True'),
    )
    expect(off.status).toBe('flagged')
    expect(off.message).toContain('Get-CsImConfiguration, Global')
    expect(off.findings[0]?.sources).toHaveLength(2)
    const on = verdict(
      signedIn(NOON),
      provisioning('EnableOfflineIm', 'True', NOON),
      printed('False'),
    )
    expect(on.status).toBe('clear')
    expect(on.message).toContain('EnableOfflineIm is False in Get-CsImConfiguration, Global')
  })

  it('ignores in-band values from before the last sign-in', () => {
    const old = provisioning('EnableOfflineIm', 'False', NOON - minutes(5))
    expect(verdict(old).status).toBe('flagged')
    const stale = verdict(old, signedIn(NOON))
    expect(stale.status).toBe('not-checked')
    expect(stale.message).toContain('Stale')
    expect(verdict(old, signedIn(NOON), printed('True'))).toMatchObject({ status: 'clear' })
    expect(
      verdict(old, signedIn(NOON), provisioning('EnableOfflineIm', 'True', NOON + 5)).status,
    ).toBe('clear')
  })

  it.each(['Vielleicht', '-1', '“True'])(
    'is not checked when a scope has the unreadable value “%s”, and names it',
    (text) => {
      const site = cmdletOutput('Get-CsImConfiguration', {
        Identity: 'Site:Berlin',
        EnableOfflineIm: text,
      })
      const { status, message } = verdict(printed('True'), site)
      expect(status).toBe('not-checked')
      expect(message).toBe(
        `The value “${text}” of EnableOfflineIm in Site:Berlin could not be read.`,
      )
      expect(verdict(printed('False'), site).status).toBe('flagged')
      expect(verdict(provisioning('EnableOfflineIm', 'True'), site).status).toBe('clear')
    },
  )

  it('is not checked when the parser could not read the value of the only scope', () => {
    const { status, message } = verdict(
      cmdletOutput('Get-CsImConfiguration', { Identity: 'Global' }),
    )
    expect(status).toBe('not-checked')
    expect(message).toBe('The value of EnableOfflineIm in Global could not be read.')
  })

  it('separates users', () => {
    const { findings } = verdict(
      signedIn(NOON, 'kim@contoso.example'),
      signedIn(NOON, 'lee@contoso.example'),
      provisioning('EnableOfflineIm', 'True', NOON + 1, 'kim@contoso.example'),
      provisioning('EnableOfflineIm', 'False', NOON + 1, 'lee@contoso.example'),
    )
    expect(findings.map(({ subject }) => subject)).toEqual(['lee@contoso.example'])
  })
})
