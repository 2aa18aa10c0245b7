import { caseTime, collectionTimeMissing } from '../evidence/case-time.ts'
import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import {
  formatMailboxLocation,
  type MailboxLocation,
  mailboxLocation,
} from '../evidence/mailbox-location.ts'
import { defined } from '../model/defined.ts'
import { toIsoTime } from '../model/moment.ts'
import { clear, defineRule, flagged, type MissingEvidence, notChecked } from '../model/rule.ts'
import { dateThreshold } from '../model/threshold.ts'

const cloudDatesMissing: MissingEvidence = {
  evidence: 'the dates on which the mailbox’s cloud switches off EWS',
  how:
    'Ask an Exchange Online administrator to look for them in the Message center of the ' +
    'organization.',
  from: 'exchange-administrator',
}

const unknownDatesText = (location: MailboxLocation): string =>
  `Mailbox: ${formatMailboxLocation(location)}. ` +
  (location.cloud === 'national'
    ? 'National clouds may switch off EWS on other dates than the worldwide one: to be confirmed.'
    : 'The dates depend on the cloud, and the evidence does not show which one it is.')

export const ewsRetiredInExchangeOnline = defineRule({
  id: 'ews-retired-in-exchange-online',
  severity: 'warning',
  // It is not known whether the client is on any allow list.
  status: 'trial',
  title: 'Exchange Online is switching off EWS',
  clearTitle: 'EWS: not retired for this mailbox',
  why:
    'Offline IM needs EWS. Exchange Online switches it off in phases from 2026-10-01 unless the ' +
    'organization keeps a list of allowed applications, and permanently on 2027-04-01. Exchange ' +
    'on-premises is not affected.',
  looksAt:
    'Where the mailbox is, and the time as of which the case is analyzed. The dates are those of ' +
    'the worldwide cloud. For the national clouds (US government, China, Germany) they are to be ' +
    'confirmed, so mailboxes there are neither flagged nor cleared.',
  thresholds: {
    phaseOut: dateThreshold(Date.UTC(2026, 9, 1), {
      why: 'Exchange Online begins to switch off EWS, in phases',
      origin: 'seen',
    }),
    final: dateThreshold(Date.UTC(2027, 3, 1), {
      why: 'Exchange Online has no EWS from this day, with or without a list',
      origin: 'seen',
    }),
  },
  falsePositives: [
    'The organization’s list allows the client, and EWS still works. Check the answers of EWS in ' +
      'the trace.',
  ],
  remedy: [
    {
      role: 'exchange-administrator',
      phase: 'examine',
      do:
        'Ask an Exchange Online administrator to check whether EWS is on for the organization ' +
        'and which applications may use it. Confirm in the organization’s Message center which ' +
        'dates apply to it. It is not known whether Skype for Business is on any list that ' +
        'Microsoft keeps.',
      commands: [
        'Get-OrganizationConfig | Format-List Ews*',
        'Get-CASMailbox -Identity "<user@domain>" | Format-List Ews*',
      ],
      verify: 'EwsEnabled is True, and the list of allowed applications names the client.',
    },
    {
      role: 'exchange-administrator',
      phase: 'inform',
      do:
        'Plan for 2027-04-01, after which no list helps. Move the users to Microsoft Teams, or ' +
        'tell them that offline messages will not be sent.',
      verify: 'Nobody relies on Offline IM with a mailbox in Exchange Online after that day.',
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
    const inExchangeOnline = locations.filter(({ hosting }) => hosting === 'exchange-online')
    const online = inExchangeOnline.filter(({ cloud }) => cloud === 'worldwide')
    const elsewhere = inExchangeOnline.find(({ cloud }) => cloud !== 'worldwide')
    const sources = locations.flatMap((location) => location.sources)
    if (locations.length > 0 && locations.every(({ hosting }) => hosting === 'on-premises')) {
      const text = locations.map(formatMailboxLocation).join('; ')
      return clear(`Mailbox: ${text}. Exchange on-premises keeps EWS.`, sources)
    }
    if (online.length === 0 && elsewhere)
      return notChecked(unknownDatesText(elsewhere), cloudDatesMissing)
    if (online.length === 0)
      return notChecked(
        'The location of the mailbox is missing or unclear.',
        configurationInformationMissing,
      )
    if (!asOf)
      return notChecked(
        'The time as of which to analyze is not in the evidence.',
        collectionTimeMissing,
      )
    const asOfText = `as of ${formatDay(asOf.at)} (${asOf.sourceText})`
    if (asOf.at < phaseOut && elsewhere)
      return notChecked(unknownDatesText(elsewhere), cloudDatesMissing)
    if (asOf.at < phaseOut)
      return clear(`Exchange Online provides EWS until ${formatDay(phaseOut)}; ${asOfText}.`, [
        ...sources,
        asOf.source,
      ])
    const state =
      asOf.at < final
        ? `Exchange Online has been switching off EWS since ${formatDay(phaseOut)}, permanently ` +
          `on ${formatDay(final)}`
        : `Exchange Online switched off EWS permanently on ${formatDay(final)}`
    const findings = online.map((location) => ({
      subject: location.user ?? location.host,
      message: `${state}; ${asOfText}. Mailbox: ${formatMailboxLocation(location)}.`,
      sources: [...location.sources, asOf.source],
      // An answer of EWS would show whether it is still on.
      context: {
        ...defined({ user: location.user }),
        since: phaseOut,
        maxCertainty: 'possible' as const,
      },
    }))
    return flagged(findings[0]?.message ?? '', findings)
  },
})

/** `2026-10-01`, UTC. */
const formatDay = (at: number): string => toIsoTime(at).slice(0, 10)
