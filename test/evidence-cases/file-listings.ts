import { readFileSync } from 'node:fs'
import { inCodePage, lines, utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase, ExpectedInput, ExpectedItem } from './expected-case.ts'
import { listingCase, READ_LISTING, SPOOL } from './listing-case.ts'

/** A listing without times: what is spooled is known, how long it waits is not. */
const untimed = (
  file: string,
  items: readonly ExpectedItem[],
  input: ExpectedInput = {},
): ExpectedCase => ({
  asOf: '2016-09-20T12:00Z',
  flagged: [],
  notChecked: ['spool-message-stuck'],
  facts: { spoolItems: items.length },
  inputs: { [file]: { status: 'read', ...input } },
  items,
})

const inSeptember: readonly ExpectedItem[] = [
  ['00000001.hist', 1234, '2016-09-20T06:29Z'],
  ['00000002.hist', 1300, '2016-09-20T07:22Z'],
]
const twoNames: readonly ExpectedItem[] = [
  ['00000001.hist', undefined],
  ['00000002.hist', undefined],
]
const NOON = '2016-09-20T12:00Z'

const itemTable = (word: string, ...rows: readonly string[]): string =>
  lines(
    '',
    '',
    `    ${word}: ${SPOOL}`,
    '',
    '',
    'Mode                LastWriteTime         Length Name',
    '----                -------------         ------ ----',
    ...rows,
    '',
    '',
  )

/** The listing of samples/formats/dir-listing/dir-us.txt, with the time of its collection. */
const stuck: ExpectedCase = {
  flagged: ['spool-message-stuck'],
  facts: { spoolItems: 2, spoolBytes: 2746 },
  inputs: { 'spool.txt': { ...READ_LISTING } },
  items: [
    ['0001.hist', 1834, '2016-06-14T11:10Z', '2016-06-14T11:09Z'],
    ['note to self.hist', 912, '2016-06-14T11:55Z', '2016-06-14T11:55Z'],
  ],
  lines: { 'spool-message-stuck': [18, 19] },
}

const american = readFileSync('samples/formats/dir-listing/dir-us.txt', 'utf8').replaceAll(
  '\r\n',
  '\n',
)

const beforePm: readonly ExpectedItem[] = [
  ['0001.hist', 1834, '2016-06-14T13:09Z'],
  ['0002.hist', 912, '2016-06-14T13:55Z'],
]
const EVENING = '2016-06-14T20:00Z'
const toTheSecond: readonly ExpectedItem[] = [
  ['0001.hist', 1834, '2016-06-14T13:09:02Z'],
  ['0002.hist', 912, '2016-06-14T13:55:02Z'],
]
const objects = (first: string, second: string): string =>
  lines(
    '"FullName","Length","LastWriteTime"',
    `"${SPOOL}\\0001.hist","1834","${first}"`,
    `"${SPOOL}\\0002.hist","912","${second}"`,
  )

export const fileListings: readonly EvidenceKind[] = [
  {
    folder: 'other-listings',
    variants: {
      'robocopy-log': listingCase(
        'robocopy.log',
        [
          ['00000001.hist', 1234, '2016-09-20T06:29:00Z'],
          ['00000002.hist', 1300, '2016-09-20T07:22:30Z'],
        ],
        NOON,
      ),
      'china-weekday': listingCase(
        'dir.txt',
        [
          ['00000001.hist', 24, '2025-08-05T07:52Z'],
          ['00000002.hist', 24, '2025-08-05T07:53Z'],
        ],
        '2025-08-05T12:00Z',
      ),
      'mixed-rows': listingCase(
        'dir.txt',
        [
          ['00000001.hist', 24, '2025-08-05T07:52Z'],
          ['00000002.hist', 24, '2025-08-05T07:53Z'],
        ],
        '2025-08-05T12:00Z',
      ),
      'de-weekday-utf8': listingCase(
        'dir.txt',
        [
          ['00000001.hist', 8, '2025-07-04T07:46Z'],
          ['00000002.hist', 7, '2025-07-04T07:46Z'],
        ],
        '2025-07-04T12:00Z',
      ),
      'french-narrow': listingCase(
        'dir.txt',
        [['00000001.hist', 119_296, '2020-04-30T15:55Z']],
        '2020-04-30T20:00Z',
      ),
      'gci-ft-german': listingCase('gci.txt', inSeptember, NOON),
      'dir-b': untimed('dir.txt', twoNames, { notes: ['names only', 'dir /s /t:w'] }),
      // The times have no year.
      'forward-slash-tree': untimed(
        'ls.txt',
        [
          ['00000001.hist', 1234],
          ['00000002.hist', 1300],
        ],
        { notes: ['without the year', 'ls -l --full-time'] },
      ),
    },
    made: {
      'Get-ChildItem, Dutch': {
        ...listingCase('gci.txt', inSeptember, NOON),
        files: {
          'gci.txt': itemTable(
            'Map',
            '-a----        20-9-2016     06:29           1234 00000001.hist',
            '-a----        20-9-2016     07:22           1300 00000002.hist',
          ),
        },
      },
      'Get-ChildItem, Polish, UTF-16': {
        ...listingCase('gci.txt', inSeptember, NOON),
        files: {
          'gci.txt': utf16(
            itemTable(
              'Katalog',
              '-a----        20.09.2016     06:29           1234 00000001.hist',
              '-a----        20.09.2016     07:22           1300 00000002.hist',
            ),
          ),
        },
      },
      'Get-ChildItem, Korean': {
        ...listingCase('gci.txt', inSeptember, NOON),
        files: {
          'gci.txt': itemTable(
            '디렉터리',
            '-a----      2016-09-20   오전 6:29           1234 00000001.hist',
            '-a----      2016-09-20   오전 7:22           1300 00000002.hist',
          ),
        },
      },
      'Get-ChildItem, Swedish and Czech blanks': {
        ...listingCase('gci.txt', inSeptember, NOON),
        files: {
          'gci.txt': itemTable(
            'Adresář',
            '-a----        20. 9. 2016     6:29           1234 00000001.hist',
            '-a----        20. 9. 2016     7:22           1300 00000002.hist',
          ),
        },
      },
      'ls with whole times': {
        ...listingCase(
          'ls.txt',
          [
            ['00000001.hist', 1234, '2016-09-20T06:29:01Z'],
            ['00000002.hist', 1300, '2016-09-20T07:22:30Z'],
          ],
          NOON,
        ),
        files: {
          'ls.txt':
            '/c/Users/kim/AppData/Local/Microsoft/Office/16.0/Lync/sip_kim@contoso.example/History Spooler:\n' +
            'total 8\n' +
            '-rw-r--r-- 1 kim 197121 1234 2016-09-20 08:29:01.000000000 +0200 00000001.hist\n' +
            '-rw-r--r-- 1 kim 197121 1300 2016-09-20 09:22:30.000000000 +0200 00000002.hist\n',
        },
      },
      'a row that is not understood': {
        asOf: NOON,
        // The row itself, and the total that the other row does not add up to.
        flagged: ['spool-message-stuck', 'input-mostly-unreadable'],
        inputs: { 'dir.txt': { status: 'read', unreadable: 2 } },
        items: [['00000001.hist', 1234, '2016-09-20T06:29Z']],
        files: {
          'dir.txt': lines(
            ` Directory of ${SPOOL}`,
            '',
            '20/09/2016  06:29             1,234 00000001.hist',
            '20/09/2016  07:2#             1,300 00000002.hist',
            '               2 File(s)          2,534 bytes',
          ),
        },
      },
      'robocopy in German': {
        ...listingCase(
          'robocopy.log',
          [
            ['00000001.hist', 1234, '2016-09-20T06:29:00Z'],
            ['00000002.hist', 1300, '2016-09-20T07:22:30Z'],
          ],
          NOON,
        ),
        files: {
          'robocopy.log': inCodePage(
            lines(
              '',
              '-------------------------------------------------------------------------------',
              '   ROBOCOPY     ::     Robustes Dateikopieren für Windows                              ',
              '-------------------------------------------------------------------------------',
              '',
              '  Gestartet: Dienstag, 20. September 2016 08:31:00',
              `   Quelle : ${SPOOL}\\`,
              '     Ziel : E:\\case\\History Spooler\\',
              '',
              '    Dateien : *.*',
              '',
              '  Optionen: *.* /V /S /TS /E /DCOPY:DA /COPY:DAT /R:3 /W:3 ',
              '',
              '------------------------------------------------------------------------------',
              '',
              `\t  Neues Verz.        2\t${SPOOL}\\`,
              '\t    Neue Datei  \t\t    1234\t2016/09/20 06:29:00\t00000001.hist',
              '\t    Neue Datei  \t\t    1300\t2016/09/20 07:22:30\t00000002.hist',
            ),
            'cp850',
          ),
        },
      },
    },
  },
  {
    folder: 'listing-oddities',
    variants: {
      forwarded: {
        ...stuck,
        inputs: { 'spool.txt': { ...READ_LISTING, notes: ['quoted as in a mail'] } },
      },
      indented: stuck,
      nbsp: stuck,
      'no-grouping': stuck,
      owner: stuck,
      'short-names': stuck,
      'trailing-two-blanks': stuck,
      'utf16-then-oem': stuck,
    },
    made: {
      'owner and short names together': {
        ...stuck,
        files: {
          'spool.txt': american
            .replaceAll(
              /(?<=\d,?\d* )0001\.hist/g,
              '             CONTOSO\\kim            0001.hist',
            )
            .replaceAll('912 note to self', '912 NOTETO~1.HIS CONTOSO\\kim            note to self')
            .replaceAll('/t:w', '/t:w /q /x')
            .replaceAll('/t:c', '/t:c /q /x'),
        },
      },
      'an owner with a blank': {
        ...stuck,
        files: {
          'spool.txt': american
            .replaceAll(/(?<=\d )0001\.hist/g, 'NT AUTHORITY\\SYSTEM    0001.hist')
            .replaceAll('912 note to self', '912 NT AUTHORITY\\SYSTEM    note to self')
            .replaceAll('/t:w', '/t:w /q')
            .replaceAll('/t:c', '/t:c /q'),
        },
      },
      'UTF-8, then UTF-16': {
        ...stuck,
        files: {
          'spool.txt': Buffer.concat([
            Buffer.from('\ufeff2016-06-14T14:00:00.0000000+02:00\r\n', 'utf8'),
            Buffer.from(american.split('\n').slice(1).join('\r\n'), 'utf16le'),
          ]),
        },
      },
      'quoted twice': {
        ...stuck,
        files: { 'spool.txt': american.replaceAll(/^/gm, '> > ') },
      },
      'with line numbers': {
        ...stuck,
        files: {
          'spool.txt': american
            .split('\n')
            .map((line, index) => `${String(index + 1).padStart(4)}  ${line}`)
            .join('\n'),
        },
      },
    },
  },
  {
    folder: 'narrow-blank-before-pm',
    variants: {
      'gci-table': listingCase('gci.txt', beforePm, EVENING),
      'gci-list': listingCase(
        'gci.txt',
        [['0001.hist', 1834, '2016-06-14T13:09:02Z', '2016-06-14T13:09:00Z']],
        EVENING,
        { format: 'powershell-list' },
      ),
      'gci-csv': listingCase('gci.csv', toTheSecond, EVENING, { format: 'powershell-csv' }),
      'winevent-csv': {
        flagged: [],
        facts: { logCoverage: '2016-06-14T13:09:02.000Z/2016-06-14T13:55:02.000Z' },
        inputs: {
          'ev.csv': {
            format: 'winevent-csv',
            status: 'read',
            records: 2,
            unreadable: 0,
            from: '2016-06-14T13:09:02.000Z',
            to: '2016-06-14T13:55:02.000Z',
          },
        },
      },
    },
    made: {
      Spanish: {
        ...listingCase('gci.csv', toTheSecond, EVENING, { format: 'powershell-csv' }),
        files: {
          'gci.csv': objects(
            '14/6/2016 1:09:02\u202fp.\u00a0m.',
            '14/6/2016 1:55:02\u202fp.\u202fm.',
          ),
        },
      },
      'Korean, UTF-16': {
        ...listingCase('gci.csv', toTheSecond, EVENING, { format: 'powershell-csv' }),
        files: { 'gci.csv': utf16(objects('2016-06-14 오후 1:09:02', '2016-06-14 오후 1:55:02')) },
      },
      'Bulgarian, with the word for the year': {
        ...listingCase('gci.csv', toTheSecond, EVENING, { format: 'powershell-csv' }),
        files: { 'gci.csv': objects('14.6.2016 г. 13:09:02', '14.6.2016 г. 13:55:02') },
      },
      'the midnight hour': {
        ...listingCase(
          'gci.csv',
          [
            ['0001.hist', 1834, '2016-06-14T00:09:02Z'],
            ['0002.hist', 912, '2016-06-14T12:55:02Z'],
          ],
          EVENING,
          { format: 'powershell-csv' },
        ),
        files: { 'gci.csv': objects('6/14/2016 12:09:02\u202fAM', '6/14/2016 12:55:02\u202fPM') },
      },
      'a table by Format-Table': {
        ...listingCase('gci.txt', toTheSecond, EVENING, { format: 'powershell-table' }),
        files: {
          'gci.txt': lines(
            '',
            `FullName${' '.repeat(SPOOL.length + 2)} Length LastWriteTime`,
            `--------${' '.repeat(SPOOL.length + 2)} ------ -------------`,
            `${SPOOL}\\0001.hist   1834 6/14/2016 1:09:02\u202fPM`,
            `${SPOOL}\\0002.hist    912 6/14/2016 1:55:02\u202fPM`,
            '',
          ),
        },
      },
    },
  },
]
