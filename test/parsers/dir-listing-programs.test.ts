import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dirListing } from '../../src/parsers/spool-listing/dir-listing.ts'
import { readBytes } from '../support/read-bytes.ts'
import { readSample, readText } from '../support/read-text.ts'
import { filesBelow } from '../support/samples.ts'

const LYNC =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_kim@contoso.example'
const FOLDER = `${LYNC}\\History Spooler`
const UNIX = '/c/Users/kim/Lync/sip_kim@contoso.example/History Spooler'
const at = (text: string) => Date.parse(`${text}Z`)

function read(...lines: readonly string[]) {
  const { recognition, observations, tally } = readText(dirListing, `${lines.join('\n')}\n`)
  return {
    isRecognised: recognition !== undefined,
    items: observations
      .filter((one) => one.kind === 'spool-item')
      .map(({ name, bytes, written }) => [name, bytes, written]),
    isPartial: observations.some((one) => one.kind === 'spool-folder' && one.isPartial),
    damage: tally.damage.map(({ line, reason }) => [line, reason]),
    notes: tally.notes,
  }
}

const NAMES_ONLY = ['Lists names only. Sizes and times are unknown. To get them: dir /s /t:w']
const NO_YEAR = [
  'Lists files without their times, or without the year. To get whole times: ls -l --full-time',
]
const namesOnly = {
  items: [
    ['0001.hist', undefined, undefined],
    ['note to self.hist', undefined, undefined],
  ],
  isPartial: false,
  damage: [],
  notes: NAMES_ONLY,
}

/** Size and write time of each item. */
const SAMPLES: [name: string, items: [bytes: number, written: string][]][] = [
  [
    'german-cp850.txt',
    [
      [68_708_889, '2024-11-12T10:35'],
      [1599, '2024-11-12T09:35'],
    ],
  ],
  [
    'german-custom-date.txt',
    [
      [8, '2025-07-04T07:46'],
      [7, '2025-07-04T07:46'],
    ],
  ],
  ['french-canada-utf8.txt', [[119_296, '2020-04-30T15:55']]],
  ['french-cp850.txt', [[119_296, '2020-04-30T15:55']]],
  ['french-old-rep.txt', [[119_296, '2020-04-30T15:55']]],
  ['french-question-marks.txt', [[119_296, '2020-04-30T15:55']]],
  ['french-narrow.txt', [[119_296, '2020-04-30T15:55']]],
  [
    'spanish-month-name.txt',
    [
      [2279, '2022-06-24T14:31'],
      [3495, '2022-06-24T14:53'],
    ],
  ],
  [
    'spanish-mx-blank.txt',
    [
      [2279, '2022-11-18T14:31'],
      [3495, '2022-11-18T14:53'],
    ],
  ],
  [
    'spanish-mx-cp850-nbsp.txt',
    [
      [2279, '2022-11-18T14:31'],
      [3495, '2022-11-18T14:53'],
    ],
  ],
  [
    'spanish-mx-nbsp.txt',
    [
      [2279, '2022-11-18T14:31'],
      [3495, '2022-11-18T14:53'],
    ],
  ],
  [
    'portuguese-collapsed.txt',
    [
      [83, '2022-12-26T10:13'],
      [83, '2022-12-26T10:13'],
      [3072, '2022-12-26T15:43'],
    ],
  ],
  [
    'portuguese-blank-lines.txt',
    [
      [26, '2023-10-16T23:20'],
      [795_884, '2023-10-16T23:20'],
      [1599, '2023-10-16T22:52'],
    ],
  ],
  ['japanese-cp932.txt', [[1_153_176, '2018-06-12T15:08']]],
  ['japanese-no-indent.txt', [[1_153_176, '2018-06-12T15:08']]],
  [
    'russian-cp866.txt',
    [
      [6_647_968, '2026-09-26T17:29'],
      [782, '2026-09-10T12:29'],
    ],
  ],
  [
    'russian-utf8-blanks.txt',
    [
      [6_647_968, '2026-09-26T17:29'],
      [782, '2026-09-10T12:29'],
    ],
  ],
  [
    'china-weekday.txt',
    [
      [24, '2025-08-05T07:52'],
      [24, '2025-08-05T07:53'],
    ],
  ],
  [
    'mixed-rows.txt',
    [
      [24, '2025-08-05T07:52'],
      [24, '2025-08-05T07:53'],
    ],
  ],
  [
    'powershell/get-childitem-german.txt',
    [
      [1234, '2016-09-20T06:29'],
      [1300, '2016-09-20T07:22'],
    ],
  ],
  [
    'powershell/get-childitem-narrow-blank.txt',
    [
      [1834, '2016-06-14T13:09'],
      [912, '2016-06-14T13:55'],
    ],
  ],
]

describe('samples of folder listings', () => {
  it.each(SAMPLES)('%s shows all items with sizes and times', (name, expected) => {
    const { observations, tally } = readSample(dirListing, name)
    expect(tally.unreadable).toBe(0)
    expect(observations[0]).toMatchObject({ kind: 'spool-folder', user: 'kim@contoso.example' })
    expect(observations[0]).not.toHaveProperty('isPartial')
    expect(
      observations
        .filter((one) => one.kind === 'spool-item')
        .map(({ bytes, written }) => [bytes, written]),
    ).toEqual(expected.map(([bytes, time]) => [bytes, at(time)]))
  })

  it.each([
    'us-no-grouping.txt',
    'us-owner.txt',
    'us-short-names.txt',
    'us-trailing-two-blanks.txt',
  ])('%s shows the items of the plain listing', (name) => {
    const items = (sample: string) =>
      readSample(dirListing, sample).observations.filter((one) => one.kind === 'spool-item')
    expect(items(name)).toEqual(items('dir-us.txt'))
  })
})

describe('a listing by another program', () => {
  it.each([
    [
      'tree /f of the Lync folder',
      [
        'Folder PATH listing for volume OSDisk',
        'C:\\LYNC',
        '│   GalContacts.db',
        '│',
        '├───sip_kim@contoso.example',
        '│   │   CoreContact.cache',
        '│   │',
        '│   └───History Spooler',
        '│           0001.hist',
        '│           note to self.hist',
        '│',
        '└───Tracing',
        '        Lync-UccApi-0.UccApilog',
      ],
    ],
    [
      'tree /f in code page 437',
      [
        'C:\\LYNC',
        'ÃÄÄÄsip_kim@contoso.example',
        '³   ÀÄÄÄHistory Spooler',
        '³           0001.hist',
        '³           note to self.hist',
        'ÀÄÄÄTracing',
      ],
    ],
    [
      'tree /f of the spool, in German',
      [
        'Auflistung der Ordnerpfade für Volume OS',
        FOLDER.toUpperCase(),
        '    0001.hist',
        '    note to self.hist',
        '',
        'Keine Unterordner vorhanden',
      ],
    ],
    ['dir /s /b', [`${FOLDER}\\0001.hist`, `${FOLDER}\\note to self.hist`]],
    ['dir /b', [`${FOLDER}>dir /b`, '0001.hist', 'note to self.hist', '', `${FOLDER}>exit`]],
  ])('%s has names and no times', (_, lines) => {
    expect(read(...lines)).toMatchObject(namesOnly)
  })

  it('of robocopy shows UTC, in any language, and leaves out what only the destination has', () => {
    expect(
      read(
        '   ROBOCOPY     ::     Robustes Dateikopieren für Windows',
        `   Quelle : ${LYNC}\\`,
        '     Ziel : E:\\case\\History Spooler\\',
        '-------------------------------------------------------------------------------',
        `\t                   1\t${LYNC}\\`,
        '\t    Neue Datei  \t\t  123456\t2016/09/20 05:00:00\tGalContacts.db',
        '100%  ',
        `\t  Neues Verz.        2\t${FOLDER}\\`,
        '\t    Neue Datei  \t\t    1234\t2016/09/20 06:29:00\t0001.hist',
        '\t    Neue Datei  \t\t   1.5 k\t2016/09/20 06:30:00\t0002.hist',
        '\t  *ZUSÄTZL. Datei \t\t  99\t2016/09/20 06:30:00\told.hist',
        '-------------------------------------------------------------------------------',
        '  Dateien:         3         3         0         0         0         0',
      ),
    ).toEqual({
      isRecognised: true,
      items: [
        ['0001.hist', 1234, at('2016-09-20T06:29')],
        ['0002.hist', 1536, at('2016-09-20T06:30')],
      ],
      isPartial: false,
      damage: [],
      notes: ['Sizes are rounded', 'Files that only the destination of robocopy has are left out'],
    })
  })

  it('of ls -l --full-time shows times with their zone', () => {
    expect(
      read(
        `'${UNIX}':`,
        'total 8',
        '-rw-r--r-- 1 kim 197121 1234 2016-09-20 06:29:00.123456700 +0200 0001.hist',
        "-rw-r--r-- 1 kim Domain Users 912 2016-09-20 07:22:30.000000000 +0200 'note to self.hist'",
        'drwxr-xr-x 1 kim 197121 0 2016-09-20 07:22:30.000000000 +0200 old',
      ),
    ).toMatchObject({
      items: [
        ['0001.hist', 1234, at('2016-09-20T04:29:00.123')],
        ['note to self.hist', 912, at('2016-09-20T05:22:30')],
      ],
      notes: [],
    })
  })

  it.each([
    '-rw-r--r-- 1 kim 197121 1234 Sep 20 06:29 0001.hist',
    '-rw-r--r-- 1 kim 197121 1234 20. Sep 06:29 0001.hist',
    '-rw-r--r-- 1 kim 197121 1234 Sep 20  2016 0001.hist',
  ])('of ls -l does not tell when: %s', (row) => {
    expect(read(`$ ls -l "${UNIX}"`, 'total 8', row)).toMatchObject({
      items: [['0001.hist', 1234, undefined]],
      notes: NO_YEAR,
    })
  })

  it.each([
    [`Inhalt von ${FOLDER}`, '14.06.2016 13:10', 'HIST-Datei', '2 KB'],
    [FOLDER, '6/14/2016 1:10 PM', 'HIST File', '2 KB'],
    [`Contenu de ${FOLDER}`, '14/06/2016 13:10', 'Fichier HIST', '2 Ko'],
  ])('copied from the columns of Explorer is read: %s', (heading, ...fields) => {
    const { items, notes } = read(
      heading,
      'Name\tDate\tType\tSize',
      ['a.hist', ...fields].join('\t'),
    )
    expect(items).toEqual([['a.hist', 2048, at('2016-06-14T13:10')]])
    expect(notes).toEqual(['Sizes are rounded'])
  })
})

describe('every row of a listing', () => {
  const heading = ` Directory of ${FOLDER}`
  const row = '06/14/2016  01:10 PM             1,834 0001.hist'

  it('is compared with the totals of the listing', () => {
    expect(read(heading, row, '               2 File(s)          2,746 bytes')).toMatchObject({
      isPartial: true,
      damage: [[3, 'the listing counts 2 files, 1 was read']],
    })
    expect(read(heading, row, '               1 Datei(en),         1.835 Bytes')).toMatchObject({
      isPartial: true,
      damage: [[3, 'the listing counts 1835 bytes, but the sizes read add up to 1834']],
    })
    expect(read(heading, row, '               1 個のファイル       1,834 バイト')).toMatchObject({
      isPartial: false,
      damage: [],
    })
  })

  it('is counted when it is not understood', () => {
    const lines = ['06/14/2016  ????             1,834 0002.hist', row]
    expect(read(heading, ...lines, '           2 File(s)     3,668 bytes').damage).toEqual([
      [2, 'a row of the listing that is not understood'],
      [4, 'the listing counts 2 files, 1 was read'],
    ])
    expect(read(row, heading, row).damage).toEqual([
      [1, 'a file without the heading of its folder'],
    ])
  })

  it('leaves no line of any program unread', () => {
    for (const path of filesBelow('samples/formats/dir-listing')) {
      const bytes = readFileSync(path)
      const text = bytes.includes(0) ? bytes.toString('utf16le') : bytes
      const { tally } = readBytes(dirListing, text)
      expect([path, tally.unreadLines]).toEqual([path, []])
    }
  })

  it('is counted when ls printed it and its folder is not named', () => {
    const lsRow = '-rw-r--r-- 1 kim 197121 1234 Jun 14 13:10 00000001.hist'
    expect(read('total 4', lsRow).damage).toEqual([[2, 'a file without the heading of its folder']])
  })

  it('may be missing where the listing has no total at its end', () => {
    const folderRow = '06/14/2016  01:55 PM    <DIR>          .'
    expect(read(heading, folderRow)).toMatchObject({ items: [], isPartial: true })
    expect(read(heading, folderRow, '           0 File(s)      0 bytes')).toMatchObject({
      items: [],
      isPartial: false,
    })
  })

  it('has no time when AM and PM were lost', () => {
    const lost = read(heading, '14/06/2016  01:10 ??             1,834 0001.hist')
    expect(lost.items).toEqual([['0001.hist', 1834, undefined]])
    const one = read(heading, row, '06/14/2016  02:10                1,834 0002.hist')
    expect(one.items[1]).toEqual(['0002.hist', 1834, undefined])
    expect(one.damage).toEqual([[3, 'whether AM or PM is meant cannot be told: 06/14/2016  02:10']])
  })

  it('is not looked for in the words of a mail around it', () => {
    const mail = [`Please look at ${FOLDER}`, 'there are 2 files since 14:30:', '']
    const listing = [heading, '', row, '           1 File(s)     1,834 bytes']
    expect(read(...mail, ...listing, '', 'Regards, Kim 12:30')).toMatchObject({
      items: [['0001.hist', 1834, at('2016-06-14T13:10')]],
      isPartial: false,
      damage: [],
      notes: [],
    })
  })

  it('belongs to the folder of its heading, wherever that is named', () => {
    for (const words of [
      ` ${FOLDER} dizini`,
      `${FOLDER} tartalma`,
      `${FOLDER} ‚̃fƒBƒŒƒNƒgƒŠ`,
      `R?pertoire de ${FOLDER}`,
      `Répertoire : ${FOLDER}`,
      ` Содержимое папки ${FOLDER}`,
    ])
      expect(read(words, row).items).toHaveLength(1)
    for (const other of [
      ` ${FOLDER} - Kopie のディレクトリ`,
      ` Verzeichnis von ${FOLDER} alt`,
      ` Verzeichnis von ${LYNC}`,
    ])
      expect(read(other, row).items).toEqual([])
  })
})

describe('rows with the path of an item', () => {
  const written = at('2016-06-14T13:10')
  it.each([
    ['where /t', `      1834   14/06/2016      13:10:00  ${FOLDER}\\0001.hist`],
    ['forfiles', `"${FOLDER}\\0001.hist" 1834 14/06/2016 13:10:00`],
    ['a loop with tabs', `6/14/2016 1:10:00 PM\t1834\t${FOLDER}\\0001.hist`],
    ['a loop with semicolons', `14.06.2016 13:10:00;1834;${FOLDER}\\0001.hist`],
    ['a CSV file without header', `"${FOLDER}\\0001.hist","1834","14/06/2016 13:10:00"`],
  ])('of %s have its size and time', (_, row) => {
    expect(read(row)).toMatchObject({
      isRecognised: true,
      items: [['0001.hist', 1834, written]],
      damage: [],
    })
  })

  it('of other files are left alone', () => {
    expect(read('1834 14/06/2016 13:10:00 C:\\Temp\\a.log').isRecognised).toBe(false)
  })
})
