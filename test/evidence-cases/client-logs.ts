import { packetLog } from '../support/packet-log.ts'
import { utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase, MadeCases } from './expected-case.ts'

const SIGN_IN = 'REGISTER sip:contoso.example SIP/2.0'
const AGENT = 'UCCAPI/16.0.6001.1073 OC/16.0.6001.1073 (Skype for Business)'

/** Two ends of packets: no packet, so nothing is known of the client. */
const twoLines: ExpectedCase = {
  flagged: [],
  notChecked: ['client-build-too-old', 'server-before-cu3', 'windows-installer-client'],
  facts: { users: null, clientBuild: null, server: null },
  inputs: {
    'Lync-UccApi-0.UccApilog': {
      format: 'client-log',
      status: 'read',
      records: 2,
      unreadable: 0,
      from: '2013-04-16T03:17:30.168Z',
      to: '2013-04-16T03:17:31.555Z',
      notes: ['Local time of unknown offset'],
    },
  },
}

/** The sign-in of a Lync 2013 client at a Lync Server 2013. */
const signIn: ExpectedCase = {
  flagged: ['client-build-too-old', 'server-before-cu3'],
  facts: {
    users: 'kim@contoso.example',
    clientBuild: '15.0.4481.1000',
    server: 'Lync Server 2013',
    lastSignIn: '2013-04-16T03:17:31.555Z',
  },
  says: { 'client-build-too-old': ['15.0.4481.1000', '16.0.6701.1000'] },
}

const pastedSignIn = (
  file: string,
  records: number,
  from: string,
  notes: string[] = [],
  to = '2013-04-16T03:17:31.555Z',
): ExpectedCase => ({
  ...signIn,
  inputs: {
    [file]: {
      format: 'client-log',
      status: 'read',
      records,
      unreadable: 0,
      from,
      to,
      notes: ['Local time of unknown offset', ...notes],
    },
  },
})

/** A sign-in of kim, written by the builder of logs, from 2016-09-20 06:02:01 UTC. */
function signInLog(): string {
  const log = packetLog('kim@contoso.example', Date.UTC(2016, 8, 20, 6, 2))
  log.trace('CUccPlatform::Initialize')
  log.sent(SIGN_IN, 'REGISTER', 'kim@contoso.example', { 'User-Agent': AGENT })
  log.received('SIP/2.0 200 OK', 'REGISTER', 'kim@contoso.example', {
    Server: 'RTC/6.0',
    Expires: '7200',
  })
  return log.text()
}

/** Seven records: a line of the platform, and begin, text and end of two packets. */
const madeSignIn: ExpectedCase = {
  flagged: ['client-build-too-old'],
  facts: {
    users: 'kim@contoso.example',
    clientBuild: '16.0.6001.1073',
    server: 'Skype for Business Server 2015',
    lastSignIn: '2016-09-20T06:02:06.000Z',
  },
  inputs: {
    'log.txt': {
      format: 'client-log',
      status: 'read',
      records: 7,
      unreadable: 0,
      from: '2016-09-20T06:02:01.000Z',
      to: '2016-09-20T06:02:07.000Z',
    },
  },
}

/** A log without a sign-in: what the client sent is about it, what it received is not. */
function rotatedLog(): string {
  const log = packetLog('kim@contoso.example', Date.UTC(2016, 8, 20, 6, 2))
  log.received(
    'MESSAGE sip:kim@contoso.example SIP/2.0',
    'MESSAGE',
    'kim@contoso.example',
    { 'User-Agent': 'UCCAPI/15.0.4481.1000 OC/15.0.4481.1000 (Microsoft Lync)' },
    'hi',
  )
  log.sent('BENOTIFY sip:ada@contoso.example SIP/2.0', 'BENOTIFY', 'ada@contoso.example', {
    'User-Agent': AGENT,
  })
  return log.text()
}

const noBreak = (text: string): string => text.replaceAll('INFO  ::', 'INFO\u00a0 ::')

export const clientLogs: readonly EvidenceKind[] = [
  {
    folder: 'uccapilog-pasted-from-a-web-page',
    variants: {
      'one-blank': twoLines,
      'two-blanks': twoLines,
      'one-blank-packets': pastedSignIn('Lync-UccApi-0.UccApilog', 6, '2013-04-16T03:17:30.168Z'),
      'two-blanks-packets': pastedSignIn('Lync-UccApi-0.UccApilog', 6, '2013-04-16T03:17:30.168Z'),
    },
    made: {
      'other levels with one blank': {
        ...madeSignIn,
        files: {
          'log.txt': signInLog()
            .replaceAll('INFO  ::', 'INFO ::')
            .replace('INFO :: CUcc', 'WARN :: CUcc'),
        },
      },
      'an error as first line': {
        ...madeSignIn,
        files: { 'log.txt': signInLog().replace('INFO  :: CUcc', 'ERROR :: CUcc') },
      },
      'line feeds only': {
        ...madeSignIn,
        files: { 'log.txt': signInLog().replaceAll('\r\n', '\n') },
      },
    },
  },
  {
    folder: 'client-log-with-no-break-blanks',
    variants: {
      'info-only': pastedSignIn('log.txt', 6, '2013-04-16T03:17:30.168Z', ['no-break blanks']),
      'with-trace-lines': pastedSignIn(
        'log.txt',
        8,
        '2013-04-16T03:17:30.100Z',
        ['no-break blanks'],
        '2013-04-16T03:17:32.100Z',
      ),
      'outlook-body': pastedSignIn('log.txt', 7, '2013-04-16T03:17:30.100Z', [
        'no-break blanks',
        'double-spaced',
      ]),
      cp1252: pastedSignIn('log.txt', 7, '2013-04-16T03:17:30.100Z', [
        'no-break blanks',
        'windows-1252',
      ]),
    },
    made: {
      'UTF-16': { ...madeSignIn, files: { 'log.txt': utf16(noBreak(signInLog())) } },
      'the second blank of the two': {
        ...madeSignIn,
        files: { 'log.txt': signInLog().replaceAll('INFO  ::', 'INFO \u00a0::') },
      },
      'both blanks': {
        ...madeSignIn,
        files: { 'log.txt': signInLog().replaceAll('INFO  ::', 'INFO\u00a0\u00a0::') },
      },
      'every blank': {
        ...madeSignIn,
        files: { 'log.txt': signInLog().replaceAll(' ', '\u00a0') },
      },
      'windows-1252': {
        ...madeSignIn,
        files: { 'log.txt': Buffer.from(noBreak(signInLog()), 'latin1') },
      },
    },
  },
  {
    folder: 'log-begins-after-the-sign-in',
    variants: {
      '.': {
        flagged: ['client-build-too-old'],
        facts: {
          users: 'kim@contoso.example',
          clientBuild: '16.0.6001.1073',
          clientEdition: 'Click-to-Run',
          lastSignIn: null,
        },
        inputs: {
          'Lync-UccApi-1.UccApilog': {
            format: 'client-log',
            records: 12,
            unreadable: 0,
            from: '2017-10-24T15:29:10.000Z',
            to: '2017-10-24T15:29:13.000Z',
          },
        },
      },
    },
    made: {
      'the peer has another build': {
        flagged: ['client-build-too-old'],
        facts: { users: 'kim@contoso.example', clientBuild: '16.0.6001.1073', lastSignIn: null },
        files: { 'Lync-UccApi-1.UccApilog': rotatedLog() },
      },
      'only the peer has a build': {
        flagged: [],
        notChecked: ['client-build-too-old', 'windows-installer-client'],
        facts: { clientBuild: null },
        files: {
          'Lync-UccApi-1.UccApilog': rotatedLog().replace(`User-Agent: ${AGENT}\r\n`, ''),
        },
      },
    },
  },
  {
    folder: 'ews-agent-without-uccapi',
    variants: {
      '.': {
        flagged: [
          'client-build-too-old',
          'client-build-too-old-for-on-premises-mailbox',
          'windows-installer-client',
        ],
        facts: {
          clientBuild: '16.0.4546.1000',
          clientEdition: 'Windows Installer',
          mailboxLocation: 'on-premises',
        },
        says: { 'windows-installer-client': ['16.0.4546.1000'] },
      },
    },
    made: ewsAgents(),
  },
]

/** The same request by other agents, to other addresses. */
function ewsAgents(): MadeCases {
  const trace = (agent: string, host: string) =>
    [
      `TL_INFO(TF_COMPONENT) [0]1A2C.2B3C::10/24/2017-13:29:14.000.00000001 (EWS,CEwsRequest::Send:ews.cpp(10)) POST https://${host}/EWS/Exchange.asmx HTTP/1.1`,
      `User-Agent: ${agent}`,
      'Content-Type: text/xml; charset=utf-8',
      '',
      'TL_INFO(TF_COMPONENT) [0]1A2C.2B3C::10/24/2017-13:29:15.000.00000002 (EWS,CEwsRequest::OnResponse:ews.cpp(20)) HTTP/1.1 200 OK',
      '',
    ].join('\r\n')
  return {
    'Click-to-Run with Exchange Online': {
      flagged: [],
      // In 2017 nobody had announced the end of EWS.
      clear: ['client-build-too-old', 'windows-installer-client', 'ews-retired-in-exchange-online'],
      facts: {
        clientBuild: '16.0.7967.2139',
        clientEdition: 'Click-to-Run',
        mailboxLocation: 'exchange-online',
      },
      files: {
        'trace.txt': trace('OC/16.0.7967.2139 (Skype for Business)', 'outlook.office365.com'),
      },
    },
    'a Lync 2013 client': {
      flagged: ['client-build-too-old', 'client-build-too-old-for-on-premises-mailbox'],
      facts: { clientBuild: '15.0.4481.1000', mailboxLocation: 'on-premises' },
      files: { 'trace.txt': trace('OC/15.0.4481.1000 (Microsoft Lync)', 'mail.contoso.example') },
    },
    'an agent that may be of a peer': {
      flagged: [],
      notChecked: ['client-build-too-old'],
      facts: { clientBuild: null },
      files: {
        'trace.txt': trace(AGENT, 'mail.contoso.example').replace('POST', 'MESSAGE'),
      },
    },
    'the agent of another program': {
      flagged: [],
      notChecked: ['client-build-too-old', 'windows-installer-client'],
      facts: { clientBuild: null },
      files: {
        'trace.txt': trace(
          'Microsoft Office/16.0 (Outlook 16.0.4546.1000)',
          'mail.contoso.example',
        ),
      },
    },
  }
}
