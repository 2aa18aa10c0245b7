import { caseTime, collectionTimeMissing } from '../evidence/case-time.ts'
import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import { formatMailboxLocation, mailboxLocation } from '../evidence/mailbox-location.ts'
import { toIsoTime } from '../model/moment.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { dateThreshold } from '../model/threshold.ts'

export const ewsRetiredInExchangeOnline = defineRule({
  id: 'ews-retired-in-exchange-online',
  severity: 'warning',
  // Whether the client is on any allow list is not known.
  status: 'trial',
  title: 'Exchange Online is switching EWS off',
  why: 'Offline IM needs EWS. Exchange Online switches it off in phases from 2026-10-01 unless the organization keeps a list of allowed applications, and for good on 2027-04-01. Exchange on-premises is not affected.',
  looksAt: 'Where the mailbox is, and the moment that the case is judged at.',
  thresholds: {
    phaseOut: dateThreshold(Date.UTC(2026, 9, 1), {
      why: 'Exchange Online begins to switch EWS off, in phases',
      origin: 'seen',
    }),
    final: dateThreshold(Date.UTC(2027, 3, 1), {
      why: 'Exchange Online has no EWS from this day, with or without a list',
      origin: 'seen',
    }),
  },
  falsePositives: [
    'The organization allows the client by its list, and EWS still answers: look at what EWS answered in the trace.',
  ],
  remedy: [
    {
      do: 'An Exchange Online administrator looks at whether EWS is on for the organization and which applications may use it. Confirm in the Message center of the organization which dates hold for it: whether Skype for Business is on any list that Microsoft keeps is not known.',
      commands: [
        'Get-OrganizationConfig | Format-List Ews*',
        'Get-CASMailbox -Identity "<user@domain>" | Format-List Ews*',
      ],
      verify: 'EwsEnabled is True, and the list of allowed applications names the client.',
    },
    {
      do: 'Plan for 2027-04-01, after which no list helps: move the users to Microsoft Teams, or tell them that offline messages will not be sent.',
      verify: 'Nobody relies on Offline IM with a mailbox in Exchange Online after that day.',
    },
  ],
  references: [
    {
      title: 'How to: Control access to EWS in Exchange',
      url: 'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange',
    },
    {
      title: 'Set-OrganizationConfig',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-organizationconfig',
    },
  ],
  evidence: { mailboxLocation, caseTime },
  evaluate({ mailboxLocation: locations, caseTime: asOf }, { phaseOut, final }) {
    const online = locations.filter(({ hosting: place }) => place === 'exchange-online')
    const sources = locations.flatMap((location) => location.sources)
    if (locations.length > 0 && locations.every(({ hosting: place }) => place === 'on-premises'))
      return clear(
        `Mailbox: ${locations.map(formatMailboxLocation).join('; ')}. Exchange on-premises keeps EWS.`,
        sources,
      )
    if (online.length === 0)
      return notChecked(
        'Where the mailbox is, is not in the evidence or unclear.',
        configurationInformationMissing,
      )
    if (!asOf)
      return notChecked('The moment to judge at is not in the evidence.', collectionTimeMissing)
    const day = (at: number) => toIsoTime(at).slice(0, 10)
    const judged = `as of ${day(asOf.at)} (${asOf.sourceText})`
    if (asOf.at < phaseOut)
      return clear(`Exchange Online has EWS until ${day(phaseOut)}; ${judged}.`, [
        ...sources,
        asOf.source,
      ])
    const state =
      asOf.at < final
        ? `Exchange Online has been switching EWS off since ${day(phaseOut)}, and does so for good on ${day(final)}`
        : `Exchange Online switched EWS off for good on ${day(final)}`
    const findings = online.map((location) => ({
      subject: location.user ?? location.host,
      message: `${state}; ${judged}. Mailbox: ${formatMailboxLocation(location)}.`,
      sources: [...location.sources, asOf.source],
    }))
    return flagged(findings[0]?.message ?? '', findings)
  },
})
