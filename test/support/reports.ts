import type { CaseReport, InputReport, Report, Verdict } from '../../src/model/report.ts'

export const verdict = (rule: string, more: Partial<Verdict> = {}): Verdict => ({
  rule,
  title: `Title of ${rule}`,
  severity: 'error',
  status: 'clear',
  trial: false,
  message: `Message of ${rule}.`,
  findings: [],
  omitted: 0,
  sources: [],
  missing: [],
  remedy: [],
  ...more,
})

export const inputReport = (path: string, more: Partial<InputReport> = {}): InputReport => ({
  path,
  format: 'client-log',
  status: 'read',
  bytes: 1000,
  records: 10,
  undecoded: 0,
  unreadable: 0,
  notes: [],
  damage: [],
  ...more,
})

export const caseReport = (more: Partial<CaseReport> = {}): CaseReport => ({
  id: 'PC-0142',
  headline: 'Nothing wrong was found.',
  asOf: { time: '2016-06-14T12:00:00.000Z', from: '--as-of' },
  facts: {},
  inputs: [],
  verdicts: [],
  unknowable: ['Whether the recipient is able to receive offline messages.'],
  ...more,
})

export const report = (more: Partial<CaseReport> = {}): Report => ({
  schemaVersion: 1,
  tool: { name: 'spoolscope', version: '0.1.0' },
  cases: [caseReport(more)],
  summary: {
    cases: 1,
    flagged: { error: 0, warning: 0, info: 0 },
    clear: 0,
    notChecked: 0,
    crashed: 0,
  },
})

const SPOOL = 'sip_kim@contoso.example/History Spooler'
const LOG = 'Tracing/Lync-UccApi-0.UccApilog'
const item = (name: string, waited: string, bytes: string) => ({
  subject: name,
  message: `${name}: Waited ${waited} (limit 2 min), ${bytes}`,
  sources: [{ path: `${SPOOL}/${name}` }],
})

/** Returns a report with long paths, wide characters, many findings, damage and a crash. */
export const fullReport = (): Report => ({
  ...report({
    headline:
      'Messages are stuck in the History Spooler. The client is older than Offline IM with this mailbox. Drafts fill up (on trial). And 1 more. 3 of 9 checks could not be made.',
    asOf: { time: '2016-06-14T12:00:00.000Z', from: 'spoolscope-manifest.json' },
    facts: {
      clientBuild: {
        label: 'Client build',
        value: '16.0.6741.2048',
        text: '16.0.6741.2048, from the User-Agent this client sent',
        sources: [{ path: LOG, line: 1234 }],
      },
      mailbox: {
        label: 'Mailbox',
        value: 'on-premises',
        text: 'on-premises: https://mail.contoso.example/EWS/Exchange.asmx, from the provisioning document before the last sign-in',
        sources: [
          { path: LOG, line: 1301 },
          { path: LOG, line: 8861 },
          { path: 'im.txt', line: 4 },
        ],
      },
      user: {
        label: 'User',
        value: '田中',
        text: '田中さくら (tanaka@contoso.example)',
        sources: [{ path: '設定/構成情報.txt', line: 2 }],
      },
      spool: {
        label: 'Spool',
        value: 12,
        text: '12 items, 1.8 MB, oldest 42 min',
        sources: [{ path: SPOOL }],
      },
    },
    inputs: [
      inputReport(LOG, {
        bytes: 12_345_678,
        records: 48_213,
        unreadable: 2,
        from: '2016-06-14T08:00:01.123Z',
        to: '2016-06-14T11:58:59.000Z',
        notes: [
          'Local time, read as UTC+02:00: a Date header in a packet received (--utc-offset to change)',
        ],
        damage: [{ line: 4711, reason: 'a record without an end' }],
      }),
      inputReport('設定/構成情報.txt', {
        format: 'configuration-information',
        bytes: 812,
        records: 31,
      }),
      inputReport('export/trace.csv', {
        format: 'tracerpt-csv',
        bytes: 2_000_000,
        records: 9000,
        undecoded: 8800,
        from: '2016-06-13T22:00:00.000Z',
        to: '2016-06-14T01:00:00.000Z',
      }),
      inputReport(
        'Users/kim/AppData/Local/Microsoft/Office/16.0/Lync/Tracing/A folder with a very long name indeed, as people have them/Lync-16.0.6965.5305-Office-x86ship-U.etl',
        {
          format: 'etl-binary',
          status: 'binary-trace',
          records: 0,
          notes: ['Binary trace: export it as text'],
        },
      ),
      inputReport(SPOOL, { format: 'history-spooler', bytes: 1_800_000, records: 12 }),
      inputReport('photo.png', { format: 'unknown', status: 'not-recognised', records: 0 }),
    ],
    citedLines: [
      {
        path: LOG,
        line: 1234,
        text: 'User-Agent: UCCAPI/16.0.6741.2048 OC/16.0.6741.2048 (Skype for Business)\u001b[31m',
      },
      {
        path: LOG,
        line: 1301,
        text: `06/14/2016|10:00:05.123 1A2C:9F4 INFO :: SIP/2.0 200 OK ${'with a long reason '.repeat(12)}…`,
      },
      { path: '設定/構成情報.txt', line: 2, text: 'ユーザー名\ttanaka@contoso.example' },
    ],
    verdicts: [
      verdict('spool-message-stuck', {
        status: 'flagged',
        title: 'Messages are stuck in the History Spooler',
        message:
          '12 items are older than 2 min; the oldest has waited 42 min. The backlog is 12 items, 1.8 MB.',
        findings: Array.from({ length: 12 }, (_, at) =>
          item(`${1000 + at}.hist`, `${42 - at} min`, `${at + 1}.8 kB`),
        ),
        omitted: 990,
        remedy: [
          {
            do: 'Copy the spool to a safe place first: Microsoft’s sign-in fix deletes its parent folder, and with it every message that waits.',
            commands: [
              'robocopy "%LOCALAPPDATA%\\Microsoft\\Office\\16.0\\Lync\\sip_kim@contoso.example\\History Spooler" "%USERPROFILE%\\Desktop\\Spool copy" /E /COPY:DAT',
            ],
            verify: 'The copy holds as many files as the folder.',
          },
          { do: 'Then sign out and in again.', verify: 'The folder is empty two minutes later.' },
        ],
      }),
      verdict('client-build-too-old-for-on-premises-mailbox', {
        status: 'flagged',
        title:
          'The client is older than Offline IM with a mailbox in Exchange on-premises, which needs a later build than Exchange Online',
        message: 'Client build 16.0.6741.2048 is older than 16.0.6920.1000.',
        findings: [
          {
            subject: 'Client 16.0.6741.2048',
            message: 'Client build 16.0.6741.2048 is older than 16.0.6920.1000.',
            sources: [{ path: LOG, line: 1234 }],
          },
        ],
      }),
      verdict('server-before-cu3', {
        message: 'Server 6.0.9319.259 (needed 6.0.9319.259).',
        sources: [{ path: 'im.txt', line: 12 }],
      }),
      verdict('ews-unavailable', {
        status: 'not-checked',
        missing: [
          {
            evidence: 'Configuration Information',
            how: 'Ctrl + right-click on the Skype for Business icon, Configuration Information, Copy.',
          },
        ],
      }),
      verdict('ews-request-failing', {
        status: 'crashed',
        message: 'Evidence “EWS responses” crashed on trace.csv: TypeError',
      }),
      verdict('drafts-accumulating', {
        status: 'flagged',
        severity: 'warning',
        trial: true,
        title: 'Drafts fill up',
        message: 'Drafts holds 4,211 items.',
        findings: [
          {
            subject: '下書き',
            message: '4,211 items (limit 100)',
            sources: [{ path: 'folders.csv', record: 3 }],
            remedy: 'Empty it.',
          },
        ],
      }),
      verdict('mail-domain-differs-from-sip-domain', {
        status: 'not-checked',
        severity: 'warning',
        missing: [
          {
            evidence: 'Configuration Information',
            how: 'Ctrl + right-click on the Skype for Business icon, Configuration Information, Copy.',
          },
          { evidence: 'Get-CsUser', how: 'Get-CsUser -Identity kim@contoso.example | Format-List' },
        ],
      }),
      verdict('federated-recipient', {
        status: 'flagged',
        severity: 'info',
        title: 'A message went to a federated domain',
        message: '1 message went to fabrikam.example.',
      }),
      verdict('logging-not-full', {
        status: 'not-checked',
        severity: 'warning',
        message: 'Nothing says how much is logged.',
      }),
    ],
  }),
  summary: {
    cases: 1,
    flagged: { error: 2, warning: 1, info: 1 },
    clear: 1,
    notChecked: 3,
    crashed: 1,
  },
})
