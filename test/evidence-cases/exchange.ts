import { lines, utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase, MadeCases } from './expected-case.ts'

const ONPREM = 'https://mail.contoso.example/EWS/Exchange.asmx'

const READ = { format: 'configuration-information', status: 'read', unreadable: 0 } as const

const ewsOk: ExpectedCase = {
  flagged: [],
  clear: ['ews-unavailable', 'ews-retired-in-exchange-online'],
  facts: { ewsState: 'ok', mailboxLocation: 'on-premises' },
}
/** EWS is not deployed; the address of the mailbox differs from case to case. */
const notDeployed = (mailboxLocation: string | null): ExpectedCase => ({
  flagged: ['ews-unavailable'],
  facts: { ewsState: 'not-deployed', mailboxLocation },
  says: { 'ews-unavailable': ['EWS not deployed'] },
})

const rows = (status: string, separator = ';'): string =>
  lines(
    ['EWS Internal URL', ONPREM, '--', ''].join(separator),
    ['EWS External URL', ONPREM, '--', ''].join(separator),
    ['MAPI Information', 'MAPI Status OK', 'MAPI Status OK', ''].join(separator),
    ['EWS Information', status, status, ''].join(separator),
  )

const OK = 'EWS Status OK'
const NOT_DEPLOYED = 'EWS not deployed'
const html = (status: string): string =>
  '<html><body><table>' +
  `<tr><td>EWS Internal URL</td><td>${ONPREM}</td><td>--</td></tr>` +
  `<tr><td>EWS Information</td><td>${status}</td><td>${status}</td></tr>` +
  '</table></body></html>'

/** Further carriers of the window, each with both states. */
const CARRIED: Readonly<Record<string, (status: string) => string | Uint8Array>> = {
  'tabs of a spreadsheet, UTF-16': (status) => utf16(rows(status, '\t')),
  'quoted in a mail, with no-break blanks': (status) =>
    rows(status)
      .replaceAll(' ', '\u00a0')
      .replaceAll(/^(?!$)/gm, '> '),
  'a Markdown table with emphasis': (status) =>
    lines(
      '| **Name** | **Value** | **Status** |',
      '| :--- | :--- | :--- |',
      `| EWS Internal URL | ${ONPREM} | -- |`,
      `| **EWS Information** | ${status} | **${status}** |`,
    ),
  'a fenced block': (status) => lines('It says:', '```', rows(status).trimEnd(), '```'),
  'a table of a web page': html,
  'double-spaced': (status) => rows(status).replaceAll('\r\n', '\r\n\r\n'),
  'line numbers': (status) =>
    rows(status)
      .split('\r\n')
      .map((line, index) => `${index + 1}: ${line}`)
      .join('\r\n'),
}

const carriedRows = (): MadeCases =>
  Object.fromEntries(
    Object.entries(CARRIED).flatMap(([name, carry]) => [
      [`${name}: ok`, { ...ewsOk, files: { 'ci.txt': carry(OK) } }],
      [
        `${name}: not deployed`,
        { ...notDeployed('on-premises'), files: { 'ci.txt': carry(NOT_DEPLOYED) } },
      ],
    ]),
  )

/** A mailbox in a national cloud: Exchange Online, whose dates are not known. */
const national: ExpectedCase = {
  flagged: [],
  clear: ['ews-unavailable'],
  notChecked: ['ews-retired-in-exchange-online'],
  facts: { mailboxLocation: 'exchange-online' },
  says: { 'ews-retired-in-exchange-online': ['National clouds'] },
}
/** A mailbox in the worldwide cloud, in evidence that has no time. */
const worldwide: ExpectedCase = {
  flagged: [],
  clear: ['ews-unavailable'],
  notChecked: ['ews-retired-in-exchange-online'],
  facts: { mailboxLocation: 'exchange-online' },
}
const onPremises: ExpectedCase = {
  flagged: [],
  clear: ['ews-unavailable', 'ews-retired-in-exchange-online'],
  facts: { mailboxLocation: 'on-premises' },
}

const at = (host: string): Readonly<Record<string, string>> => ({
  'ci.txt': rows(OK).replaceAll('mail.contoso.example', host),
})

const answer = (...account: readonly string[]): string =>
  lines(
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">',
    '  <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">',
    '    <User><AutoDiscoverSMTPAddress>kim@contoso.example</AutoDiscoverSMTPAddress></User>',
    '    <Account>',
    ...account,
    '    </Account>',
    '  </Response>',
    '</Autodiscover>',
  )
const answeredOnline: ExpectedCase = {
  flagged: [],
  notChecked: ['ews-retired-in-exchange-online', 'client-build-too-old-for-on-premises-mailbox'],
  facts: { mailboxLocation: 'exchange-online' },
}

const ONLINE_PROTOCOL =
  '<Protocol><Type>EXPR</Type><EwsUrl>https://outlook.office365.com/EWS/Exchange.asmx</EwsUrl></Protocol>'

const nationalClouds = (): MadeCases => ({
  'another host of GCC High': { ...national, files: at('autodiscover-s.office365.us') },
  'webmail of the DoD': { ...national, files: at('webmail.apps.mil') },
  'a host of 21Vianet': { ...national, files: at('mail.partner.outlook.cn') },
  'capital letters and a port': {
    ...national,
    files: {
      'ci.txt': rows(OK).replaceAll('mail.contoso.example', 'OUTLOOK.Office365.US:443'),
    },
  },
  'a name that only begins like a cloud': {
    ...onPremises,
    files: at('outlook.office365.us.contoso.example'),
  },
  'a name that only ends like a cloud': { ...onPremises, files: at('notoutlook.com') },
  'worldwide, after the last day of EWS': {
    ...worldwide,
    asOf: '2027-05-01T12:00Z',
    flagged: ['ews-retired-in-exchange-online'],
    notChecked: [],
    files: at('outlook.office365.com'),
  },
  'DoD, after the last day of the worldwide cloud': {
    ...national,
    asOf: '2027-05-01T12:00Z',
    files: at('outlook-dod.office365.us'),
  },
  'on-premises, after the last day of the worldwide cloud': {
    ...onPremises,
    asOf: '2027-05-01T12:00Z',
    files: at('mail.contoso.example'),
  },
  'an answer of Autodiscover, online': {
    ...answeredOnline,
    files: {
      'autodiscover.xml': answer(
        '<AccountType>email</AccountType>',
        '<Action>settings</Action>',
        '<MicrosoftOnline>True</MicrosoftOnline>',
        ONLINE_PROTOCOL,
      ),
    },
  },
  'an answer of Autodiscover without the word, in UTF-16': {
    ...answeredOnline,
    files: {
      'autodiscover.xml': utf16(
        answer('<Action>settings</Action>', ONLINE_PROTOCOL).replace('utf-8', 'utf-16'),
      ),
    },
  },
  'an answer of Autodiscover on one line, in a national cloud': {
    ...answeredOnline,
    files: {
      'autodiscover.xml': answer('<Action>settings</Action>', ONLINE_PROTOCOL)
        .replaceAll('outlook.office365.com', 'outlook.office365.us')
        .replaceAll(/\r\n\s*/g, ''),
    },
  },
  'an answer of Autodiscover, on-premises, with a prefix': {
    flagged: [],
    clear: ['ews-retired-in-exchange-online'],
    facts: { mailboxLocation: 'on-premises' },
    files: {
      'autodiscover.xml': answer(
        '<Action>settings</Action>',
        '<MicrosoftOnline>False</MicrosoftOnline>',
        `<Protocol><Type>EXCH</Type><EwsUrl>${ONPREM}</EwsUrl></Protocol>`,
      )
        .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1a:')
        .replaceAll('xmlns=', 'xmlns:a='),
    },
  },
  'an answer of Autodiscover that sends the client to a cloud': {
    ...answeredOnline,
    files: {
      'autodiscover.xml': answer(
        '<Action>redirectAddr</Action>',
        '<RedirectAddr>kim@contoso.mail.onmicrosoft.com</RedirectAddr>',
      ),
    },
  },
})

const FIELDS =
  'DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,UserAgent,VersionInfo,ClientIpAddress,ServerHostName,FrontEndServer,SoapAction,HttpStatus,RequestSize,ResponseSize,ErrorCode,ImpersonatedUser'

const NEW_AGENT = 'OC/16.0.7967.2139 (Skype for Business)'
const serverRow = (user: string, agent: string, status: string, code: string): string =>
  `2017-07-21T22:18:50.109Z,6324ca6d,15,0,1104,2,,Negotiate,true,${user},contoso.example,${agent},,192.0.2.10,EX01,,CreateItem,${status},4320,,${code},`

const serverLog = (...requests: readonly string[]): string =>
  lines(
    FIELDS,
    '#Software: Microsoft Exchange Server',
    '#Version: 15.00.1104.002',
    '#Log-type: EWS Logs',
    '#Date: 2017-07-21T22:18:48.921Z',
    `#Fields: ${FIELDS}`,
    ...requests,
  )

export const exchange: readonly EvidenceKind[] = [
  {
    folder: 'configuration-information',
    variants: {
      'docs-mapi-line': { ...ewsOk, inputs: { 'docs-mapi-line.txt': READ } },
      'full-copy': { ...ewsOk, inputs: { 'full-copy.txt': { ...READ, records: 14 } } },
      'ews-initialising': {
        flagged: [],
        notChecked: ['ews-unavailable'],
        facts: { ewsState: 'initialising', mailboxLocation: null },
      },
      'ews-inner-semicolon': {
        flagged: ['ews-unavailable'],
        facts: { ewsState: 'down', mailboxLocation: 'on-premises' },
        says: { 'ews-unavailable': ['connection to Exchange is down'] },
      },
      'ews-inner-semicolon-ok': ewsOk,
      'word-table': notDeployed(null),
      'outlook-nbsp': notDeployed('exchange-online'),
      'markdown-table': notDeployed('on-premises'),
      'mail-quoted': notDeployed(null),
      excel: notDeployed('on-premises'),
    },
    made: {
      ...carriedRows(),
      'one row that was copied': {
        ...notDeployed(null),
        files: { 'ci.txt': lines(`EWS Information;${NOT_DEPLOYED};${NOT_DEPLOYED};`) },
      },
      'one row that was copied into a mail': {
        ...notDeployed(null),
        files: {
          'mail.txt': lines(
            'Hello, the window says:',
            '',
            `EWS Information;;${NOT_DEPLOYED};`,
            '',
            'Regards, Anna',
          ),
        },
      },
      'one row of MAPI, as Microsoft shows it': {
        flagged: [],
        notChecked: ['ews-unavailable'],
        files: {
          'ci.txt': lines(
            'MAPI Information;Lync is in the process of connecting to the Exchange server.;MAPI unavailable; retrying connection;',
          ),
        },
      },
      'a sentence that names the row': {
        flagged: [],
        isUnread: true,
        files: { 'mail.txt': lines('EWS Information; does anybody know where it is?') },
      },
      'MAPI alone never clears EWS': {
        flagged: [],
        notChecked: ['ews-unavailable'],
        files: {
          'ci.txt': lines(
            'MAPI Information;MAPI Status OK;MAPI Status OK;',
            `EWS Internal URL;${ONPREM};--;`,
          ),
        },
      },
      'a status in another language is not OK': {
        flagged: [],
        notChecked: ['ews-unavailable'],
        facts: { ewsState: 'unrecognised' },
        files: { 'ci.txt': rows('EWS-Status in Ordnung') },
      },
      'OK in the value, a fault in the status': {
        flagged: ['ews-unavailable'],
        files: {
          'ci.txt': lines(
            `EWS Internal URL;${ONPREM};--;`,
            `EWS Information;${OK};Exchange connection Down;`,
          ),
        },
      },
    },
  },
  {
    folder: 'national-clouds',
    variants: {
      china: national,
      germany: national,
      'us-dod': national,
      'us-gcc-high': national,
      'us-gcc-high-old-client': {
        ...national,
        facts: { mailboxLocation: 'exchange-online', clientBuild: '16.0.6741.2056' },
      },
      'onprem-lookalike': onPremises,
      world: worldwide,
      'world-old': worldwide,
    },
    made: nationalClouds(),
  },
  {
    folder: 'exchange-ews-server-log',
    variants: {
      '.': {
        // The only client in the log is Kim's, of the Windows Installer edition.
        flagged: ['ews-request-failing', 'windows-installer-client', 'client-build-too-old'],
        facts: { clientBuild: '16.0.4546.1000' },
        says: {
          'ews-request-failing': ['ErrorServerBusy', '2017-07-21 22:18:50', 'kim@contoso.example'],
        },
        lines: { 'ews-request-failing': [9] },
        inputs: {
          'Ews_2017072122-1.LOG': {
            format: 'exchange-ews-log',
            status: 'read',
            unreadable: 0,
            records: 3,
            from: '2017-07-21T22:18:48.921Z',
            to: '2017-07-21T22:18:50.109Z',
          },
        },
      },
    },
    made: {
      'two users, so that nobody knows whose build it is': {
        flagged: ['ews-request-failing'],
        notChecked: ['client-build-too-old', 'windows-installer-client'],
        facts: { clientBuild: null },
        says: { 'ews-request-failing': ['ErrorQuotaExceeded'] },
        lines: { 'ews-request-failing': [8] },
        files: {
          'Ews.log': serverLog(
            serverRow('kim@contoso.example', NEW_AGENT, '200', ''),
            serverRow(
              'ada@contoso.example',
              'OC/16.0.4546.1000 (Skype for Business)',
              '200',
              'ErrorQuotaExceeded',
            ),
          ),
        },
      },
      'the error of another program': {
        flagged: [],
        facts: { clientBuild: '16.0.7967.2139' },
        inputs: { 'Ews.log': { records: 2, notes: ['of other programs'] } },
        files: {
          'Ews.log': serverLog(
            serverRow('kim@contoso.example', NEW_AGENT, '200', ''),
            serverRow('kim@contoso.example', 'MacOutlook/16.0', '500', 'ErrorInternalServerError'),
          ),
        },
      },
      'saved again with semicolons': {
        flagged: ['ews-request-failing'],
        says: { 'ews-request-failing': ['ErrorServerBusy'] },
        files: {
          'Ews.csv': serverLog(
            serverRow('kim@contoso.example', NEW_AGENT, '200', 'ErrorServerBusy'),
          ).replaceAll(',', ';'),
        },
      },
      'an account without a domain of mail': {
        flagged: ['ews-request-failing'],
        says: { 'ews-request-failing': ['503'] },
        files: { 'Ews.log': serverLog(serverRow('CONTOSO\\kim', NEW_AGENT, '503', '')) },
      },
      'no answer to a client of Skype for Business': {
        flagged: [],
        notChecked: ['ews-request-failing', 'client-build-too-old'],
        files: {
          'Ews.log': serverLog(serverRow('kim@contoso.example', 'Outlook/16.0', '200', '')),
        },
      },
    },
  },
]
