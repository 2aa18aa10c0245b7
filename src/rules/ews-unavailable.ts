import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import { type ConfigurationRow, ewsState, isRefusedEverywhere } from '../evidence/ews-state.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { formatMoment } from '../model/moment.ts'
import { truncateText } from '../model/printable.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

const FAULTS = {
  'not-deployed': 'the client found no EWS',
  'not-initialised': 'the client has not got through to EWS',
  down: 'the connection to Exchange is down',
} as const

const MOST_SOURCES = 10

export const ewsUnavailable = defineRule({
  id: 'ews-unavailable',
  severity: 'error',
  status: 'stable',
  title: 'The client cannot use Exchange Web Services',
  why: 'The client hands an offline message to Exchange over EWS. Without it the message stays in the History Spooler. MAPI is a limited fallback for other features and never makes up for EWS.',
  looksAt:
    'The rows EWS Information, EWS Internal URL and EWS External URL of Configuration Information, and Autodiscover’s answers in the trace: refused at every address that was tried, and at two at the least. MAPI Status OK clears nothing; a status in words that are not known counts as not known.',
  thresholds: {},
  falsePositives: [
    'Configuration Information was copied within the first minutes after sign-in, before Autodiscover was done.',
    'The computer was away from the network, or outside without VPN where EWS is published inside only.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'See on the user’s computer whether EWS and Autodiscover answer, in PowerShell or by the same URLs in a browser; and run Test E-mail AutoConfiguration in Outlook (Ctrl + right-click its icon).',
      commands: [
        'Invoke-WebRequest -UseBasicParsing -UseDefaultCredentials "https://<Exchange host>/ews/exchange.asmx"',
        'Invoke-WebRequest -UseBasicParsing -UseDefaultCredentials "https://autodiscover.<mail domain>/autodiscover/autodiscover.xml"',
      ],
      verify:
        'Both show StatusCode 200 (401 means: reached, but the sign-in was refused), and AutoConfiguration lists an EWS URL.',
    },
    {
      do: 'An Exchange administrator checks the published URLs and that EWS is enabled for the mailbox (the last command on-premises only; for Exchange Online use https://testconnectivity.microsoft.com).',
      commands: [
        'Get-WebServicesVirtualDirectory | Format-List Identity,InternalUrl,ExternalUrl,*Authentication*',
        'Get-CASMailbox -Identity "<user@domain>" | Format-List Ews*',
        'Test-WebServicesConnectivity -Identity "<user@domain>" -MailboxCredential (Get-Credential)',
      ],
      verify:
        'EwsEnabled is not False, the URLs are reachable from the client, and every test says Success.',
    },
    {
      do: 'Sign out of Skype for Business and in again.',
      verify: 'Configuration Information shows EWS Information: EWS Status OK, with URLs.',
    },
  ],
  references: [
    {
      title: 'Autodiscover for Exchange',
      url: 'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange',
    },
    {
      title: 'Test-WebServicesConnectivity',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/test-webservicesconnectivity',
    },
  ],
  evidence: { ewsState },
  evaluate({ ewsState: { rows, autodiscoverAttempts: autodiscover } }) {
    const findings: Finding[] = rows.flatMap(rowFinding)
    const users = new Set(rows.map(({ user }) => user))
    for (const user of users) findings.push(...urlFinding(rows.filter((row) => row.user === user)))
    if (isRefusedEverywhere(autodiscover)) {
      const last = Math.max(...autodiscover.map(({ at }) => at))
      findings.push({
        subject: 'Autodiscover',
        message: `Autodiscover refused the client at all ${autodiscover.length} addresses tried (HTTP 401 or 403), last at ${formatMoment(last)}.`,
        sources: autodiscover.slice(0, MOST_SOURCES).map(({ source }) => source),
      })
    }
    if (findings.length > 0) return flagged(findings[0]?.message ?? '', findings)

    const information = rows.filter(({ row }) => row === 'information')
    if (information.length > 0 && information.every(({ status }) => status === 'ok'))
      return clear(
        'Configuration Information says EWS Status OK.',
        information.slice(0, MOST_SOURCES).map(({ source }) => source),
      )
    return notChecked(unknownText(rows), configurationInformationMissing)
  },
})

function rowFinding({ row, status, text, user, source }: ConfigurationRow): Finding[] {
  if (row !== 'information' || status === undefined || status === 'ok' || status === 'unrecognised')
    return []
  const subject = user ?? 'EWS Information'
  return [
    {
      subject,
      message: `EWS Information says “${truncateText(text)}”: ${FAULTS[status]}.`,
      sources: [source],
    },
  ]
}

/** Both URLs there, and both blank: one alone may well be. */
function urlFinding(rows: readonly ConfigurationRow[]): Finding[] {
  const urls = rows.filter(({ row }) => row === 'internal-url' || row === 'external-url')
  if (new Set(urls.map(({ row }) => row)).size < 2 || urls.some(({ text }) => text !== ''))
    return []
  const subject = rows[0]?.user ?? 'EWS URLs'
  return [
    {
      subject,
      message:
        'EWS Internal URL and EWS External URL are both blank: the client has no address for EWS.',
      sources: urls.slice(0, MOST_SOURCES).map(({ source }) => source),
    },
  ]
}

function unknownText(rows: readonly ConfigurationRow[]): string {
  const strange = rows.find(({ row, status }) => row === 'information' && status === 'unrecognised')
  if (strange)
    return `EWS Information says “${truncateText(strange.text) || 'nothing'}”, which is not a status that is known.`
  const mapi = rows.find(({ row, status }) => row === 'mapi' && status === 'ok')
  return mapi
    ? 'MAPI Status OK says nothing about EWS, and EWS Information is not in the evidence.'
    : 'The state of EWS is not in the evidence.'
}
