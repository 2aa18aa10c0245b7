import { describe, expect, it } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { serverBeforeCu3 } from '../../src/rules/server-before-cu3.ts'
import { missing, signedIn } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, sip } from '../support/observations.ts'

const CORE = 'Skype for Business Server 2015, Core Components'
const FRONT_END = 'Skype for Business Server 2015, Front End Server'
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

  it.each([
    ['a current UCMA runtime', 'Microsoft Unified Communications Managed API 5.0, Runtime'],
    ['the bandwidth policy service', 'Skype for Business Server 2015, Bandwidth Policy Service'],
    ['the administrative tools', 'Skype for Business Server 2015, Administrative Tools'],
  ])('ignores %s, because an update leaves such components at their old version', (_, name) => {
    expect(verdict(patch('6.0.9319.0', name), patch('6.0.9319.272')).status).toBe('clear')
    expect(verdict(patch('6.0.9319.619', name), patch('6.0.9319.258')).status).toBe('flagged')
  })

  it.each([
    ['6.0.9319.619', '6.0.9319.88'],
    ['6.0.9319.258', '6.0.9319.259'],
    ['6.0.9319.259', '6.0.9319.258'],
  ])('flags a half-patched server (%s, %s) and names both versions', (core, frontEnd) => {
    const { status, message, findings } = verdict(patch(core), patch(frontEnd, FRONT_END))
    expect(status).toBe('flagged')
    expect(findings).toHaveLength(1)
    expect(message).toContain('Only partly updated')
    expect(message).toContain(core)
    expect(message).toContain(frontEnd)
  })

  it('is clear when both components are new enough, and names different versions', () => {
    const { status, message } = verdict(patch('6.0.9319.259'), patch('6.0.9319.272', FRONT_END))
    expect(status).toBe('clear')
    expect(message).toContain('different versions')
    expect(verdict(patch('6.0.9319.259'), patch('6.0.9319.259', FRONT_END)).message).not.toContain(
      'different versions',
    )
  })

  it('recognizes components whose names Format-Table cut off', () => {
    const cut = (version: string, name: string) =>
      patch(version, `Skype for Business Server 2015, ${name}...`)
    expect(
      verdict(cut('6.0.9319.619', 'Core Compo'), cut('6.0.9319.88', 'Front End S')),
    ).toMatchObject({ status: 'flagged' })
  })

  it('flags the oldest of several servers', () => {
    expect(verdict(patch('6.0.9319.272'), patch('6.0.9319.235')).findings).toHaveLength(1)
  })

  it('is not checked when components of unknown roles are on both sides of CU3', () => {
    const mixed = verdict(
      patch('6.0.9319.258', 'Kernkomponenten'),
      patch('6.0.9319.272', 'Webkomponenten'),
    )
    expect(mixed.status).toBe('not-checked')
    expect(mixed.message).toContain('6.0.9319.258')
    expect(mixed.message).toContain('6.0.9319.272')
    expect(verdict(patch('6.0.9319.259', 'Kernkomponenten')).status).toBe('clear')
    expect(verdict(patch('6.0.9319.258', 'Kernkomponenten')).status).toBe('flagged')
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

  it('is flagged when only this cmdlet is missing, and states the condition', () => {
    const { status, message } = verdict(missing('Get-CsImConfiguration'))
    expect(status).toBe('flagged')
    expect(message).toContain('if it was run in the Skype for Business Server Management Shell')
  })

  it.each([
    'Get-CsUser',
    'Get-CsClientPolicy',
    'Get-CsServerPatchVersion',
    'Set-CsClientPolicy',
    'Get-CsPool',
  ])('is not checked when %s is missing in the same output', (name) => {
    const {
      status,
      message,
      missing: gaps,
    } = verdict(missing('Get-CsImConfiguration'), missing(name))
    expect(status).toBe('not-checked')
    expect(message).toContain(name)
    expect(gaps[0]?.how).toContain('Skype for Business Server Management Shell')
  })

  it('ignores the wrong shell of another output, and cmdlets of other products', () => {
    const elsewhere: Observation = {
      kind: 'cmdlet-missing',
      name: 'Get-CsUser',
      source: { path: 'own-laptop.txt', line: 4 },
    }
    expect(verdict(elsewhere, missing('Get-CsImConfiguration')).status).toBe('flagged')
    expect(verdict(elsewhere).status).toBe('not-checked')
    expect(
      verdict(missing('Get-CsImConfiguration'), missing('Get-MailboxFolderStatistics')).status,
    ).toBe('flagged')
  })

  it('believes a version rather than a missing cmdlet', () => {
    const both = verdict(missing('Get-CsImConfiguration'), patch('6.0.9319.259'))
    expect(both.status).toBe('clear')
    expect(both.message).toContain('the version takes precedence')
    expect(verdict(missing('Get-CsImConfiguration'), patch('6.0.9319.258')).status).toBe('flagged')
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
