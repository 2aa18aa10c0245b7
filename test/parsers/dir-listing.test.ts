import { describe, expect, it } from 'vitest'
import { dirListing } from '../../src/parsers/spool-listing/dir-listing.ts'
import { readSample, readText } from '../support/read-text.ts'

const FOLDER =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_Kim@contoso.example\\History Spooler'
const at = (hour: number, minute: number) => Date.UTC(2016, 5, 14, hour, minute)
const listing = (heading: string, ...rows: readonly string[]) =>
  `${heading}\n\n${rows.join('\n')}\n`

describe('a folder listing', () => {
  it('emits the items of a History Spooler with write and creation times and the time of the listing', () => {
    const { recognition, observations, tally } = readSample(dirListing, 'dir-us.txt')
    expect(recognition).toMatchObject({
      localTime: true,
      dateOrder: 'mdy',
      utcOffset: { minutes: 120 },
    })
    const takenAt = at(12, 0)
    const common = { user: 'kim@contoso.example', folder: FOLDER, via: 'listing', takenAt }
    expect(observations).toEqual([
      {
        kind: 'collected',
        at: takenAt,
        from: 'the folder listing',
        source: { path: 'input', line: 1 },
      },
      { kind: 'spool-folder', ...common, source: { path: 'input', line: 14 } },
      {
        kind: 'spool-item',
        ...common,
        name: '0001.hist',
        bytes: 1834,
        written: at(11, 10),
        created: at(11, 9),
        source: { path: 'input', line: 18 },
      },
      {
        kind: 'spool-item',
        ...common,
        name: 'note to self.hist',
        bytes: 912,
        written: at(11, 55),
        created: at(11, 55),
        source: { path: 'input', line: 19 },
      },
    ])
    expect(tally.unreadable).toBe(0)
  })

  it('is read in German', () => {
    const { recognition, observations } = readSample(dirListing, 'dir-german.txt')
    expect(recognition).toEqual({ localTime: true, dateOrder: 'dmy' })
    expect(observations).toMatchObject([
      { kind: 'spool-folder' },
      { name: '0001.hist', bytes: 1834, written: at(13, 10) },
    ])
  })

  it('emits an empty spool', () => {
    const { recognition, observations } = readSample(dirListing, 'dir-empty.txt')
    expect(recognition).toEqual({ localTime: true, ambiguousDates: 'mdy' })
    expect(observations).toMatchObject([{ kind: 'spool-folder', folder: FOLDER }])
  })

  it('of Get-ChildItem includes subfolders and reports unreadable times', () => {
    const { observations, tally } = readSample(dirListing, 'get-childitem.txt')
    expect(observations.slice(1)).toMatchObject([
      { name: '0001.hist', written: at(13, 10) },
      { name: '0002.hist', bytes: 912 },
      { name: 'old\\0000.hist', written: Date.UTC(2016, 5, 1, 9, 5) },
    ])
    expect(observations[2]).not.toHaveProperty('written')
    expect(tally.damage).toEqual([
      { line: 10, reason: 'a date and time that cannot be read: 6/31/2016   1:55 PM' },
    ])
  })

  it.each([
    ['English', `Directory of ${FOLDER}`, '06/14/2016  01:10 PM             1,834 a.hist', 'mdy'],
    ['British', `Directory of ${FOLDER}`, '14/06/2016  13:10             1,834 a.hist', 'dmy'],
    [
      'French',
      ` Répertoire de ${FOLDER}`,
      '14/06/2016  13:10             1\u00a0834 a.hist',
      'dmy',
    ],
    [
      'Spanish',
      ` Directorio de ${FOLDER}`,
      '14/06/2016  01:10 p. m.             1.834 a.hist',
      'dmy',
    ],
    ['Korean', ` ${FOLDER} 디렉터리`, '2016-06-14  오후 01:10             1,834 a.hist', 'ymd'],
    ['Japanese', ` ${FOLDER} のディレクトリ`, '2016/06/14  13:10             1,834 a.hist', 'ymd'],
    [
      'Swedish',
      ` Innehåll i katalogen ${FOLDER}`,
      '2016-06-14  13:10             1\u00a0834 a.hist',
      'ymd',
    ],
  ])('in %s is known by its shape', (_, heading, row, dateOrder) => {
    const { recognition, observations } = readText(dirListing, listing(heading, row))
    expect(recognition).toMatchObject({ dateOrder })
    expect(observations).toMatchObject([
      { folder: FOLDER },
      { name: 'a.hist', bytes: 1834, written: at(13, 10) },
    ])
  })

  it('ignores links and folders', () => {
    const rows = [
      '06/14/2016  01:10 PM    <JUNCTION>     a [C:\\x]',
      '06/14/2016  01:10 PM    <SYMLINK>      b [C:\\y]',
    ]
    expect(
      readText(dirListing, listing(` Directory of ${FOLDER}`, ...rows)).observations,
    ).toHaveLength(1)
  })

  it('of other folders emits nothing', () => {
    const { recognition, observations } = readText(
      dirListing,
      listing(' Directory of C:\\Temp', '06/14/2016  01:10 PM  3 x'),
    )
    expect(recognition).toBeDefined()
    expect(observations).toEqual([])
  })

  it('is not recognized in text with only dates or only paths', () => {
    expect(readText(dirListing, '06/14/2016  01:10 PM  3 x\n').recognition).toBeUndefined()
    expect(readText(dirListing, ` Directory of ${FOLDER}\n`).recognition).toBeUndefined()
  })
})
