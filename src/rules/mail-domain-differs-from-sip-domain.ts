import { mailAddressMissing, userIdentity } from '../evidence/user-identity.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { domainOf } from '../model/sip-message.ts'

/**
 * A rule states a problem once; more findings help no reader.
 * Limit: findings of `mail-domain-differs-from-sip-domain`.
 * Beyond: further ones are counted.
 */
const MAX_FINDINGS = 50
const MAX_SHOWN_USERS = 10

export const mailDomainDiffersFromSipDomain = defineRule({
  id: 'mail-domain-differs-from-sip-domain',
  severity: 'warning',
  status: 'stable',
  title: 'The user’s mail domain differs from the SIP domain',
  clearTitle: 'Mail and SIP domain: the same',
  why:
    'The client uses the domain of the user’s mail address to find Exchange. If it differs from ' +
    'the SIP domain, Autodiscover must work for the mail domain too. Certificates and DNS are ' +
    'often set up only for the SIP domain.',
  looksAt:
    'SipAddress and WindowsEmailAddress in Get-CsUser of the users who signed in with this ' +
    'client or sent its packets, or of all users if no log names its user. Otherwise the mail ' +
    'address in Autodiscover’s answer.',
  thresholds: {},
  falsePositives: [
    'Autodiscover is set up for both domains. Configuration Information then shows EWS Status OK.',
  ],
  remedy: [
    {
      role: 'exchange-administrator',
      phase: 'examine',
      do:
        'Check that the client can find Autodiscover for the mail domain: its DNS names and the ' +
        'names in the certificate.',
      commands: [
        'Resolve-DnsName "autodiscover.<mail domain>"',
        'Resolve-DnsName "_autodiscover._tcp.<mail domain>" -Type SRV',
      ],
      verify:
        'The Outlook Autodiscover test of https://testconnectivity.microsoft.com succeeds with ' +
        'the user’s mail address.',
    },
    {
      role: 'skype-administrator',
      phase: 'change',
      do:
        'Or give the user a SIP address in the mail domain. Announce it first, because contacts ' +
        'know the user by the old one.',
      commands: ['Set-CsUser -Identity "<user@domain>" -SipAddress "sip:<user@mail domain>"'],
      verify:
        'Get-CsUser "<user@domain>" | Format-List SipAddress,WindowsEmailAddress shows one ' +
        'domain, and Configuration Information shows EWS Status OK.',
    },
  ],
  // It explains nothing by itself: it is behind the causes that name it.
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'user',
    matches: 'condition',
    explains: {},
  },
  references: [
    {
      title: 'Autodiscover for Exchange',
      url: 'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange',
    },
    {
      title: 'Set-CsUser',
      url: 'https://learn.microsoft.com/powershell/module/skypeforbusiness/set-csuser',
    },
  ],
  evidence: { userIdentity },
  evaluate({ userIdentity: { users } }) {
    const known = users.flatMap(({ sip, sipSource, mail }) =>
      mail ? [{ sip, mail, sources: [sipSource, mail.source] }] : [],
    )
    const findings = known
      .filter(({ sip, mail }) => domainOf(sip) !== domainOf(mail.address))
      .map(({ sip, mail, sources }) => ({
        subject: sip,
        message:
          `The client looks for Exchange in the mail domain ${domainOf(mail.address)}, but the ` +
          `SIP domain is ${domainOf(sip)}. The mail address of ${sip} is ${mail.address} ` +
          `(${mail.sourceText}).`,
        sources,
        context: {
          user: sip,
          maxCertainty: 'possible' as const,
          parameters: {
            'mail domain': domainOf(mail.address),
            'user@mail domain': mail.address,
          },
        },
      }))
    if (findings.length > 0)
      return flagged(
        findings[0]?.message ?? '',
        findings.slice(0, MAX_FINDINGS),
        Math.max(0, findings.length - MAX_FINDINGS),
      )
    const unknown = users.find(({ mail }) => mail === undefined)
    if (known.length === 0 || unknown)
      return notChecked(
        unknown
          ? `The mail address of ${unknown.sip} is not in the evidence.`
          : 'No user’s addresses are in the evidence.',
        mailAddressMissing,
      )
    const shown = known.slice(0, MAX_SHOWN_USERS)
    const names = shown.map(({ sip }) => sip).join(', ')
    const more = known.length > shown.length ? ' and others' : ''
    return clear(
      `Mail and SIP domain are the same for ${names}${more}.`,
      shown.flatMap(({ sources }) => sources),
    )
  },
})
