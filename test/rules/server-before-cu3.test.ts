import { describe, expect, it } from 'vitest'
import { serverBeforeCu3 } from '../../src/rules/server-before-cu3.ts'
import { missing, signedIn } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, sip } from '../support/observations.ts'

const CORE = 'Skype for Business Server 2015, Core Components'
const patch = (version: string, component = CORE) =>
  cmdletOutput('Get-CsServerPatchVersion', { ComponentName: component, Version: version })
const base = (text: string) => cmdletOutput('Get-CsServerVersion', { Value: text })
const registrar = (server: string) => signedIn(NOON, 'kim@contoso.example', { server })
const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(serverBeforeCu3, observations)

describe('server-before-cu3', () => {
  it('is flagged below CU3 and clear at it', () => {
    expect(verdict(patch('6.0.9319.258')).status).toBe('flagged')
    expect(verdict(patch('6.0.9319.259')).status).toBe('clear')
    expect(verdict(patch('7.0.2046.123')).status).toBe('clear')
    expect(
      evaluateRule(serverBeforeCu3, [patch('6.0.9319.272')], { minimum: '6.0.9319.281' }).status,
    ).toBe('flagged')
  })

  it('uses the core components, because an update leaves others at their old version', () => {
    const others = patch('6.0.9319.0', 'Skype for Business Server 2015, Bandwidth Policy Service')
    expect(verdict(others, patch('6.0.9319.272')).status).toBe('clear')
    expect(verdict(others, patch('6.0.9319.235')).status).toBe('flagged')
    expect(verdict(patch('6.0.9319.272'), patch('6.0.9319.235')).findings).toHaveLength(1)
    expect(
      verdict(patch('6.0.9319.0', 'Kernkomponenten'), patch('6.0.9319.272', 'Webkomponenten'))
        .status,
    ).toBe('clear')
  })

  it('is not checked with the base build of 2015, which is the same before and after CU3', () => {
    const { status, message } = verdict(
      base('Skype for Business Server 2015 (6.0.9319.0): Volume license key installed.'),
    )
    expect(status).toBe('not-checked')
    expect(message).toContain('does not show the cumulative update')
    expect(
      verdict(base('Microsoft Lync Server 2013 (5.0.8308.0): Volume license key installed.'))
        .status,
    ).toBe('flagged')
    expect(
      verdict(base('Skype for Business Server 2019 (7.0.2046.0): Volume license key installed.'))
        .status,
    ).toBe('clear')
  })

  it('recognizes Lync Server by the Server header of the registrar, not of a peer', () => {
    expect(verdict(registrar('RTC/5.0')).status).toBe('flagged')
    expect(verdict(registrar('RTC/6.0')).status).toBe('not-checked')
    expect(verdict(registrar('RTC/7.0')).status).toBe('clear')
    const peer = sip(
      'SIP/2.0 200 OK',
      { cseq: '1 INVITE', server: 'RTC/5.0' },
      { direction: 'received' },
    )
    expect(verdict(peer).status).toBe('not-checked')
  })

  it('is flagged when the cmdlet is missing, except in a wrong shell or with a version', () => {
    expect(verdict(missing('Get-CsImConfiguration')).status).toBe('flagged')
    expect(verdict(missing('Get-CsImConfiguration'), missing('Get-CsUser')).status).toBe(
      'not-checked',
    )
    const both = verdict(missing('Get-CsImConfiguration'), patch('6.0.9319.259'))
    expect(both.status).toBe('clear')
    expect(both.message).toContain('the version takes precedence')
  })

  it('is clear when the cmdlet works, and not checked without any evidence', () => {
    expect(
      verdict(
        cmdletOutput('Get-CsImConfiguration', { Identity: 'Global', EnableOfflineIm: 'False' }),
      ).status,
    ).toBe('clear')
    expect(verdict().missing[0]?.commands?.join()).toContain('Get-CsServerPatchVersion')
  })
})
