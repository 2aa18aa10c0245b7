import { expect, it } from 'vitest'
import { autoArchiving } from '../../src/evidence/auto-archiving.ts'
import { ewsState } from '../../src/evidence/ews-state.ts'
import { mailboxLocation } from '../../src/evidence/mailbox-location.ts'
import { offlineImSwitch } from '../../src/evidence/offline-im-switch.ts'
import { serverVersion } from '../../src/evidence/server-version.ts'
import { userIdentity } from '../../src/evidence/user-identity.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Observation } from '../../src/model/observation.ts'
import { row, signedIn } from '../support/client.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, provisioning, register, source } from '../support/observations.ts'

const facts = <Result>(evidence: Evidence<Result>, ...observations: Observation[]) =>
  evidence.facts?.(collectEvidence(evidence, observations)) ?? {}

it('reports the latest reading of a switch in each source', () => {
  const inBand = [
    provisioning('EnableOfflineIm', 'False', NOON - 1),
    provisioning('EnableOfflineIm', 'True'),
  ]
  expect(facts(offlineImSwitch, ...inBand)).toEqual({
    offlineIm: {
      label: 'Offline IM switch',
      value: 'on',
      text:
        'on: EnableOfflineIm is True in the server’s in-band provisioning ' +
        '(endpointConfiguration) for kim@contoso.example at 2016-06-14 12:00:00 UTC',
      sources: [source],
    },
  })
  const printed = cmdletOutput('Get-CsImConfiguration', {
    Identity: 'Global',
    EnableOfflineIm: 'False',
  })
  expect(facts(offlineImSwitch, ...inBand, printed).offlineIm?.value).toBe('differs')
  expect(facts(autoArchiving)).toEqual({})
})

it('reports the location of the mailbox with the host that shows it', () => {
  const online = row('EWS Internal URL', 'https://outlook.office365.com/EWS/Exchange.asmx')
  expect(facts(mailboxLocation, online).mailboxLocation?.text).toBe(
    'Exchange Online (outlook.office365.com, from the row EWS Internal URL)',
  )
  const pretender = row(
    'EWS Internal URL',
    'https://outlook.office365.com.contoso.example/EWS/Exchange.asmx',
  )
  expect(facts(mailboxLocation, pretender).mailboxLocation?.value).toBe('on-premises')
})

it('merges the location from a window without a user, unless the hosts differ', () => {
  const inBand = provisioning('ewsInternalUrl', 'https://mail.contoso.example/EWS/Exchange.asmx')
  const window = (host: string) => row('EWS Internal URL', `https://${host}/EWS/Exchange.asmx`)
  const [location, ...more] = collectEvidence(mailboxLocation, [
    inBand,
    window('mail.contoso.example'),
  ])
  expect(more).toEqual([])
  expect(location).toMatchObject({ user: 'kim@contoso.example', host: 'mail.contoso.example' })
  expect(location?.sources).toHaveLength(2)
  expect(collectEvidence(mailboxLocation, [inBand, window('outlook.office365.com')])).toHaveLength(
    2,
  )
})

it('reports the server, and states when the cumulative update is unknown', () => {
  const patched = cmdletOutput('Get-CsServerPatchVersion', {
    ComponentName: 'Core Components',
    Version: '6.0.9319.259',
  })
  expect(facts(serverVersion, patched).server?.value).toBe(
    'Skype for Business Server 2015 6.0.9319.259',
  )
  const registrar = signedIn(NOON, 'kim@contoso.example', { server: 'RTC/6.0' })
  expect(facts(serverVersion, registrar).server?.text).toContain(
    'does not show the cumulative update',
  )
})

it('reads the EWS status from either column and reports MAPI separately', () => {
  const rows: Observation[] = [
    {
      kind: 'configuration-row',
      name: 'EWS Information',
      value: '',
      status: 'EWS not deployed',
      source,
    },
    {
      kind: 'configuration-row',
      name: 'MAPI Information',
      value: 'Exchange Server',
      status: 'MAPI Status OK',
      source,
    },
  ]
  expect(facts(ewsState, ...rows).ewsState).toMatchObject({
    value: 'not-deployed',
    text: 'EWS: EWS not deployed; MAPI: Exchange Server, MAPI Status OK',
  })
})

it('reports the users who signed in, with the source of their mail address', () => {
  const printed = cmdletOutput('Get-CsUser', {
    SipAddress: 'sip:kim@contoso.example',
    WindowsEmailAddress: 'kim@fabrikam.example',
  })
  expect(facts(userIdentity, register(), printed).users?.text).toBe(
    'kim@contoso.example (mail kim@fabrikam.example, from WindowsEmailAddress in Get-CsUser)',
  )
})
