import { describe, expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { autoArchivingDisabled } from '../../src/rules/auto-archiving-disabled.ts'
import { signedIn } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, provisioning, sip } from '../support/observations.ts'

const KIM = 'kim@contoso.example'
const LEE = 'lee@contoso.example'
const policy = (identity: string, value: string) =>
  cmdletOutput('Get-CsClientPolicy', { Identity: identity, EnableIMAutoArchiving: value })
const granted = (name: string, user = KIM) =>
  cmdletOutput('Get-CsUser', { SipAddress: `sip:${user}`, ClientPolicy: name })
const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(autoArchivingDisabled, observations)

describe('auto-archiving-disabled', () => {
  it('is flagged by the policy granted to the user, even if Global allows archiving', () => {
    const { status, message, findings } = verdict(
      policy('Global', 'True'),
      policy('Tag:Sales', 'False'),
      granted('Sales'),
    )
    expect(status).toBe('flagged')
    expect(message).toContain('Get-CsClientPolicy, Tag:Sales')
    expect(findings[0]?.subject).toBe(KIM)
    expect(findings[0]?.remedy).toContain('administrator')
    expect(
      verdict(policy('Global', 'False'), policy('Tag:Sales', 'True'), granted('Tag:sales')).status,
    ).toBe('clear')
  })

  it('uses Global with a caveat when it is unknown which policy applies', () => {
    expect(verdict(policy('Global', 'False')).message).toContain(
      'The files do not show which client policy applies',
    )
    expect(verdict(policy('Global', 'True')).status).toBe('clear')
    expect(verdict(policy('Global', 'True'), policy('Tag:Sales', 'False')).status).toBe(
      'not-checked',
    )
  })

  it('reads a blank ClientPolicy as the site’s or the global policy', () => {
    expect(
      verdict(policy('Global', 'True'), policy('Tag:Sales', 'False'), granted('')).status,
    ).toBe('clear')
    expect(verdict(policy('Global', 'False'), granted('')).message).toContain(
      'No client policy is granted',
    )
    const atSite = verdict(policy('Global', 'True'), policy('Site:Redmond', 'False'), granted(' '))
    expect(atSite.message).toContain('if the user’s pool is at that site')
  })

  it('recognizes granted predefined policies without archiving by their name', () => {
    expect(verdict(granted('ClientPolicyNoSaveIMNoArchiving')).status).toBe('flagged')
    expect(
      verdict(
        policy('Tag:ClientPolicyNoSaveIMNoArchiving', 'False'),
        policy('Global', 'True'),
        granted(''),
      ).status,
    ).toBe('clear')
  })

  it('is flagged by the user’s own option and asks the user to change it', () => {
    const { findings } = verdict(policy('Global', 'True'), provisioning('imAutoArchiving', 'false'))
    expect(findings).toHaveLength(1)
    expect(findings[0]?.remedy).toContain('Ask the user')
  })

  it.each(['False', 'false', '0'])(
    'is flagged by the in-band value %s, ignoring case in the name',
    (value) => {
      expect(verdict(provisioning('EnableIMAutoArchiving', value)).status).toBe('flagged')
      expect(verdict(provisioning('enableimautoarchiving', value)).status).toBe('flagged')
    },
  )

  it('is not checked when the switch is absent or the granted policy was not printed', () => {
    expect(
      verdict(cmdletOutput('Get-CsClientPolicy', { Identity: 'Global', DisableSavingIM: 'True' }))
        .status,
    ).toBe('not-checked')
    expect(verdict(policy('Global', 'True'), granted('Sales')).message).toContain('Sales')
    expect(verdict(provisioning('imAutoArchiving', 'true')).status).toBe('not-checked')
    expect(verdict().missing[0]?.commands?.join()).toContain('Get-CsClientPolicy')
  })

  it('shows both values when policy and client disagree, and the client’s value wins', () => {
    const setting = [signedIn(NOON), granted('Sales'), policy('Tag:Sales', 'True')]
    const off = verdict(...setting, provisioning('EnableIMAutoArchiving', 'False', NOON + 1))
    expect(off.status).toBe('flagged')
    expect(off.message).toContain(
      'The value received at the last sign-in takes precedence. ' +
        'Contradicting: EnableIMAutoArchiving is True',
    )
    expect(off.findings[0]?.sources).toHaveLength(2)
    const on = verdict(
      signedIn(NOON),
      granted('Sales'),
      policy('Tag:Sales', 'False'),
      provisioning('EnableIMAutoArchiving', 'True'),
    )
    expect(on.status).toBe('clear')
    expect(on.message).toContain('Contradicting: EnableIMAutoArchiving is False')
  })

  it('ignores in-band values from before the last sign-in', () => {
    const old = provisioning('EnableIMAutoArchiving', 'False', NOON - minutes(1))
    expect(verdict(old, signedIn(NOON)).status).toBe('not-checked')
    const printed = verdict(old, signedIn(NOON), policy('Global', 'True'))
    expect(printed.status).toBe('clear')
    expect(printed.message).toContain('stale')
    expect(
      verdict(provisioning('EnableIMAutoArchiving', 'False', NOON), signedIn(NOON)).status,
    ).toBe('flagged')
  })

  it.each([
    'ClientPolicyNoSaveIMNoArchiving',
    'Tag:ClientPolicyNoSaveIMNoArchiving',
    'ClientPolicyNoSaveIMNoArchivingNoIMURL',
    'tag:ClientPolicyNoSaveIMNoArchivingPhoto',
    'clientpolicynosaveimnoarchivingnoimurlphoto',
  ])('is flagged by the granted predefined policy %s, whose name says it', (name) => {
    const { status, findings } = verdict(granted(name))
    expect(status).toBe('flagged')
    expect(findings[0]?.message).toContain(name.replace(/^tag:/i, ''))
  })

  it.each(['ClientPolicyNoIMURL', 'Tag:ClientPolicyNoIMURLPhoto', 'ClientPolicyNoSaveIM', 'Quiet'])(
    'is not checked with the granted policy %s, whose name does not say it',
    (name) => {
      expect(verdict(granted(name)).status).toBe('not-checked')
      expect(verdict(granted(name), policy('Global', 'False')).status).toBe('not-checked')
    },
  )

  it('believes the output of a predefined policy rather than its name', () => {
    const name = 'ClientPolicyNoSaveIMNoArchiving'
    expect(verdict(granted(name), policy(`Tag:${name}`, 'True')).status).toBe('clear')
  })

  it.each([
    ['Tag:Sales', 'Sales'],
    ['Global', ''],
    ['Site:Berlin', ''],
  ])('is not checked when the value of %s could not be read, and names it', (identity, grant) => {
    const printed = [granted(grant), policy('Global', 'True'), policy(identity, 'Peut-être')]
    const { status, message } = verdict(...printed)
    expect(status).toBe('not-checked')
    expect(message).toContain('“Peut-être”')
    expect(message).toContain(identity)
    const dropped = cmdletOutput('Get-CsClientPolicy', { Identity: identity })
    expect(verdict(granted(grant), policy('Global', 'True'), dropped).message).toContain(
      `The value of EnableIMAutoArchiving in ${identity} could not be read`,
    )
  })

  it('ignores an unreadable value of a policy that does not apply, and a blank one', () => {
    const own = [granted('Sales'), policy('Tag:Sales', 'True')]
    expect(verdict(...own, policy('Global', 'Peut-être')).status).toBe('clear')
    expect(verdict(granted(''), policy('Global', 'True'), policy('Site:Berlin', ' ')).status).toBe(
      'clear',
    )
    expect(verdict(granted(''), policy('Global', 'True'), policy('Tag:Quiet', 'x')).status).toBe(
      'clear',
    )
  })

  it('checks only the user of the client, when a log names the user', () => {
    const others = [granted('Quiet', LEE), policy('Tag:Quiet', 'False')]
    const message = sip('MESSAGE sip:lee@contoso.example SIP/2.0', { from: `<sip:${KIM}>;tag=1` })
    expect(verdict(...others).status).toBe('flagged')
    expect(verdict(...others, message).status).toBe('not-checked')
    expect(verdict(...others, granted('Quiet', KIM), message).findings).toMatchObject([
      { subject: KIM },
    ])
  })

  it('never applies one user’s policy to another user', () => {
    const { findings, status } = verdict(
      signedIn(NOON, KIM),
      signedIn(NOON, LEE),
      granted('Sales', KIM),
      granted('Quiet', LEE),
      policy('Tag:Sales', 'True'),
      policy('Tag:Quiet', 'False'),
    )
    expect(status).toBe('flagged')
    expect(findings.map(({ subject }) => subject)).toEqual([LEE])
    expect(
      verdict(
        signedIn(NOON, KIM),
        granted('Quiet', LEE),
        policy('Tag:Quiet', 'False'),
        policy('Global', 'True'),
      ).status,
    ).not.toBe('flagged')
  })
})
