import { mailboxEwsCommand, testEwsCommand } from '../evidence/collect-commands.ts'
import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import { type EwsRow, ewsState, isRefusedEverywhere } from '../evidence/ews-state.ts'
import { copySpoolStep, signInAgainStep } from '../evidence/spool.ts'
import { defined } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { formatMoment } from '../model/moment.ts'
import { greatestOf, leastOf } from '../model/numbers/extremes.ts'
import {
  clear,
  defineRule,
  type Finding,
  flagged,
  type MissingEvidence,
  notChecked,
} from '../model/rule.ts'
import { truncateText } from '../model/text/printable.ts'

const FAULTS = {
  'not-deployed': 'the client found no EWS',
  down: 'the connection to Exchange is down',
} as const

/**
 * A rule states a problem once; more findings help no reader.
 * Limit: places cited by a finding of `ews-unavailable`.
 * Beyond: further ones are left out.
 */
const MAX_SOURCES = 10

const laterCopyMissing: MissingEvidence = {
  evidence: 'Configuration Information from a few minutes later',
  how:
    'Wait a few minutes after sign-in, then Ctrl + right-click the Skype for Business icon in ' +
    'the notification area > Configuration Information > Copy. If it still says the same, the ' +
    'client cannot find EWS: check Autodiscover.',
}

export const ewsUnavailable = defineRule({
  id: 'ews-unavailable',
  severity: 'error',
  status: 'stable',
  title: 'The client cannot use Exchange Web Services',
  clearTitle: 'EWS: available to the client',
  why:
    'The client passes an offline message to Exchange through EWS. Without EWS the message stays ' +
    'in the History Spooler. MAPI is a limited fallback for other features and never replaces ' +
    'EWS.',
  looksAt:
    'The rows EWS Information, EWS Internal URL and EWS External URL of Configuration ' +
    'Information, and Autodiscover’s answers in the trace. Autodiscover counts when every ' +
    'address that the client tried refused it, and there are at least two. MAPI Status OK proves ' +
    'nothing about EWS. While the client still looks for EWS, and with a status in unknown ' +
    'words, the state is unknown.',
  thresholds: {},
  falsePositives: [
    'Configuration Information was copied in the first minutes after sign-in, before ' +
      'Autodiscover had finished.',
    'The computer had no network, or was outside without VPN and EWS is only published inside.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'user',
      phase: 'examine',
      do:
        'Check on the user’s computer whether EWS and Autodiscover answer, in PowerShell or with ' +
        'the same URLs in a browser. Also run Test E-mail AutoConfiguration in Outlook (Ctrl + ' +
        'right-click its icon).',
      commands: [
        'Invoke-WebRequest -UseBasicParsing -UseDefaultCredentials "https://<Exchange host>/ews/exchange.asmx"',
        'Invoke-WebRequest -UseBasicParsing -UseDefaultCredentials "https://autodiscover.<mail domain>/autodiscover/autodiscover.xml"',
      ],
      verify:
        'Both show StatusCode 200 (401 means: reached, but the sign-in was refused), and ' +
        'AutoConfiguration lists an EWS URL.',
    },
    {
      role: 'exchange-administrator',
      phase: 'change',
      condition: 'on-premises',
      onlyIf: 'If the mailbox is in Exchange on-premises',
      do:
        'Ask an Exchange administrator to correct the published URLs and enable EWS for the ' +
        'mailbox if it is off.',
      commands: [
        'Get-WebServicesVirtualDirectory | ' +
          'Format-List Identity,InternalUrl,ExternalUrl,*Authentication*',
        mailboxEwsCommand,
        testEwsCommand,
      ],
      verify:
        'EwsEnabled is not False, the client can reach the URLs, and every test shows Success.',
    },
    {
      role: 'exchange-administrator',
      phase: 'change',
      condition: 'exchange-online',
      onlyIf: 'If the mailbox is in Exchange Online',
      do:
        'Ask an Exchange administrator to enable EWS for the organization and the mailbox, as far ' +
        'as Exchange Online still allows it.',
      commands: ['Get-OrganizationConfig | Format-List Ews*', mailboxEwsCommand],
      verify:
        'EwsEnabled is not False, and the Exchange Web Services test of ' +
        'https://testconnectivity.microsoft.com succeeds.',
    },
    signInAgainStep('Configuration Information shows EWS Information: EWS Status OK, with URLs.'),
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'user',
    matches: 'condition',
    explains: {
      'spool-message-stuck': 'proven',
      'spool-backlog-growing': 'proven',
      [NOT_ATTEMPTED]: 'proven',
    },
    causedBy: ['mail-domain-differs-from-sip-domain', 'ews-retired-in-exchange-online'],
  },
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
  evaluate({ ewsState: { rows, autodiscoverAttempts: attempts } }) {
    const findings: Finding[] = rows.flatMap(findFault)
    const users = new Set(rows.map(({ user }) => user))
    for (const user of users) {
      const ownRows = rows.filter((row) => row.user === user)
      // The URLs are blank, too, while the client still looks for EWS.
      if (!ownRows.some(isUndecided)) findings.push(...findBlankUrls(ownRows))
    }
    if (isRefusedEverywhere(attempts)) {
      const last = greatestOf(attempts.map(({ at }) => at)) ?? 0
      findings.push({
        subject: 'Autodiscover',
        message:
          `Autodiscover refused the client at all ${attempts.length} addresses tried ` +
          `(HTTP 401 or 403), last at ${formatMoment(last)}.`,
        sources: attempts.slice(0, MAX_SOURCES).map(({ source }) => source),
        context: {
          since: leastOf(attempts.map(({ at }) => at)) ?? last,
          until: last,
          maxCertainty: 'likely',
        },
      })
    }
    if (findings.length > 0) return flagged(findings[0]?.message ?? '', findings)

    const information = rows.filter(({ row }) => row === 'information')
    if (information.length > 0 && information.every(({ status }) => status === 'ok'))
      return clear(
        'Configuration Information says EWS Status OK.',
        information.slice(0, MAX_SOURCES).map(({ source }) => source),
      )
    const passing = rows.find(isInitialising)
    return passing
      ? notChecked(
          `EWS Information says “${truncateText(passing.text)}”: the client is still looking for ` +
            'EWS. Look again in a few minutes.',
          laterCopyMissing,
        )
      : notChecked(unknownText(rows), configurationInformationMissing)
  },
})

const isInitialising = ({ row, status }: EwsRow): boolean =>
  row === 'information' && status === 'initialising'

/** Whether the row shows a state that is neither good nor bad. A blank row shows nothing. */
const isUndecided = (row: EwsRow): boolean =>
  isInitialising(row) ||
  (row.row === 'information' && row.status === 'unrecognised' && row.text !== '')

/** A finding when an EWS Information row shows a known fault. */
function findFault({ row, status, text, user, source }: EwsRow): Finding[] {
  if (row !== 'information' || (status !== 'not-deployed' && status !== 'down')) return []
  const subject = user ?? 'EWS Information'
  return [
    {
      subject,
      message: `EWS Information says “${truncateText(text)}”: ${FAULTS[status]}.`,
      sources: [source],
      context: defined({ user }),
    },
  ]
}

/** A finding when both URL rows of a user are blank. A single blank one is normal. */
function findBlankUrls(rows: readonly EwsRow[]): Finding[] {
  const urls = rows.filter(({ row }) => row === 'internal-url' || row === 'external-url')
  if (new Set(urls.map(({ row }) => row)).size < 2 || urls.some(({ text }) => text !== ''))
    return []
  const subject = rows[0]?.user ?? 'EWS URLs'
  return [
    {
      subject,
      message:
        'EWS Internal URL and EWS External URL are both blank: the client has no address for EWS.',
      sources: urls.slice(0, MAX_SOURCES).map(({ source }) => source),
      context: { ...defined({ user: rows[0]?.user }), maxCertainty: 'likely' },
    },
  ]
}

/** Why the rule could not be checked. */
function unknownText(rows: readonly EwsRow[]): string {
  const unknown = rows.find(({ row, status }) => row === 'information' && status === 'unrecognised')
  if (unknown)
    return `EWS Information says “${truncateText(unknown.text) || 'nothing'}”, an unknown status.`
  const mapi = rows.find(({ row, status }) => row === 'mapi' && status === 'ok')
  return mapi
    ? 'MAPI Status OK proves nothing about EWS, and EWS Information is not in the evidence.'
    : 'The state of EWS is not in the evidence.'
}
