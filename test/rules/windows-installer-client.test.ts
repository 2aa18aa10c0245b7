import { describe, expect, it } from 'vitest'
import { windowsInstallerClient } from '../../src/rules/windows-installer-client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, register, source, tick } from '../support/observations.ts'

const verdict = (build: string) =>
  evaluateRule(windowsInstallerClient, [
    register(NOON, 'kim@contoso.example', `UCCAPI/${build} OC/${build} (Skype for Business)`),
  ])
const installed = {
  kind: 'registry-value',
  key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration',
  name: 'VersionToReport',
  value: '16.0.6965.2058',
  source,
} as const

describe('windows-installer-client', () => {
  it('flags the builds of Windows Installer updates', () => {
    expect(verdict('16.0.4417.1000')).toMatchObject({ status: 'flagged' })
    expect(verdict('16.0.4266.1001').message).toBe(
      'Client build 16.0.4266.1001 is a Windows Installer build, but Offline IM needs ' +
        'Click-to-Run. Read from the User-Agent this client sent.',
    )
    expect(verdict('16.0.5278.1000').status).toBe('flagged')
  })

  it('clears Click-to-Run builds, including the first of 2015', () => {
    expect(verdict('16.0.6965.2058').status).toBe('clear')
    expect(verdict('16.0.6001.1034').status).toBe('clear')
    expect(verdict('16.0.4229.1029').status).toBe('clear')
  })

  it('also uses the name of a trace, whose first three parts are valid', () => {
    const hint = { kind: 'build-hint', build: '16.0.4417.5305', source } as const
    expect(evaluateRule(windowsInstallerClient, [hint]).message).toContain('16.0.4417.*')
  })

  it('clears by the registry key that only Click-to-Run has', () => {
    expect(evaluateRule(windowsInstallerClient, [installed]).status).toBe('clear')
  })

  it('shows both builds when the registry contradicts', () => {
    const msi = register(
      NOON,
      'kim@contoso.example',
      'UCCAPI/16.0.4417.1000 OC/16.0.4417.1000 (Skype for Business)',
    )
    const { status, findings } = evaluateRule(windowsInstallerClient, [msi, installed])
    expect(status).toBe('flagged')
    expect(findings[0]?.message).toContain('VersionToReport in the registry says 16.0.6965.2058')
  })

  it('is not checked without a build, or with a build of unknown edition', () => {
    expect(evaluateRule(windowsInstallerClient, [tick()]).status).toBe('not-checked')
    expect(verdict('15.0.4753.1000').status).toBe('not-checked')
  })
})
