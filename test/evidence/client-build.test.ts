import { describe, expect, it } from 'vitest'
import { clientBuild } from '../../src/evidence/client-build.ts'
import type { Observation } from '../../src/model/observation.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { NOON, register, sip, source, trace } from '../support/observations.ts'

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
    expect(collectEvidence(clientBuild, [hint]).build).toMatchObject({
      build: [16, 0, 6965, 5305],
      isExact: false,
    })
    expect(collectEvidence(clientBuild, both).build).toMatchObject({
      build: [16, 0, 6965, 2063],
      isExact: true,
    })
    expect(
      collectEvidence(clientBuild, [
        ...both,
        sent('16.0.6965.2058'),
        sent('16.0.6741.2021', NOON - 1),
      ]).build?.build[3],
    ).toBe(2058)
  })

  const AGENT = 'UCCAPI/16.0.6001.1073 OC/16.0.6001.1073 (Skype for Business)'
  const KIM = '<sip:kim@contoso.example>;tag=1;epid=72f0d99ead'
  const LEE = '<sip:lee@contoso.example>;tag=2'

  it.each([
    'SUBSCRIBE sip:kim@contoso.example SIP/2.0',
    'SERVICE sip:kim@contoso.example SIP/2.0',
    'INVITE sip:lee@contoso.example SIP/2.0',
    'MESSAGE sip:lee@contoso.example SIP/2.0',
    'BYE sip:lee@contoso.example SIP/2.0',
    'ACK sip:lee@contoso.example SIP/2.0',
    'SIP/2.0 200 OK',
    'SIP/2.0 180 Ringing',
  ])('comes from a packet that this client sent: %s', (startLine) => {
    const packet = (direction: 'sent' | 'received', vantage: 'client' | 'server' = 'client') =>
      sip(
        startLine,
        { from: KIM, to: LEE, cseq: '1 INVITE', 'user-agent': AGENT },
        { direction, vantage, isFirstSent: true },
      )
    expect(collectEvidence(clientBuild, [packet('sent')]).build?.build).toEqual([16, 0, 6001, 1073])
    expect(collectEvidence(clientBuild, [packet('received')]).build).toBeUndefined()
    expect(collectEvidence(clientBuild, [packet('sent', 'server')]).build).toBeUndefined()
  })

  it('keeps the build of an earlier packet when a later one has no agent of the client', () => {
    const later = (agent?: string) =>
      sip('BYE sip:lee@contoso.example SIP/2.0', agent ? { 'user-agent': agent } : {}, {
        at: NOON + 1,
      })
    for (const packet of [later(), later('RTCC/6.0.0.0 MCXService'), later('OC/x')])
      expect(collectEvidence(clientBuild, [sent('16.0.6965.2058'), packet]).build?.build[2]).toBe(
        6965,
      )
  })

  it.each([
    'POST https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1\nUser-Agent: OC/16.0.4546.1000 (Skype for Business)\nContent-Type: text/xml',
    'POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\nuser-agent:OC/16.0.4546.1000 (Skype for Business)',
    'GET https://autodiscover.contoso.example/autodiscover/autodiscover.xml User-Agent="OC/16.0.4546.1000 (Skype for Business)"',
    'WinHttp request to https://mail.contoso.example/ews/exchange.asmx, UserAgent = OC/16.0.4546.1000',
  ])('comes from a request of this client to Exchange: %s', (message) => {
    expect(collectEvidence(clientBuild, [trace(message)]).build).toMatchObject({
      build: [16, 0, 4546, 1000],
      isExact: true,
      sourceText: 'the User-Agent of this client’s requests to Exchange',
    })
  })

  it.each([
    'POST https://mail.contoso.example/EWS/Exchange.asmx User-Agent: Microsoft Office/16.0 (Microsoft Outlook 16.0.4546; Pro)',
    'https://mail.contoso.example/EWS/Exchange.asmx User-Agent: UCCAPI/16.0.1.1 OC/16.0.4546.1000 (Skype for Business)',
    'GET https://pool.contoso.example/webticket/webticketservice.svc User-Agent: OC/16.0.4546.1000',
    'POST https://mail.contoso.example/EWS/Exchange.asmx doc/16.0.4546.1000',
  ])('ignores other agents and requests to other servers: %s', (message) => {
    expect(collectEvidence(clientBuild, [trace(message)]).build).toBeUndefined()
  })

  it('prefers SIP packets to requests to Exchange, and those to the registry', () => {
    const request = trace(
      'POST https://mail.contoso.example/EWS/Exchange.asmx User-Agent: OC/16.0.6769.2017',
      NOON + 5,
    )
    const installed = registry('VersionToReport', '16.0.7070.2026')
    const branch = (...observations: Observation[]) =>
      collectEvidence(clientBuild, observations).build?.build[2]
    expect(branch(request, installed)).toBe(6769)
    expect(branch(request, installed, sent('16.0.6965.2058'))).toBe(6965)
  })

  it('ignores a Click-to-Run key of a user, which is no installation', () => {
    for (const root of ['HKEY_CURRENT_USER', 'HKEY_USERS\\S-1-5-21-1-2-3-1001', 'HKCU', 'HKU\\x'])
      for (const [name, value] of [
        ['VersionToReport', '16.0.6001.1073'],
        ['CDNBaseUrl', cdn(DEFERRED)],
        ['UpdateChannel', cdn(CURRENT)],
      ] as const) {
        const key = `${root}\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration`
        const observation: Observation = { kind: 'registry-value', key, name, value, source }
        expect(collectEvidence(clientBuild, [observation])).toEqual({})
      }
  })

  it('knows edition and channel without a version', () => {
    const { build, edition, channel } = collectEvidence(clientBuild, [
      registry('CDNBaseUrl', cdn(DEFERRED)),
    ])
    expect(build).toBeUndefined()
    expect(edition).toMatchObject({
      value: 'Click-to-Run',
      sourceText: 'the Click-to-Run registry key',
    })
    expect(channel?.value).toContain('Deferred')
    expect(collectEvidence(clientBuild, [registry('Platform', 'x64')])).toEqual({})
    expect(collectEvidence(clientBuild, [registry('CDNBaseUrl', '')])).toEqual({})
  })

  it('ignores the key of Office 2013 that an upgrade left behind', () => {
    const left: Observation = {
      ...registry('VersionToReport', '15.0.4481.1000'),
      key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\15.0\\ClickToRun\\Configuration',
    } as Observation
    const current = registry('VersionToReport', '16.0.6965.2058')
    for (const observations of [
      [left, current],
      [current, left],
    ])
      expect(collectEvidence(clientBuild, observations).build?.build[0]).toBe(16)
    expect(collectEvidence(clientBuild, [left]).build?.build[0]).toBe(15)
  })

  it.each([
    ['f2e724c1-748f-4b47-8fb8-8e0d210e9208', 'PerpetualVL2019'],
    ['5030841d-c919-4594-8d2d-84ae4f96e58e', 'PerpetualVL2021'],
    ['7983BAC0-E531-40CF-BE00-FD24FE66619C', 'PerpetualVL2024'],
    ['12345678-1234-1234-1234-1234567890ab', 'unknown (12345678-1234-1234-1234-1234567890ab)'],
  ])('names the channel %s %s', (guid, name) => {
    for (const property of ['UpdateChannel', 'CDNBaseUrl']) {
      const { channel } = collectEvidence(clientBuild, [
        registry('VersionToReport', '16.0.7070.2026'),
        registry(property, cdn(guid)),
      ])
      expect(channel?.value).toContain(name)
    }
  })

  it('has a conflicting build when a source names another branch', () => {
    const observations = [registry('VersionToReport', '16.0.7070.2026'), sent('16.0.6965.2058')]
    expect(collectEvidence(clientBuild, observations).build?.conflicting?.build).toEqual([
      16, 0, 7070, 2026,
    ])
    expect(
      collectEvidence(clientBuild, [
        registry('VersionToReport', '16.0.6965.2063'),
        sent('16.0.6965.2058'),
      ]).build?.conflicting,
    ).toBeUndefined()
  })

  it('determines the edition', () => {
    expect(collectEvidence(clientBuild, [sent('16.0.4417.1000')]).edition?.value).toBe(
      'Windows Installer',
    )
    expect(collectEvidence(clientBuild, [sent('16.0.6741.2048')]).edition?.value).toBe(
      'Click-to-Run',
    )
  })

  it('takes the channel from UpdateChannel, else CDNBaseUrl, else the published builds', () => {
    const build = registry('VersionToReport', '16.0.6741.2048')
    const installed = registry('CDNBaseUrl', cdn(CURRENT))
    const channel = (...observations: Observation[]) =>
      collectEvidence(clientBuild, observations).channel?.value
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
