import { describe, expect, it } from 'vitest'
import { clientBuild } from '../../src/evidence/client-build.ts'
import type { Observation } from '../../src/model/observation.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { NOON, register, source } from '../support/observations.ts'

const sent = (build: string, at = NOON) =>
  register(at, 'kim@contoso.example', `UCCAPI/16.0.1.1 OC/${build} (Skype for Business)`)
const registry = (name: string, value: string): Observation => ({
  kind: 'registry-value',
  key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration',
  name,
  value,
  source,
})
const cdn = (guid: string) => `http://officecdn.microsoft.com/pr/${guid}`
const DEFERRED = '7ffbc6bf-bc32-4f92-8982-f9dd17fd3114'
const CURRENT = '492350f6-3a01-4f97-b9c0-c7c6ddf67d60'

describe('the client build', () => {
  it('comes from the latest packet of this client, else the registry, else a file name', () => {
    const hint: Observation = { kind: 'build-hint', build: '16.0.6965.5305', source }
    const both = [hint, registry('VersionToReport', '16.0.6965.2063')]
    expect(collectEvidence(clientBuild, [hint])).toMatchObject({
      build: [16, 0, 6965, 5305],
      isExact: false,
    })
    expect(collectEvidence(clientBuild, both)).toMatchObject({
      build: [16, 0, 6965, 2063],
      isExact: true,
    })
    expect(
      collectEvidence(clientBuild, [
        ...both,
        sent('16.0.6965.2058'),
        sent('16.0.6741.2021', NOON - 1),
      ])?.build[3],
    ).toBe(2058)
  })

  it('has a conflicting build when a source names another branch', () => {
    const observations = [registry('VersionToReport', '16.0.7070.2026'), sent('16.0.6965.2058')]
    expect(collectEvidence(clientBuild, observations)?.conflicting?.build).toEqual([
      16, 0, 7070, 2026,
    ])
    expect(
      collectEvidence(clientBuild, [
        registry('VersionToReport', '16.0.6965.2063'),
        sent('16.0.6965.2058'),
      ])?.conflicting,
    ).toBeUndefined()
  })

  it('determines the edition', () => {
    expect(collectEvidence(clientBuild, [sent('16.0.4417.1000')])?.edition?.value).toBe(
      'Windows Installer',
    )
    expect(collectEvidence(clientBuild, [sent('16.0.6741.2048')])?.edition?.value).toBe(
      'Click-to-Run',
    )
  })

  it('takes the channel from UpdateChannel, else CDNBaseUrl, else the published builds', () => {
    const build = registry('VersionToReport', '16.0.6741.2048')
    const installed = registry('CDNBaseUrl', cdn(CURRENT))
    const channel = (...observations: Observation[]) =>
      collectEvidence(clientBuild, observations)?.channel?.value
    expect(channel(build)).toBe('Deferred 1602')
    expect(channel(build, installed)).toBe('Current')
    expect(channel(build, registry('UpdateChannel', cdn(DEFERRED)), installed)).toContain(
      'Deferred',
    )
    expect(
      channel(
        registry('VersionToReport', '16.0.6741.9999'),
        registry('UpdateChannel', 'file://server/office'),
      ),
    ).toBeUndefined()
  })

  it('reports build, edition and channel as facts', () => {
    const facts =
      clientBuild.facts?.(
        collectEvidence(clientBuild, [
          sent('16.0.6965.2058'),
          registry('CDNBaseUrl', cdn(CURRENT)),
        ]),
      ) ?? {}
    expect(Object.entries(facts).map(([id, { value }]) => [id, value])).toEqual([
      ['clientBuild', '16.0.6965.2058'],
      ['clientEdition', 'Click-to-Run'],
      ['updateChannel', 'Current'],
    ])
  })
})
