import { inCodePage, lines } from './contents.ts'
import type {
  EvidenceKind,
  ExpectedCase,
  ExpectedInput,
  ExpectedItem,
  MadeCases,
} from './expected-case.ts'
import { listingCase, SPOOL } from './listing-case.ts'

/** Output of `dir`, of which no row is left out. */
const listing = (
  items: readonly ExpectedItem[],
  asOf: string,
  input: ExpectedInput = {},
): ExpectedCase => listingCase('dir.txt', items, asOf, { noNotes: ['rows'], ...input })

const german = listing(
  [
    ['00000001.hist', 68_708_889, '2024-11-12T10:35Z'],
    ['00000002.hist', 1599, '2024-11-12T09:35Z'],
  ],
  '2024-11-12T12:00Z',
)

const germanWithWeekday = listing(
  [
    ['00000001.hist', 8, '2025-07-04T07:46Z'],
    ['00000002.hist', 7, '2025-07-04T07:46Z'],
  ],
  '2025-07-04T12:00Z',
)

const french = listing([['00000001.hist', 119_296, '2020-04-30T15:55Z']], '2020-04-30T20:00Z')

const spanish = (day: string) =>
  listing(
    [
      ['00000001.hist', 2279, `${day}T14:31Z`],
      ['00000002.hist', 3495, `${day}T14:53Z`],
    ],
    `${day}T20:00Z`,
  )

const japanese = listing([['00000001.hist', 1_153_176, '2018-06-12T15:08Z']], '2018-06-12T20:00Z')

const russian = listing(
  [
    ['00000001.hist', 6_647_968, '2026-09-26T17:29Z'],
    ['00000002.hist', 782, '2026-09-10T12:29Z'],
  ],
  '2026-09-26T20:00Z',
)

/** Two items, the first of 1:09 PM and the second of 2 o'clock at night. */
const made = listing(
  [
    ['0001.hist', 1_234_567, '2016-06-14T13:09Z'],
    ['note to self.hist', 912, '2016-06-14T02:00Z'],
  ],
  '2016-06-14T20:00Z',
)

/** Words for AM and PM that cannot be read: the items are known, their times are not. */
const unknownTimes: ExpectedCase = {
  ...made,
  flagged: [],
  notChecked: ['spool-message-stuck'],
  inputs: {
    'dir.txt': { status: 'read', unreadable: 2, notes: ['--code-page to change'] },
  },
  items: [
    ['0001.hist', 1_234_567],
    ['note to self.hist', 912],
  ],
}

const rows = (first: string, second: string): string[] => [
  `${first}         1.234.567 0001.hist`,
  `${second}               912 note to self.hist`,
]

const italian = lines(
  " Il volume nell'unità C è OS",
  ' Numero di serie del volume: 1234-ABCD',
  '',
  ` Directory di ${SPOOL}`,
  '',
  '14/06/2016  13:09    <DIR>          .',
  '14/06/2016  13:09    <DIR>          ..',
  ...rows('14/06/2016  13:09', '14/06/2016  02:00'),
  '               2 File      1.235.479 byte',
  '               2 Directory  12.345.678.976 byte disponibili',
)

const polish = lines(
  ' Wolumin w stacji C to OS.',
  ' Numer seryjny woluminu: 1234-ABCD',
  '',
  ` Katalog: ${SPOOL}`,
  '',
  '2016-06-14  13:09    <DIR>          .',
  '2016-06-14  13:09    <DIR>          ..',
  '2016-06-14  13:09         1\u00a0234\u00a0567 0001.hist',
  '2016-06-14  02:00               912 note to self.hist',
  '               2 plik(ów)      1\u00a0235\u00a0479 bajtów',
  '               2 katalog(ów)  12\u00a0345\u00a0678\u00a0976 bajtów wolnych',
)

const turkish = lines(
  ' C sürücüsündeki birimin etiketi: OS',
  ' Birim Seri Numarası:  1234-ABCD',
  '',
  ` ${SPOOL} dizini`,
  '',
  '14.06.2016  13:09    <DIR>          .',
  '14.06.2016  13:09    <DIR>          ..',
  ...rows('14.06.2016  13:09', '14.06.2016  02:00'),
  '               2 Dosya      1.235.479 bayt',
  '               2 Dizin  12.345.678.976 bayt boş',
)

const korean = (heading: string) =>
  lines(
    ' C 드라이브의 볼륨에는 이름이 없습니다.',
    ' 볼륨 일련 번호: 1234-ABCD',
    '',
    ` ${SPOOL} ${heading}`,
    '',
    '2016-06-14  오후 01:09    <DIR>          .',
    '2016-06-14  오후 01:09    <DIR>          ..',
    '2016-06-14  오후 01:09         1,234,567 0001.hist',
    '2016-06-14  오전 02:00               912 note to self.hist',
    '               2개 파일           1,235,479 바이트',
    '               2개 디렉터리  12,345,678,976 바이트 남음',
  )

const swedish = lines(
  ' Volymen i enhet C har etiketten OS',
  ' Volymens serienummer är 1234-ABCD',
  '',
  ` Innehåll i katalogen ${SPOOL}`,
  '',
  '2016-06-14  13:09    <KATALOG>      .',
  '2016-06-14  13:09    <KATALOG>      ..',
  '2016-06-14  13:09         1\u00a0234\u00a0567 0001.hist',
  '2016-06-14  02:00               912 note to self.hist',
  '               2 fil(er)       1\u00a0235\u00a0479 byte',
  '               2 katalog(er)  12\u00a0345\u00a0678\u00a0976 byte ledigt',
)

const czech = lines(
  ' Svazek v jednotce C je OS.',
  ' Sériové číslo svazku je 1234-ABCD.',
  '',
  ` Výpis adresáře ${SPOOL}`,
  '',
  '14.06.2016  13:09    <DIR>          .',
  '14.06.2016  13:09    <DIR>          ..',
  '14.06.2016  13:09         1\u00a0234\u00a0567 0001.hist',
  '14.06.2016  02:00               912 note to self.hist',
  '               2 souborů,      1\u00a0235\u00a0479 bajtů',
  '               2 adresářů, volných bajtů:  12\u00a0345\u00a0678\u00a0976',
)
const wordsFirst = lines(
  ...czech.split('\r\n').slice(0, -3),
  '         Souborů:       2,     Bajtů:      1\u00a0235\u00a0479',
  '        Adresářů:       2, Volných bajtů: 12\u00a0345\u00a0678\u00a0976',
)

const hungarian = lines(
  ' A meghajtóban (C) lévő kötet: OS.',
  ' A kötet sorozatszáma: 1234-ABCD',
  '',
  ` ${SPOOL} tartalma:`,
  '',
  '2016. 06. 14.  13:09    <DIR>          .',
  '2016. 06. 14.  13:09    <DIR>          ..',
  '2016. 06. 14.  13:09         1\u00a0234\u00a0567 0001.hist',
  '2016. 06. 14.  02:00               912 note to self.hist',
  '               2 fájl       1\u00a0235\u00a0479 bájt',
  '               2 könyvtár  12\u00a0345\u00a0678\u00a0976 bájt szabad',
)

const dutch = lines(
  ' De volumenaam van station C is OS',
  ' Het volumenummer is 1234-ABCD',
  '',
  ` Map van ${SPOOL}`,
  '',
  '14-06-2016  13:09    <DIR>          .',
  '14-06-2016  13:09    <DIR>          ..',
  ...rows('14-06-2016  13:09', '14-06-2016  02:00'),
  '               2 bestand(en)      1.235.479 bytes',
  '               2 map(pen)  12.345.678.976 bytes beschikbaar',
)

const danish = lines(
  ' Drevet i C er OS',
  ' Diskens serienummer er 1234-ABCD',
  '',
  ` Indhold af ${SPOOL}`,
  '',
  '14-06-2016  13:09    <DIR>          .',
  '14-06-2016  13:09    <DIR>          ..',
  ...rows('14-06-2016  13:09', '14-06-2016  02:00'),
  '               2 fil(er)        1.235.479 byte',
  '               2 mappe(r)  12.345.678.976 byte ledig',
)

const finnish = lines(
  ' Aseman C nimi on OS',
  ' Aseman sarjanumero on 1234-ABCD',
  '',
  ` Hakemisto: ${SPOOL}`,
  '',
  '14.06.2016  13.09    <DIR>          .',
  '14.06.2016  13.09    <DIR>          ..',
  '14.06.2016  13.09         1\u00a0234\u00a0567 0001.hist',
  '14.06.2016  02.00               912 note to self.hist',
  '               2 tiedosto(a)       1\u00a0235\u00a0479 tavua',
  '               2 kansio(ta)  12\u00a0345\u00a0678\u00a0976 tavua vapaana',
)

const ukrainian = lines(
  ' Том у пристрої C має мітку OS',
  ' Серійний номер тому: 1234-ABCD',
  '',
  ` Вміст папки ${SPOOL}`,
  '',
  '14.06.2016  13:09    <DIR>          .',
  '14.06.2016  13:09    <DIR>          ..',
  '14.06.2016  13:09         1\u00a0234\u00a0567 0001.hist',
  '14.06.2016  02:00               912 note to self.hist',
  '               2 файлів       1\u00a0235\u00a0479 байтів',
  '               2 папок  12\u00a0345\u00a0678\u00a0976 байтів вільно',
)

const chinese = lines(
  ' 驱动器 C 中的卷是 OS',
  ' 卷的序列号是 1234-ABCD',
  '',
  ` ${SPOOL} 的目录`,
  '',
  '2016/06/14  13:09    <DIR>          .',
  '2016/06/14  13:09    <DIR>          ..',
  '2016/06/14  13:09         1,234,567 0001.hist',
  '2016/06/14  02:00               912 note to self.hist',
  '               2 个文件      1,235,479 字节',
  '               2 个目录 12,345,678,976 可用字节',
)

const taiwanese = lines(
  ' 磁碟區 C 中的磁碟是 OS',
  ' 磁碟區序號:  1234-ABCD',
  '',
  ` ${SPOOL} 的目錄`,
  '',
  '2016/06/14  下午 01:09    <DIR>          .',
  '2016/06/14  下午 01:09    <DIR>          ..',
  '2016/06/14  下午 01:09         1,234,567 0001.hist',
  '2016/06/14  上午 02:00               912 note to self.hist',
  '               2 個檔案       1,235,479 位元組',
  '               2 個目錄  12,345,678,976 位元組可用',
)

const greek = lines(
  ' Ο τόμος στη μονάδα δίσκου C είναι OS',
  ' Ο αριθμός σειράς του τόμου είναι 1234-ABCD',
  '',
  ` Κατάλογος: ${SPOOL}`,
  '',
  '14/06/2016  01:09 μμ    <DIR>          .',
  '14/06/2016  01:09 μμ    <DIR>          ..',
  '14/06/2016  01:09 μμ         1.234.567 0001.hist',
  '14/06/2016  02:00 πμ               912 note to self.hist',
  '               2 Αρχεία      1.235.479 byte',
  '               2 Κατάλογοι  12.345.678.976 byte διαθέσιμα',
)

const variants = (texts: Readonly<Record<string, string | Uint8Array>>): MadeCases =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { ...made, files: { 'dir.txt': text } }]),
  )

/** All runs of blanks become one, as a web page shows them. */
const collapsed = (text: string): string =>
  text.replaceAll(/(?<=\S) {2,}/g, ' ').replaceAll(/^ +/gm, '')
const doubled = (text: string): string => text.replaceAll('\r\n', '\r\n\r\n')
/** A date with a weekday, as a user sets it. */
const withWeekday = (text: string, date: string): string =>
  text.replaceAll(/^\d\d-\d\d-\d{4}/gm, date)

export const dirListings: readonly EvidenceKind[] = [
  {
    folder: 'dir-german',
    variants: { cp850: german, utf8: german },
    made: variants({
      Dutch: dutch,
      Danish: danish,
      'Danish in cp850': inCodePage(danish, 'cp850'),
      Czech: czech,
      'Czech with the words of totals first': wordsFirst,
      'Czech in cp852': inCodePage(czech, 'cp852'),
      Finnish: finnish,
      Hungarian: hungarian,
      'Hungarian in cp852': inCodePage(hungarian, 'cp852'),
      Turkish: turkish,
      'Turkish in cp857': inCodePage(turkish, 'cp857'),
      'Turkish in windows-1254': inCodePage(turkish, 'windows-1254'),
    }),
  },
  {
    folder: 'dir-german-custom-date',
    variants: { '.': germanWithWeekday },
    made: variants({
      'Dutch with a short weekday': withWeekday(dutch, 'di 14-06-2016'),
      'Dutch with a month name': withWeekday(dutch, '14 jun. 2016'),
      'Danish with a long weekday': withWeekday(danish, 'tirsdag, 14. juni 2016'),
      'American with a weekday behind': withWeekday(dutch, '06/14/2016 Tue'),
      'weekday and year first': withWeekday(dutch, 'di 2016-06-14'),
    }),
  },
  {
    folder: 'dir-french',
    variants: { 'canada-utf8': french, cp850: french, 'old-rep': french, 'question-marks': french },
    made: variants({
      Italian: italian,
      'Italian in cp850': inCodePage(italian, 'cp850'),
      'Italian of Switzerland': italian
        .replaceAll('/', '.')
        .replaceAll('1.234.567', '1’234’567')
        .replaceAll('1.235.479', '1’235’479'),
      Swedish: swedish,
      'Swedish in cp850': inCodePage(swedish, 'cp850'),
      'Swedish with narrow blanks': swedish.replaceAll('\u00a0', '\u202f'),
      'Swedish with ordinary blanks': swedish.replaceAll('\u00a0', ' '),
      'Swedish with question marks': swedish.replaceAll(/[^\x00-\x7f]/g, '?'),
    }),
  },
  {
    folder: 'dir-spanish',
    variants: {
      'mx-blank': spanish('2022-11-18'),
      'mx-nbsp': spanish('2022-11-18'),
      'mx-cp850-nbsp': spanish('2022-11-18'),
      'mx-old': spanish('2022-11-18'),
      'month-name': spanish('2022-06-24'),
    },
    made: {
      ...variants({
        'Greek, which has words of its own': greek,
        'Taiwanese, with the word before the time': taiwanese,
      }),
      'Greek in cp737, which the user does not say': {
        ...unknownTimes,
        files: { 'dir.txt': inCodePage(greek, 'cp737') },
      },
      'Greek in cp737, as the user says': {
        ...made,
        codePage: '737',
        files: { 'dir.txt': inCodePage(greek, 'cp737') },
      },
      'Greek in windows-1253, which the user does not say': {
        ...unknownTimes,
        files: { 'dir.txt': inCodePage(greek, 'windows-1253') },
      },
      'Greek in windows-1253, as the user says': {
        ...made,
        codePage: '1253',
        files: { 'dir.txt': inCodePage(greek, 'windows-1253') },
      },
    },
  },
  {
    folder: 'dir-portuguese',
    variants: {
      'blank-lines': listing(
        [
          ['00000001.hist', 26, '2023-10-16T23:20Z'],
          ['00000002.hist', 795_884, '2023-10-16T23:20Z'],
          ['00000003.hist', 1599, '2023-10-16T22:52Z'],
        ],
        '2023-10-17T12:00Z',
      ),
      collapsed: listing(
        [
          ['00000001.hist', 83, '2022-12-26T10:13Z'],
          ['00000002.hist', 83, '2022-12-26T10:13Z'],
          ['nota da Ana.hist', 3072, '2022-12-26T15:43Z'],
        ],
        '2022-12-26T20:00Z',
      ),
    },
    made: variants({
      'Italian, collapsed': collapsed(italian),
      'Polish, collapsed': collapsed(polish),
      'Korean, collapsed': collapsed(korean('디렉터리')),
      'Dutch, doubled': doubled(dutch),
      'Danish, collapsed and doubled': doubled(collapsed(danish)),
    }),
  },
  {
    folder: 'dir-japanese',
    variants: { cp932: japanese, 'no-indent': japanese, utf8: japanese },
    made: variants({
      Korean: korean('디렉터리'),
      'Korean of Windows XP': korean('디렉토리'),
      'Korean in cp949': inCodePage(korean('디렉터리'), 'cp949'),
      Chinese: chinese,
      'Chinese in cp936': inCodePage(chinese, 'cp936'),
      'Chinese with 12 hours in cp936': inCodePage(
        chinese.replaceAll('  13:09', '  下午 01:09').replaceAll('  02:00', '  上午 02:00'),
        'cp936',
      ),
      'Chinese without indent': chinese.replaceAll(/^ +/gm, ''),
      'Taiwanese in cp950': inCodePage(taiwanese, 'cp950'),
      'a Markdown block with escaped brackets': korean('디렉터리').replaceAll('<DIR>', '<DIR\\>'),
    }),
  },
  {
    folder: 'dir-russian',
    variants: { cp866: russian, 'utf8-blanks': russian, 'utf8-nbsp': russian },
    made: variants({
      Polish: polish,
      'Polish in cp852': inCodePage(polish, 'cp852'),
      'Polish in windows-1250': inCodePage(polish, 'windows-1250'),
      Ukrainian: ukrainian,
      'Ukrainian in cp1125': inCodePage(ukrainian, 'cp1125'),
      'Ukrainian in windows-1251': inCodePage(ukrainian, 'windows-1251'),
    }),
  },
]
