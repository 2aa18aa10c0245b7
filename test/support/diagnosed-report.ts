import type { CaseReport, Report } from '../../src/model/report.ts'
import { fullReport } from './reports.ts'

const LOG = 'Tracing/Lync-UccApi-0.UccApilog'
const SPOOL = 'sip_kim@contoso.example/History Spooler'
const KIM = 'kim@contoso.example'

const diagnosis: NonNullable<CaseReport['diagnosis']> = {
  outcome: 'cause-found',
  answer:
    'Client build 16.0.6741.2048 is older than 16.0.6920.1000. ' +
    'This explains 3 of 5 failed messages. Unexplained: 2 stuck messages of lee@contoso.example.',
  causes: [
    {
      rule: 'client-build-too-old-for-on-premises-mailbox',
      title: 'The client is too old for an on-premises mailbox',
      user: KIM,
      certainty: 'likely',
      since: '2016-06-14T09:12:00.000Z',
      because: [
        {
          text: 'Client build 16.0.6741.2048 is older than 16.0.6920.1000.',
          sources: [{ path: LOG, line: 1234 }],
        },
      ],
      explains: { symptoms: ['spool-message-stuck'], messages: 3, of: 5 },
      causedBy: ['ews-unavailable'],
      supersedes: ['drafts-accumulating'],
    },
    {
      rule: 'ews-request-failing',
      title: 'EWS rejects the client’s requests',
      certainty: 'possible',
      because: [],
      explains: { symptoms: ['drafts-accumulating'], messages: 0, of: 5 },
      causedBy: [],
      supersedes: [],
    },
  ],
  unexplained: [{ rule: 'spool-message-stuck', user: 'lee@contoso.example', messages: 2 }],
  ruledOut: [
    {
      rule: 'server-before-cu3',
      because: 'Server 6.0.9319.259 (needed 6.0.9319.259).',
      sources: [{ path: 'im.txt', line: 12 }],
    },
  ],
  undecided: [{ rule: 'ews-unavailable', missing: ['Configuration Information'] }],
  actions: [
    {
      role: 'user',
      do: 'Copy the spool to a safe place first.',
      commands: [`robocopy "%LOCALAPPDATA%\\${SPOOL}" "%USERPROFILE%\\Desktop\\Spool copy" /E`],
      verify: 'The copy holds as many files as the folder.',
      for: ['spool-message-stuck', 'client-build-too-old-for-on-premises-mailbox'],
      user: KIM,
    },
    {
      role: 'exchange-administrator',
      do: 'Test EWS as the user.',
      commands: [`Test-WebServicesConnectivity -Identity "${KIM}"`],
      verify: 'Every scenario shows Success.',
      for: ['ews-request-failing'],
    },
    {
      role: 'user',
      do: 'Update Office to 16.0.6920.1000 or later.',
      commands: [],
      verify: 'The User-Agent contains OC/16.0.6920 or later.',
      for: ['client-build-too-old-for-on-premises-mailbox'],
    },
  ],
  collectNext: [
    {
      evidence: 'Configuration Information',
      how: 'Ctrl + right-click on the Skype for Business icon, Configuration Information, Copy.',
      commands: [],
      decides: ['ews-unavailable'],
    },
  ],
}

const journeys: NonNullable<CaseReport['journeys']> = [
  {
    key: '7c0ffee@192.0.2.10',
    user: KIM,
    recipient: 'alex@contoso.example',
    steps: [
      {
        stage: 'sent',
        at: '2016-06-13T23:59:58.000Z',
        text: 'Sent to alex@contoso.example',
        inferred: false,
        source: { path: LOG, line: 143 },
      },
      {
        stage: 'spooled',
        at: '2016-06-14T00:00:03.000Z',
        text: 'Spooled as 1000.hist',
        inferred: true,
        by: 'time',
        within: 30_000,
        source: { path: `${SPOOL}/1000.hist` },
      },
      {
        stage: 'stuck',
        at: '2016-06-14T00:02:03.000Z',
        text: 'Stuck for 11 h 59 min',
        inferred: false,
        by: 'item',
        source: { path: `${SPOOL}/1000.hist` },
      },
    ],
  },
]

/** Returns the full report with a diagnosis and a journey. */
export function diagnosedReport(): Report {
  const full = fullReport()
  return { ...full, cases: full.cases.map((report) => ({ ...report, diagnosis, journeys })) }
}
