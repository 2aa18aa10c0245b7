import { mailAddressMissing, userIdentity } from '../evidence/user-identity.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { domainOf } from '../model/sip-message.ts'

const MOST_FINDINGS = 50

export const mailDomainDiffersFromSipDomain = defineRule({
  id: 'mail-domain-differs-from-sip-domain',
  severity: 'warning',
  status: 'stable',
  title: 'The user’s mail domain is not the SIP domain',
  why: 'The client looks for Exchange by the domain of the user’s mail address. When it differs from the SIP domain, Autodiscover has to work for the mail domain too, and certificates and DNS are often set up for the SIP domain alone.',
  looksAt:
    'SipAddress and WindowsEmailAddress in Get-CsUser of the users who signed in here (of all of them, when no sign-in is in the logs), else the mail address that Autodiscover answered.',
  thresholds: {},
  falsePositives: [
    'Autodiscover is set up for both domains: Configuration Information then shows EWS Status OK.',
  ],
  remedy: [
    {
      do: 'Check that Autodiscover can be found for the mail domain: its DNS names and the names in the certificate.',
      commands: [
        'Resolve-DnsName "autodiscover.<mail domain>"',
        'Resolve-DnsName "_autodiscover._tcp.<mail domain>" -Type SRV',
      ],
      verify:
        'https://testconnectivity.microsoft.com passes the Outlook Autodiscover test with the user’s mail address.',
    },
    {
      do: 'Or give the user a SIP address in the mail domain. Announce it first: contacts know the user by the old one.',
      commands: ['Set-CsUser -Identity "<user@domain>" -SipAddress "sip:<user@mail domain>"'],
      verify:
        'Get-CsUser "<user@domain>" | Format-List SipAddress,WindowsEmailAddress shows one domain; Configuration Information shows EWS Status OK.',
    },
  ],
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
    const known = users.flatMap(({ sip, sipSource, mail, mailSource, mailFrom }) =>
      mail && mailSource ? [{ sip, mail, mailFrom, sources: [sipSource, mailSource] }] : [],
    )
    const findings = known
      .filter(({ sip, mail }) => domainOf(sip) !== domainOf(mail))
      .map(({ sip, mail, mailFrom, sources }) => ({
        subject: sip,
        message: `The client looks for Exchange in the mail domain ${domainOf(mail)}, and the SIP domain is ${domainOf(sip)}. The mail address of ${sip} is ${mail} (${mailFrom}).`,
        sources,
      }))
    if (findings.length > 0)
      return flagged(
        findings[0]?.message ?? '',
        findings.slice(0, MOST_FINDINGS),
        Math.max(0, findings.length - MOST_FINDINGS),
      )
    const unknown = users.filter(({ mail }) => mail === undefined)
    if (known.length === 0 || unknown.length > 0)
      return notChecked(
        unknown[0]
          ? `The mail address of ${unknown[0].sip} is not in the evidence.`
          : 'No user’s addresses are in the evidence.',
        mailAddressMissing,
      )
    const shown = known.slice(0, 10)
    return clear(
      `Mail and SIP domain are the same for ${shown.map(({ sip }) => sip).join(', ')}${known.length > shown.length ? ' and others' : ''}.`,
      shown.flatMap(({ sources }) => sources),
    )
  },
})
