import { inCodePage, lines, utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase, MadeCases } from './expected-case.ts'

const kim = 'kim@contoso.example'

const transcript: ExpectedCase = {
  flagged: ['auto-archiving-disabled', 'drafts-accumulating'],
  clear: ['mail-domain-differs-from-sip-domain'],
  facts: { users: kim },
  says: {
    'auto-archiving-disabled': ['Juridique', kim],
    'drafts-accumulating': ['1,204', '100'],
  },
}

const bothOff: ExpectedCase = {
  flagged: ['offline-im-disabled', 'auto-archiving-disabled'],
  facts: { offlineIm: 'off', autoArchiving: 'off' },
  says: {
    'offline-im-disabled': ['Global'],
    'auto-archiving-disabled': ['Global'],
  },
  inputs: { 'out.txt': { format: 'powershell-list', status: 'read', unreadable: 0 } },
}
const bothOffIn = (note: string): ExpectedCase => ({
  ...bothOff,
  inputs: { 'out.txt': { status: 'read', unreadable: 0, notes: [note] } },
})

const list = (value: string): string =>
  lines(
    'Identity        : Global',
    `EnableOfflineIm : ${value}`,
    '',
    'Identity              : Global',
    `EnableIMAutoArchiving : ${value}`,
    'DisableSavingIM       : False',
    '',
  )
const off = list('False')

/** The ways of carrying that are tried with both values: what is read is no default. */
const CARRIED: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  'quoted twice': (text) => text.replaceAll(/^(?!$)/gm, '> > '),
  'quoted, with no-break blanks': (text) =>
    text.replaceAll(' ', '\u00a0').replaceAll(/^(?!$)/gm, '> '),
  'Jira block': (text) => `Hello,\r\n{code:title=out.txt}\r\n${text}{code}\r\n`,
  'forum block': (text) => `[code]\r\n${text}[/code]\r\n`,
  'numbers of grep': (text) =>
    text
      .split('\r\n')
      .map((line, index) => `${index + 1}:${line}`)
      .join('\r\n'),
  'doubled and quoted': (text) => text.replaceAll('\r\n', '\r\n\r\n').replaceAll(/^(?!$)/gm, '> '),
  'HTML entities for blanks': (text) =>
    text.replaceAll(/ {2,}/g, (run) => '&nbsp;'.repeat(run.length)),
  'UTF-32 is not used, UTF-16 of a chat is': (text) => utf16(`[14:03] Admin, Anna\r\n${text}`),
  'colours of the whole line': (text) => text.replaceAll(/^(.+)$/gm, '\u001b[36m$1\u001b[0m'),
}

function carriedLists(): MadeCases {
  const on: ExpectedCase = {
    flagged: [],
    clear: ['offline-im-disabled'],
    facts: { offlineIm: 'on', autoArchiving: 'on' },
  }
  return Object.fromEntries(
    Object.entries(CARRIED).flatMap(([name, carry]) => [
      [
        `${name}: off`,
        {
          flagged: bothOff.flagged,
          facts: bothOff.facts ?? {},
          files: { 'out.txt': carry(off) },
        },
      ],
      [`${name}: on`, { ...on, files: { 'out.txt': carry(list('True')) } }],
    ]),
  )
}

/** Get-CsImConfiguration is unknown: before CU3, or another shell. */
const missing: ExpectedCase = {
  flagged: ['server-before-cu3'],
  notChecked: ['offline-im-disabled'],
  says: { 'server-before-cu3': ['Get-CsImConfiguration', 'Management Shell'] },
}
/** Get-CsUser is unknown too: it was another shell. */
const wrongShell: ExpectedCase = {
  flagged: [],
  notChecked: ['server-before-cu3', 'offline-im-disabled'],
  says: { 'server-before-cu3': ['Get-CsUser'] },
}

/** What PowerShell prints for an unknown command. */
const UNKNOWN: Readonly<Record<string, (name: string) => string>> = {
  Italian: (name) =>
    `${name} : Termine '${name}' non riconosciuto come nome di cmdlet, funzione, programma eseguibile o file script.`,
  Spanish: (name) =>
    `${name} : El término '${name}' no se reconoce como nombre de un cmdlet, función, archivo de script o programa ejecutable.`,
  Portuguese: (name) =>
    `${name} : O termo '${name}' não é reconhecido como nome de cmdlet, função, arquivo de script ou programa operável.`,
  Russian: (name) =>
    `${name} : Имя "${name}" не распознано как имя командлета, функции, файла сценария или выполняемой программы.`,
  Japanese: (name) =>
    `${name} : 用語 '${name}' は、コマンドレット、関数、スクリプト ファイル、または操作可能なプログラムの名前として認識されません。`,
  Chinese: (name) => `${name} : 无法将“${name}”项识别为 cmdlet、函数、脚本文件或可运行程序的名称。`,
  Dutch: (name) =>
    `${name} : De term ${name} wordt niet herkend als de naam van een cmdlet, functie, scriptbestand of uitvoerbaar programma.`,
  Swedish: (name) =>
    `${name} : Termen ${name} känns inte igen som namnet på en cmdlet, funktion, skriptfil eller ett körbart program.`,
}

const unknownCommands = (): MadeCases =>
  Object.fromEntries(
    Object.entries(UNKNOWN).flatMap(([language, sentence]) => [
      [
        language,
        {
          ...missing,
          files: {
            'out.txt': lines('PS C:\\> Get-CsImConfiguration', sentence('Get-CsImConfiguration')),
          },
        },
      ],
      [
        `${language}, on a laptop`,
        {
          ...wrongShell,
          files: {
            'out.txt': lines(
              'PS C:\\> Get-CsImConfiguration',
              sentence('Get-CsImConfiguration'),
              'PS C:\\> Get-CsUser kim',
              sentence('Get-CsUser'),
            ),
          },
        },
      ],
    ]),
  )

const server = (value: string, isFlagged: boolean): ExpectedCase => ({
  flagged: isFlagged ? ['server-before-cu3'] : [],
  clear: isFlagged ? [] : ['server-before-cu3'],
  facts: { server: value },
})
const S2015 = 'Skype for Business Server 2015'

const noArchiving: ExpectedCase = {
  flagged: ['auto-archiving-disabled'],
  clear: ['mail-domain-differs-from-sip-domain'],
  facts: { users: kim },
  says: { 'auto-archiving-disabled': ['ClientPolicyNoSaveIMNoArchiving'] },
}

export const consoleOutput: readonly EvidenceKind[] = [
  {
    folder: 'transcript-french',
    variants: { nbsp: transcript, 'utf8-bom': transcript },
    made: {
      German: {
        ...transcript,
        says: { 'auto-archiving-disabled': ['Recht'], 'drafts-accumulating': ['1,204'] },
        files: { 'ausgabe.txt': germanTranscript('\u00a0') },
      },
      'German, windows-1252': {
        ...transcript,
        says: { 'auto-archiving-disabled': ['Recht'], 'drafts-accumulating': ['1,204'] },
        files: { 'ausgabe.txt': inCodePage(germanTranscript('.'), 'windows-1252') },
      },
      'Swiss grouping': {
        ...transcript,
        says: { 'auto-archiving-disabled': ['Recht'], 'drafts-accumulating': ['1,204'] },
        files: { 'ausgabe.txt': germanTranscript('’') },
      },
      'few drafts': {
        flagged: ['auto-archiving-disabled'],
        clear: ['drafts-accumulating'],
        files: { 'ausgabe.txt': germanTranscript('.').replace('1.204', '12') },
      },
    },
  },
  {
    folder: 'lines-glued',
    variants: {
      '.': {
        flagged: [],
        notChecked: ['mail-domain-differs-from-sip-domain', 'auto-archiving-disabled'],
        facts: { users: null, mailboxLocation: null },
      },
    },
    made: {
      'the lines of a policy': {
        flagged: [],
        notChecked: ['offline-im-disabled'],
        facts: { offlineIm: null },
        files: {
          'im.txt': lines(
            'Identity                 : GlobalEnableOfflineIm          : TrueEnableUrlPrefixing : True',
          ),
        },
      },
      'of a mailbox': {
        flagged: [],
        notChecked: ['drafts-accumulating'],
        files: {
          'drafts.txt': lines(
            'Name          : DraftsFolderPath : /DraftsItemsInFolder : 1204FolderSize : 1.2 MB (1,234,567 bytes)',
          ),
        },
      },
      'of two objects': {
        flagged: [],
        notChecked: ['mail-domain-differs-from-sip-domain'],
        facts: { users: null },
        files: {
          'user.txt': lines(
            'SipAddress : sip:kim@contoso.exampleWindowsEmailAddress : kim@fabrikam.exampleClientPolicy :',
          ),
        },
      },
    },
  },
  {
    folder: 'list-wrapped-inside-a-word',
    variants: {
      '.': {
        flagged: ['mail-domain-differs-from-sip-domain'],
        notChecked: ['auto-archiving-disabled'],
        facts: { users: kim },
        says: {
          'mail-domain-differs-from-sip-domain': ['mail.contoso.example', 'contoso.example'],
        },
      },
    },
    made: {
      'the mail address itself is wrapped': {
        flagged: ['mail-domain-differs-from-sip-domain'],
        facts: { users: kim },
        says: { 'mail-domain-differs-from-sip-domain': ['mail.contoso.example'] },
        files: {
          'user.txt': lines(
            'SipAddress          : sip:kim@contoso.example',
            'ClientPolicy        :',
            'WindowsEmailAddress : kim@mail.contoso',
            '                      .example',
          ),
        },
      },
      'a policy after a wrapped value': {
        flagged: ['auto-archiving-disabled'],
        facts: { autoArchiving: 'off' },
        files: {
          'policy.txt': lines(
            'Identity              : Tag:Legal and com',
            '                        pliance',
            'EnableIMAutoArchiving : False',
            '',
            'SipAddress            : sip:kim@contoso.example',
            'ClientPolicy          : Legal and com',
            '                        pliance',
          ),
        },
      },
    },
  },
  {
    folder: 'lists-as-people-send-them',
    variants: {
      'ansi-colours': bothOffIn('colored by a terminal'),
      collapsed: bothOff,
      'cr-only': bothOff,
      'double-spaced': bothOff,
      'line-numbers': bothOffIn('with line numbers'),
      'mail-quoted': bothOffIn('quoted as in a mail'),
      'markdown-fence': bothOff,
      'markdown-indented': bothOffIn('indented'),
      'outlook-nbsp': bothOff,
      'outlook-nbsp-cp1252': bothOffIn('windows-1252'),
      tabs: bothOff,
      'teams-chat': bothOff,
      'utf16-no-bom': bothOff,
      utf16: bothOff,
      utf16be: bothOff,
      'word-smart': bothOff,
      // A name that a machine misread is another name.
      ocr: { flagged: [], notChecked: ['offline-im-disabled'], facts: { offlineIm: null } },
      // A line of a web page, which holds this one switch.
      'html-entities': { flagged: ['offline-im-disabled'], facts: { offlineIm: 'off' } },
    },
    made: carriedLists(),
  },
  {
    folder: 'cmdlet-missing',
    variants: { german: missing, french: missing, ps7: missing, 'own-laptop': wrongShell },
    made: {
      ...unknownCommands(),
      'other cmdlets of the management shell are known': {
        ...missing,
        facts: { users: kim },
        files: {
          'out.txt': lines(
            'PS C:\\> Get-CsUser kim | fl SipAddress,ClientPolicy',
            '',
            'SipAddress   : sip:kim@contoso.example',
            'ClientPolicy :',
            '',
            'PS C:\\> Get-CsImConfiguration',
            UNKNOWN.Spanish?.('Get-CsImConfiguration') ?? '',
          ),
        },
      },
      'in the code page of a Russian console': {
        ...missing,
        files: {
          'out.txt': inCodePage(
            lines(
              'PS C:\\> Get-CsImConfiguration',
              UNKNOWN.Russian?.('Get-CsImConfiguration') ?? '',
              '    + CategoryInfo          : ObjectNotFound: (Get-CsImConfiguration:String) [], CommandNotFoundException',
              '    + FullyQualifiedErrorId : CommandNotFoundException',
            ),
            'cp866',
          ),
        },
      },
    },
  },
  {
    folder: 'server-versions',
    variants: {
      cu2: server(`${S2015} 6.0.9319.235`, true),
      'edge-of-cu3': server(`${S2015} 6.0.9319.259`, false),
      'half-patched': server(`${S2015} 6.0.9319.88`, true),
      lync2013: server('Lync Server 2013 5.0.8308.1182', true),
      sfb2019: server('Skype for Business Server 2019 7.0.2046.0', false),
    },
    made: {
      'Format-List': {
        ...server(`${S2015} 6.0.9319.235`, true),
        files: {
          'patch.txt': lines(
            '',
            'ComponentName : Skype for Business Server 2015, Core Components',
            'Version       : 6.0.9319.235',
            '',
            'ComponentName : Microsoft Unified Communications Managed API 5.0, Runtime',
            'Version       : 6.0.9319.619',
            '',
          ),
        },
      },
      CSV: {
        ...server(`${S2015} 6.0.9319.272`, false),
        files: {
          'patch.csv': lines(
            '#TYPE Microsoft.Rtc.Management.Deployment.ServerPatchVersion',
            '"ComponentName","Version"',
            `"${S2015}, Core Components","6.0.9319.272"`,
            `"${S2015}, Front End Server","6.0.9319.272"`,
          ),
        },
      },
      JSON: {
        ...server(`${S2015} 6.0.9319.88`, true),
        files: {
          'patch.json': JSON.stringify([
            { ComponentName: `${S2015}, Core Components`, Version: '6.0.9319.619' },
            { ComponentName: `${S2015}, Front End Server`, Version: '6.0.9319.88' },
          ]),
        },
      },
      'a table that cuts the names off': {
        ...server(`${S2015} 6.0.9319.259`, false),
        files: {
          'patch.txt': lines(
            '',
            'ComponentName                           Version',
            '-------------                           -------',
            'Skype for Business Server 2015, Core... 6.0.9319.259',
            'Skype for Business Server 2015, Fron... 6.0.9319.259',
          ),
        },
      },
      'the base build alone': {
        flagged: [],
        notChecked: ['server-before-cu3'],
        facts: { server: `${S2015} 6.0.9319.0` },
        files: {
          'version.txt': lines(
            'PS C:\\> Get-CsServerVersion',
            `${S2015} (6.0.9319.0): Volume license key installed.`,
          ),
        },
      },
      'the base build of Lync Server': {
        ...server('Lync Server 2013 5.0.8308.0', true),
        files: {
          'version.txt': lines(
            'PS C:\\> Get-CsServerVersion',
            'Microsoft Lync Server 2013 (5.0.8308.0): Volume license key installed.',
          ),
        },
      },
    },
  },
  {
    folder: 'online-policies',
    variants: {
      tag: noArchiving,
      plain: { flagged: [], facts: { users: kim, autoArchiving: null } },
    },
    made: {
      'without Tag, with more behind the name': {
        ...noArchiving,
        files: {
          'user.txt': lines(
            'SipAddress          : sip:kim@contoso.example',
            'WindowsEmailAddress : kim@contoso.example',
            'ClientPolicy        : ClientPolicyNoSaveIMNoArchivingNoIMURL',
          ),
        },
      },
      'a table': {
        ...noArchiving,
        files: {
          'user.txt': lines(
            '',
            'SipAddress              WindowsEmailAddress ClientPolicy',
            '----------              ------------------- ------------',
            'sip:kim@contoso.example kim@contoso.example Tag:ClientPolicyNoSaveIMNoArchiving',
          ),
        },
      },
      'another predefined policy': {
        flagged: [],
        facts: { users: kim },
        files: {
          'user.csv': lines(
            '"SipAddress","WindowsEmailAddress","ClientPolicy"',
            '"sip:kim@contoso.example","kim@contoso.example","ClientPolicyDefaultPhoto"',
          ),
        },
      },
    },
  },
]

function germanTranscript(group: string): string {
  return lines(
    '**********************',
    'Start der Windows PowerShell-Aufzeichnung',
    'Startzeit: 20210416160835',
    'Benutzername: CONTOSO\\admin',
    'RunAs-Benutzer: CONTOSO\\admin',
    'Konfigurationsname: ',
    'Computer: FE01 (Microsoft Windows NT 10.0.19042.0)',
    'Hostanwendung: powershell',
    'Prozess-ID: 18304',
    '**********************',
    'PS C:\\> Get-CsClientPolicy | fl Identity,EnableIMAutoArchiving',
    '',
    'Identity              : Global',
    'EnableIMAutoArchiving : True',
    '',
    'Identity              : Tag:Recht',
    'EnableIMAutoArchiving : False',
    '',
    'PS C:\\> Get-CsUser kim | fl SipAddress,ClientPolicy,WindowsEmailAddress',
    '',
    'SipAddress          : sip:kim@contoso.example',
    'ClientPolicy        : Recht',
    'WindowsEmailAddress : kim@contoso.example',
    '',
    'PS C:\\> Get-MailboxFolderStatistics kim -FolderScope Drafts | fl Name,FolderType,ItemsInFolder',
    '',
    'Name          : Entwürfe',
    'FolderType    : Drafts',
    `ItemsInFolder : 1${group}204`,
    '',
    'PS C:\\> Stop-Transcript',
    '**********************',
    'Ende der Windows PowerShell-Aufzeichnung',
    'Endzeit: 20210416161035',
    '**********************',
  )
}
