import { describe, expect, it } from 'vitest'
import { clientBuildTooOld } from '../../src/rules/client-build-too-old.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, register, source, tick } from '../support/observations.ts'

const sent = (build: string) =>
  register(NOON, 'kim@contoso.example', `UCCAPI/16.0.9999.1 OC/${build} (Skype for Business)`)
const verdict = (build: string, thresholds = {}) =>
  evaluateRule(clientBuildTooOld, [sent(build)], thresholds)

describe('client-build-too-old', () => {
  it('flags a build before the first one with Offline IM', () => {
    expect(verdict('16.0.6568.2036')).toMatchObject({
      status: 'flagged',
      message:
        'Client build 16.0.6568.2036 is older than 16.0.6701.1000, the first build with Offline ' +
        'IM. Read from the User-Agent this client sent.',
    })
  })

  it('compares only the first three parts', () => {
    expect(verdict('16.0.6700.9999').status).toBe('flagged')
    expect(verdict('16.0.6701.0').status).toBe('clear')
    expect(verdict('16.0.6741.2048', { minimum: '16.0.6920.1000' }).status).toBe('flagged')
  })

  it('names a second source that contradicts the first', () => {
    const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration'
    const value = '16.0.6965.2058'
    const registry = {
      kind: 'registry-value',
      key,
      name: 'VersionToReport',
      value,
      source,
    } as const
    const { message, findings } = evaluateRule(clientBuildTooOld, [
      sent('16.0.6001.1082'),
      registry,
    ])
    expect(message).toContain('VersionToReport in the registry says 16.0.6965.2058')
    expect(findings[0]?.sources).toHaveLength(2)
  })

  it('ignores the build of a peer', () => {
    expect(
      evaluateRule(clientBuildTooOld, [{ ...sent('16.0.4266.1001'), direction: 'received' }])
        .status,
    ).toBe('not-checked')
  })

  it('is not checked without a build', () => {
    expect(evaluateRule(clientBuildTooOld, [tick()]).status).toBe('not-checked')
  })
})
