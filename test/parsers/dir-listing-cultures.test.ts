import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dirListing } from '../../src/parsers/spool-listing/dir-listing.ts'
import { readText } from '../support/read-text.ts'

const FOLDER =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_kim@contoso.example\\History Spooler'

interface Item {
  readonly name: string
  readonly bytes: number
  /** Local time, in whole minutes. */
  readonly at: number
}

/** How one language and region prints a listing. */
interface Culture {
  readonly heading: (folder: string) => string
  readonly date: (at: Date) => string
  readonly time: (at: Date) => string
  readonly group: string
  readonly folderWord: string
  readonly files: string
  readonly bytes: string
}

const two = (value: number) => String(value).padStart(2, '0')
const day = (at: Date) => two(at.getUTCDate())
const month = (at: Date) => two(at.getUTCMonth() + 1)
const year = (at: Date) => String(at.getUTCFullYear())
const hour24 = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
const hour12 = (at: Date) => `${two(at.getUTCHours() % 12 || 12)}:${two(at.getUTCMinutes())}`
const pick = (am: string, pm: string) => (at: Date) => (at.getUTCHours() < 12 ? am : pm)
const dmy = (separator: string) => (at: Date) => [day(at), month(at), year(at)].join(separator)
const ymd = (separator: string) => (at: Date) => [year(at), month(at), day(at)].join(separator)
const mdy = (at: Date) => `${month(at)}/${day(at)}/${year(at)}`
const weekday = (names: string) => (at: Date) => names.split(' ')[at.getUTCDay()] ?? ''
const monthName = (names: string) => (at: Date) => names.split(' ')[at.getUTCMonth()] ?? ''

const usual = { folderWord: '<DIR>', files: 'File(s)', bytes: 'bytes' }
const german = { ...usual, heading: (it: string) => ` Verzeichnis von ${it}`, group: '.' }
const cultures: Record<string, Culture> = {
  American: {
    ...usual,
    heading: (it) => ` Directory of ${it}`,
    date: mdy,
    time: (at) => `${hour12(at)} ${pick('AM', 'PM')(at)}`,
    group: ',',
  },
  British: {
    ...usual,
    heading: (it) => ` Directory of ${it}`,
    date: dmy('/'),
    time: hour24,
    group: ',',
  },
  German: { ...german, date: dmy('.'), time: hour24, files: 'Datei(en),', bytes: 'Bytes' },
  'German with weekdays': {
    ...german,
    date: (at) => `${weekday('So Mo Di Mi Do Fr Sa')(at)}, ${dmy('. ')(at)}`,
    time: hour24,
  },
  'German with month names': {
    ...german,
    date: (at) =>
      `${day(at)}-${monthName('Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez')(at)}-${year(at)}`,
    time: hour24,
  },
  Swiss: { ...german, date: dmy('.'), time: hour24, group: '’' },
  French: {
    heading: (it) => ` R?pertoire de ${it}`,
    date: dmy('/'),
    time: hour24,
    group: '\u202f',
    folderWord: '<REP>',
    files: 'fichier(s)',
    bytes: 'octets',
  },
  'French with weekdays': {
    ...usual,
    heading: (it) => `Répertoire de ${it}`,
    date: (at) => `${weekday('dim. lun. mar. mer. jeu. ven. sam.')(at)} ${dmy('/')(at)}`,
    time: hour24,
    group: ' ',
  },
  Canadian: {
    ...usual,
    heading: (it) => ` Répertoire de ${it}`,
    date: ymd('-'),
    time: hour24,
    group: '\u00a0',
  },
  Mexican: {
    ...usual,
    heading: (it) => ` Directorio de ${it}`,
    date: dmy('/'),
    time: (at) => `${hour12(at)} ${pick('a.\u00a0m.', 'p.\u00a0m.')(at)}`,
    group: ',',
  },
  'Mexican with month names': {
    ...usual,
    heading: (it) => ` Directorio de ${it}`,
    date: (at) =>
      `${day(at)}/${monthName('ene. feb. mar. abr. may. jun. jul. ago. sep. oct. nov. dic.')(at)}/${year(at)}`,
    time: (at) => `${hour12(at)} ${pick('a. m.', 'p. m.')(at)}`,
    group: ',',
  },
  Italian: {
    ...usual,
    heading: (it) => ` Directory di ${it}`,
    date: dmy('/'),
    time: hour24,
    group: '.',
  },
  Finnish: {
    ...usual,
    heading: (it) => ` Hakemisto: ${it}`,
    date: dmy('.'),
    time: (at) => hour24(at).replace(':', '.'),
    group: '\u00a0',
  },
  Polish: {
    ...usual,
    heading: (it) => ` Katalog: ${it}`,
    date: ymd('-'),
    time: hour24,
    group: '\u00a0',
    files: 'plik(ów)',
    bytes: 'bajtów',
  },
  Czech: {
    ...usual,
    heading: (it) => ` Výpis adresáře ${it}`,
    date: dmy('. '),
    time: hour24,
    group: '\u00a0',
    files: 'souborů,',
  },
  Russian: {
    ...usual,
    heading: (it) => ` Содержимое папки ${it}`,
    date: (at) =>
      `${day(at)} ${monthName('янв фев мар апр май июн июл авг сен окт ноя дек')(at)} ${year(at)}`,
    time: hour24,
    group: '\u00ff',
    files: 'файлов',
    bytes: 'байт',
  },
  Bulgarian: {
    ...usual,
    heading: (it) => ` Директория на ${it}`,
    date: (at) => `${dmy('.')(at)} г.`,
    time: (at) => `${hour24(at)} ч.`,
    group: '\u00a0',
  },
  Greek: {
    ...usual,
    heading: (it) => ` Κατάλογος ${it}`,
    date: dmy('/'),
    time: (at) => `${hour12(at)} ${pick('πμ', 'μμ')(at)}`,
    group: '.',
    files: 'Αρχεία',
  },
  Turkish: {
    ...usual,
    heading: (it) => ` ${it} dizini`,
    date: (at) =>
      `${day(at)} ${monthName('Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara')(at)} ${year(at)}`,
    time: hour24,
    group: '.',
    files: 'Dosya',
  },
  Arabic: {
    ...usual,
    heading: (it) => ` دليل ${it}`,
    date: (at) => `\u200f${dmy('/')(at)}`,
    time: (at) => `${hour12(at)} ${pick('ص', 'م')(at)}`,
    group: ',',
  },
  Japanese: {
    ...usual,
    heading: (it) => ` ${it} のディレクトリ`,
    date: ymd('/'),
    time: (at) => `${pick('午前', '午後')(at)} ${hour12(at)}`,
    group: ',',
    files: '個のファイル',
    bytes: 'バイト',
  },
  Chinese: {
    ...usual,
    heading: (it) => `${it} 的目录`,
    date: (at) => `${ymd('/')(at)} ${weekday('周日 周一 周二 周三 周四 周五 周六')(at)}`,
    time: hour24,
    group: ',',
    files: '个文件',
    bytes: '字节',
  },
  Korean: {
    ...usual,
    heading: (it) => ` ${it} 디렉터리`,
    date: ymd('-'),
    time: (at) => `${pick('오전', '오후')(at)} ${hour12(at)}`,
    group: ',',
    files: '개 파일',
    bytes: '바이트',
  },
  Thai: {
    ...usual,
    heading: (it) => ` ไดเรกทอรีของ ${it}`,
    date: (at) => `${day(at)}/${month(at)}/${at.getUTCFullYear() + 543}`,
    time: hour24,
    group: ',',
  },
  Indian: {
    ...usual,
    heading: (it) => ` Directory of ${it}`,
    date: dmy('-'),
    time: hour24,
    group: ',',
  },
  'year and day first': {
    ...usual,
    heading: (it) => ` Directory of ${it}`,
    date: (at) =>
      `${weekday('Sun Mon Tue Wed Thu Fri Sat')(at)} ${year(at)}/${day(at)}/${month(at)}`,
    time: hour24,
    group: '',
  },
  'two-digit years': {
    ...usual,
    heading: (it) => ` Directory of ${it}`,
    date: (at) => `${day(at)}.${month(at)}.${year(at).slice(2)}`,
    time: hour24,
    group: '.',
  },
}

const grouped = (bytes: number, separator: string) =>
  String(bytes).replace(/\B(?=(\d{3})+$)/g, separator)

/** Columns that options of `dir` add before the name. */
const columns: Record<string, (name: string) => string> = {
  none: (name) => name,
  owner: (name) => `${'CONTOSO\\kim'.padEnd(23)}${name}`,
  'long owner': (name) => `NT SERVICE\\TrustedInsta${name}`,
  'short name': (name) => `${(name.includes(' ') ? 'NOTETO~1.HIS' : '').padEnd(12)} ${name}`,
}

function printListing(items: readonly Item[], culture: Culture, column: string): string {
  const { heading, date, time, group, folderWord, files, bytes } = culture
  const withColumn = columns[column] ?? ((name: string) => name)
  const row = (at: Date, size: string, name: string) => `${date(at)}  ${time(at)}${size}${name}`
  const folderRow = (name: string) =>
    row(new Date(items[0]?.at ?? 0), `    ${folderWord}          `, withColumn(name))
  const total = items.reduce((sum, item) => sum + item.bytes, 0)
  return [
    ' Volume in drive C is OSDisk',
    '',
    heading(FOLDER),
    '',
    folderRow('.'),
    folderRow('..'),
    ...items.map((item) =>
      row(new Date(item.at), `${grouped(item.bytes, group).padStart(18)} `, withColumn(item.name)),
    ),
    `${String(items.length).padStart(16)} ${files} ${grouped(total, group).padStart(14)} ${bytes}`,
    `${'2'.padStart(16)} Dir(s)  ${grouped(117726687232, group)} bytes free`,
    '',
  ].join('\r\n')
}

/** What happens to a listing on its way. */
const carriers: Record<string, (text: string) => string> = {
  nothing: (text) => text,
  'blanks that do not break': (text) => text.replace(/ {2}/g, '\u00a0 '),
  'lost indentation': (text) => text.replace(/^ +/gm, ''),
  'more indentation': (text) => text.replace(/^(?=.)/gm, '    '),
  'runs of blanks as one': (text) => text.replace(/ +/g, ' '),
  'doubled line breaks': (text) => text.replaceAll('\r\n', '\r\n\r\n'),
  'blanks at line ends': (text) => text.replaceAll('\r\n', '  \r\n'),
  'lost no-break blanks': (text) => text.replace(/(?<=[\d.])[\u00a0\u202f](?=[\dm])/g, '?'),
}

const NAMES = ['0001.hist', 'note to self.hist', '123 note.hist', 'Ärger.hist', '2016 10.30.hist']
/** A custom format of which no culture is known. */
const YEAR_AND_DAY_FIRST = 'year and day first'

const items = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      bytes: fc.oneof(fc.nat(999), fc.nat(999_999), fc.nat(4_000_000_000)),
      at: fc
        .integer({ min: Date.UTC(2016, 0, 1) / 60_000, max: Date.UTC(2026, 11, 31) / 60_000 })
        .map((minutes) => minutes * 60_000),
    }),
    { selector: ({ name }) => name, minLength: 1 },
  )
  .map((all) => all as readonly Item[])

it('shows the same items in every culture, with every option and carrier, or says what is unknown', () => {
  fc.assert(
    fc.property(
      items,
      fc.constantFrom(...Object.keys(cultures)),
      fc.constantFrom(...Object.keys(columns)),
      fc.constantFrom(...Object.keys(carriers)),
      (listed, cultureName, column, carrier) => {
        // Four digits first are followed by the month unless a date proves otherwise.
        fc.pre(
          cultureName !== YEAR_AND_DAY_FIRST ||
            listed.some(({ at }) => new Date(at).getUTCDate() > 12),
        )
        const printed = printListing(listed, cultures[cultureName] as Culture, column)
        const { recognition, observations, tally } = readText(
          dirListing,
          carriers[carrier]?.(printed) ?? '',
        )
        expect(recognition).toBeDefined()
        const read = observations.filter((one) => one.kind === 'spool-item')
        const isCertain = tally.unreadable === 0
        const folder = observations.find((one) => one.kind === 'spool-folder')
        expect(folder?.isPartial ?? false).toBe(!isCertain)
        if (!isCertain) {
          // Only where blanks separate groups of digits and columns alike.
          expect(carrier).toBe('runs of blanks as one')
          return
        }
        const times = (all: readonly { name: string; at?: number | undefined }[]) =>
          recognition?.ambiguousDates ? [] : all.map(({ at }) => at)
        expect(read.map(({ name, bytes }) => ({ name, bytes }))).toEqual(
          listed.map(({ name, bytes }) => ({ name, bytes })),
        )
        expect(times(read.map(({ name, written }) => ({ name, at: written })))).toEqual(
          times(listed),
        )
      },
    ),
    { numRuns: 300 },
  )
})

it('keeps every item of a listing whose dates nobody knows, without a time', () => {
  const unknown = { ...(cultures.British as Culture), date: () => 'Sweetmorn, Chaos 3182' }
  const listed = [{ name: 'a.hist', bytes: 1834, at: Date.UTC(2016, 5, 14, 9, 5) }]
  const { observations, tally } = readText(dirListing, printListing(listed, unknown, 'none'))
  expect(observations.at(-1)).toMatchObject({ name: 'a.hist', bytes: 1834 })
  expect(observations.at(-1)).not.toHaveProperty('written')
  expect(tally.damage.map(({ reason }) => reason)).toEqual([
    'a date and time that cannot be read: Sweetmorn, Chaos 3182  09:05',
  ])
})

it.each(Object.entries(cultures))(
  'compares the rows of a listing with its totals: %s',
  (_, culture) => {
    const listed = [1834, 68_710_488, 7].map((bytes, index) => ({
      name: NAMES[index] ?? '',
      bytes,
      at: Date.UTC(2016, 5, 14, 9, 5),
    }))
    const lines = printListing(listed, culture, 'none').split('\r\n')
    const reasons = (changed: readonly string[]) =>
      readText(dirListing, changed.join('\r\n')).tally.damage.map(({ reason }) => reason)
    const isRow = (line: string) => line.endsWith(NAMES[1] ?? '')
    expect(reasons(lines)).toEqual([])
    expect(reasons(lines.filter((line) => !isRow(line)))).toEqual([
      'the listing counts 3 files, 2 were read',
    ])
    expect(reasons(lines.flatMap((line) => (isRow(line) ? [line, line] : [line])))).toEqual([
      'the listing counts 3 files, 4 were read',
    ])
    const smaller = lines.map((line) => (isRow(line) ? line.replace('488', '487') : line))
    expect(reasons(smaller)).toEqual([
      'the listing counts 68712329 bytes, but the sizes read add up to 68712328',
    ])
  },
)
