import { lines, utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase } from './expected-case.ts'

const C2R = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration'
const LYNC = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync'
const HEADER = 'Windows Registry Editor Version 5.00'
const DEFERRED = 'http://officecdn.microsoft.com/pr/7ffbc6bf-bc32-4f92-8982-f9dd17fd3114'

const EXPORT = { format: 'registry-export', status: 'read', unreadable: 0 } as const

/** A channel of Click-to-Run without a build. */
const channelOnly: ExpectedCase = {
  flagged: [],
  notChecked: ['client-build-too-old', 'drafts-fix-missing'],
  facts: {
    clientBuild: null,
    clientEdition: 'Click-to-Run',
    updateChannel: 'Deferred (now Semi-Annual Enterprise)',
  },
  inputs: { 'winesetup.reg': EXPORT },
}

/** Nothing is known of the client. */
const noClient: ExpectedCase = {
  flagged: [],
  notChecked: ['client-build-too-old', 'windows-installer-client'],
  facts: { clientBuild: null, clientEdition: null, updateChannel: null },
}

/** The build of January 2016, which has no Offline IM. */
const oldBuild: ExpectedCase = {
  flagged: ['client-build-too-old'],
  facts: {
    clientBuild: '16.0.6001.1073',
    clientEdition: 'Click-to-Run',
    updateChannel: 'Deferred (now Semi-Annual Enterprise)',
  },
  says: { 'client-build-too-old': ['16.0.6001.1073', '16.0.6701.1000'] },
}

const volume = (build: string): ExpectedCase => ({
  flagged: [],
  clear: ['client-build-too-old', 'windows-installer-client', 'drafts-fix-missing'],
  facts: { clientBuild: build, clientEdition: 'Click-to-Run' },
})

const noTracing = ['EnableTracing', '0', 'OFF']

export const registry: readonly EvidenceKind[] = [
  {
    folder: 'wine-reg',
    variants: {
      hklm: channelOnly,
      'hklm-utf16': channelOnly,
      hkcu: { ...noClient, inputs: { 'pre-install.reg': EXPORT } },
    },
    made: {
      'the older header of REGEDIT4, in windows-1252': {
        ...oldBuild,
        files: {
          'c2r.reg': lines(
            'REGEDIT4',
            '',
            `[${C2R}]`,
            '"VersionToReport"="16.0.6001.1073"',
            `"CDNBaseUrl"="${DEFERRED}"`,
          ),
        },
      },
      'texts as bytes': {
        ...oldBuild,
        files: {
          'c2r.reg': utf16(
            lines(
              HEADER,
              '',
              `[${C2R}]`,
              `"VersionToReport"=hex(2):${hexText('16.0.6001.1073')}`,
              `"CDNBaseUrl"=hex(1):${hexText(DEFERRED)}`,
            ),
          ),
        },
      },
      'the view of 32-bit programs': {
        ...oldBuild,
        files: {
          'c2r.reg': lines(
            HEADER,
            '',
            '[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Office\\ClickToRun\\Configuration]',
            '"VersionToReport"="16.0.6001.1073"',
            `"UpdateChannel"="${DEFERRED}"`,
          ),
        },
      },
      'a key that the file deletes': {
        ...noClient,
        files: { 'c2r.reg': lines(HEADER, '', `[-${C2R}]`) },
      },
    },
  },
  {
    folder: 'reg-query',
    variants: {
      '.': {
        flagged: ['client-build-too-old', 'logging-not-full'],
        facts: oldBuild.facts ?? {},
        says: { ...oldBuild.says, 'logging-not-full': noTracing },
        inputs: { 'c2r.txt': { status: 'read' }, 'lync.txt': { status: 'read' } },
      },
    },
    made: {
      'all subkeys and the number of hits': {
        flagged: ['logging-not-full'],
        says: { 'logging-not-full': ['LIGHT'] },
        files: {
          'lync.txt': lines(
            '',
            LYNC,
            '    (Default)    REG_SZ    (value not set)',
            '    EnableTracing    REG_DWORD    0x1',
            '    EnableLogCollecting    REG_DWORD    0x1',
            '    TracingLevel    REG_SZ    LIGHT',
            '    Window    REG_BINARY    2C000000000000000100000',
            '    Recent    REG_MULTI_SZ    a\\0b\\0c',
            '',
            `${LYNC}\\kim@contoso.example`,
            '',
            'End of search: 6 match(es) found.',
          ),
        },
      },
      'another language, UTF-16': {
        ...oldBuild,
        files: {
          'c2r.txt': utf16(
            lines(
              '',
              C2R,
              '    (Standard)    REG_SZ    (Wert nicht gesetzt)',
              '    VersionToReport    REG_SZ    16.0.6001.1073',
              `    UpdateChannel    REG_SZ    ${DEFERRED}`,
              '',
              'Suche beendet: 3 übereinstimmende Zeichenfolge(n) gefunden.',
            ),
          ),
        },
      },
      'a level that is not known': {
        flagged: [],
        notChecked: ['logging-not-full'],
        says: { 'logging-not-full': ['WARN'] },
        files: { 'lync.txt': lines('', LYNC, '    TracingLevel    REG_SZ    WARN') },
      },
      'full logging': {
        flagged: [],
        clear: ['logging-not-full'],
        files: {
          'lync.txt': lines(
            '',
            LYNC,
            '    EnableTracing    REG_DWORD    0x1',
            '    TracingLevel    REG_SZ    FULL',
            '    EnableLogCollecting    REG_DWORD    0x1',
          ),
        },
      },
      'the key does not exist': {
        ...noClient,
        files: {
          'c2r.txt': lines(
            'ERROR: The system was unable to find the specified registry key or value.',
          ),
        },
      },
    },
  },
  {
    folder: 'reg-query-prompt',
    variants: {
      '.': {
        flagged: ['client-build-too-old', 'logging-not-full'],
        facts: oldBuild.facts ?? {},
        says: { ...oldBuild.says, 'logging-not-full': noTracing },
        lines: { 'client-build-too-old': [4], 'logging-not-full': [12] },
        inputs: { 'both.txt': { status: 'read', unreadable: 0 } },
      },
    },
    made: {
      'PowerShell as shell': {
        ...oldBuild,
        files: {
          'both.txt': lines(
            'PS C:\\Users\\kim> reg query HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration',
            '',
            C2R,
            '    VersionToReport    REG_SZ    16.0.6001.1073',
            `    CDNBaseUrl    REG_SZ    ${DEFERRED}`,
            '',
            'PS C:\\Users\\kim>',
          ),
        },
      },
      'the first of two does not exist': {
        flagged: ['logging-not-full'],
        facts: { clientBuild: null, clientEdition: null },
        files: {
          'both.txt': lines(
            'C:\\>reg query HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration',
            'ERROR: The system was unable to find the specified registry key or value.',
            '',
            'C:\\>reg query HKCU\\Software\\Microsoft\\Office\\16.0\\Lync',
            '',
            LYNC,
            '    EnableTracing    REG_DWORD    0x0',
            '    TracingLevel    REG_SZ    OFF',
          ),
        },
      },
      'quoted in a mail': {
        ...oldBuild,
        files: {
          'both.txt': lines(
            `> C:\\>reg query ${C2R}`,
            '> ',
            `> ${C2R}`,
            '>     VersionToReport    REG_SZ    16.0.6001.1073',
            `>     CDNBaseUrl    REG_SZ    ${DEFERRED}`,
          ),
        },
      },
    },
  },
  {
    folder: 'registry-channels',
    variants: {
      ltsc2019: volume('16.0.10417.20010'),
      ltsc2021: volume('16.0.14332.20763'),
      ltsc2024: volume('16.0.17932.20162'),
      'hkcu-with-version': noClient,
      'lync-logging': { flagged: [], clear: ['logging-not-full'] },
      'no-header-fenced': {
        flagged: ['logging-not-full'],
        says: { 'logging-not-full': noTracing },
      },
      'ps-get-itemproperty': oldBuild,
    },
    made: {
      'Get-ItemProperty of the user’s key': {
        ...noClient,
        files: {
          'c2r.txt': lines(
            'VersionToReport : 16.0.6001.1073',
            'PSPath          : Microsoft.PowerShell.Core\\Registry::HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration',
            'PSChildName     : Configuration',
          ),
        },
      },
      'the text file of the Registry Editor': {
        ...oldBuild,
        flagged: ['client-build-too-old', 'logging-not-full'],
        says: { 'logging-not-full': ['EnableTracing is 0'] },
        lines: { 'client-build-too-old': [18], 'logging-not-full': [32] },
        inputs: { 'c2r.txt': { format: 'registry-query', status: 'read', unreadable: 0 } },
        files: {
          'c2r.txt': utf16(
            lines(
              `Key Name:          ${C2R}`,
              'Class Name:        <NO CLASS>',
              'Last Write Time:   6/14/2016 - 1:09 PM',
              'Value  0',
              '  Name:            <NO NAME>',
              '  Type:            REG_SZ',
              '  Data:            ',
              '',
              'Value  1',
              '  Name:            Blob',
              '  Type:            REG_BINARY',
              '  Data:            ',
              '00000000   2c 00 00 00 02 00 00 00 - 03 00 00 00 ff ff ff ff  ,...........ÿÿÿÿ',
              '',
              'Value  2',
              '  Name:            VersionToReport',
              '  Type:            REG_SZ',
              '  Data:            16.0.6001.1073',
              '',
              'Value  3',
              '  Name:            CDNBaseUrl',
              '  Type:            REG_SZ',
              `  Data:            ${DEFERRED}`,
              '',
              '',
              `Key Name:          ${LYNC}`,
              'Class Name:        <NO CLASS>',
              'Last Write Time:   6/14/2016 - 1:09 PM',
              'Value  0',
              '  Name:            EnableTracing',
              '  Type:            REG_DWORD',
              '  Data:            0x0',
              '',
            ),
          ),
        },
      },
      'the text file of a German Registry Editor': {
        ...oldBuild,
        files: {
          'c2r.txt': utf16(
            lines(
              `Schlüsselname:     ${C2R}`,
              'Klassenname:       <KEINE KLASSE>',
              'Letzter Schreibzugriff:  14.06.2016 - 13:09',
              'Wert  0',
              '  Name:            VersionToReport',
              '  Typ:             REG_SZ',
              '  Daten:           16.0.6001.1073',
              '',
              'Wert  1',
              '  Name:            UpdateChannel',
              '  Typ:             REG_SZ',
              `  Daten:           ${DEFERRED}`,
              '',
            ),
          ),
        },
      },
      'Get-ItemProperty as CSV': {
        ...oldBuild,
        files: {
          'c2r.csv': lines(
            '"VersionToReport","UpdateChannel","PSPath","PSChildName"',
            `"16.0.6001.1073","${DEFERRED}","Microsoft.PowerShell.Core\\Registry::${C2R}","Configuration"`,
          ),
        },
      },
      'Get-ItemProperty as JSON': {
        ...oldBuild,
        files: {
          'c2r.json': JSON.stringify({
            VersionToReport: '16.0.6001.1073',
            CDNBaseUrl: DEFERRED,
            PSPath: `Microsoft.PowerShell.Core\\Registry::${C2R}`,
            PSChildName: 'Configuration',
          }),
        },
      },
      'logging with a value of another type': {
        flagged: [],
        clear: ['logging-not-full'],
        files: {
          'lync.reg': lines(
            HEADER,
            '',
            `[${LYNC}]`,
            '"EnableTracing"="1"',
            '"TracingLevel"="full"',
            '"EnableLogCollecting"=hex(4):01,00,00,00',
          ),
        },
      },
      'logging off in Lync 2013 only': {
        flagged: [],
        files: {
          'lync.reg': lines(
            HEADER,
            '',
            '[HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\15.0\\Lync]',
            '"EnableTracing"=dword:00000000',
            '',
            `[${LYNC}]`,
            '"EnableTracing"=dword:00000001',
            '"TracingLevel"="FULL"',
            '"EnableLogCollecting"=dword:00000001',
          ),
        },
      },
    },
  },
]

/** The bytes of a text with its end, as a registry export writes them. */
function hexText(text: string): string {
  return [...Buffer.from(`${text}\0`, 'utf16le')]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(',')
}
