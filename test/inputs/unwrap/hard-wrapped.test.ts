import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seemsWrapped, unwrap } from '../../../src/inputs/unwrap/unwrap.ts'
import { readArchive } from '../../support/archives/read-archive.ts'
import { filesBelow } from '../../support/samples.ts'
import { wrapLines } from '../../support/wrap-lines.ts'

const FOLDER =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_kim@contoso.example\\History Spooler'
const LISTING = [
  ' Volume in drive C is OSDisk',
  '',
  ` Directory of ${FOLDER}`,
  '',
  '06/14/2016  01:55 PM    <DIR>          .',
  '06/14/2016  01:55 PM    <DIR>          ..',
  '06/14/2016  01:55 PM             1,834 0001.hist',
  '06/14/2016  02:05 PM               166 a conversation about the rollout of the new client in Berlin.hist',
  '               2 File(s)          2,000 bytes',
  '               2 Dir(s)  117,726,687,232 bytes free',
]
const GERMAN_LISTING = [
  ` Verzeichnis von ${FOLDER}`,
  '',
  '14.06.2016  13:55             1.834 0001.hist',
  '14.06.2016  14:05               166 ein langes Gespräch über den neuen Client in der Berliner Zentrale.hist',
  '               2 Datei(en),          2.000 Bytes',
]
const LIST = [
  'Identity              : Global',
  'Description           : The policy of everybody who works in the office at Berlin or at home',
  'EnableIMAutoArchiving : False',
  'BlockConversation     : DC=lync0e001,DC=local,OU=OCS Tenants of the first pool in the west, OU=second',
  'DisableSavingIM       : True',
]
const CONFIGURATION = [
  'DG URL Internal;https://pool01.contoso.example:443/groupexpansion/service.svc;--;',
  'EWS Information;EWS has not fully initialized;--;',
  'MAPI Information;MAPI unavailable; retrying connection as soon as the Outlook profile is ready;--;',
  'EWS Internal URL;https://mail.contoso.example/EWS/Exchange.asmx;--;',
]

const read = (lines: readonly string[]) =>
  readArchive(Buffer.from(lines.join('\n')), { name: 'a.txt' })
const content = ({ observations }: Awaited<ReturnType<typeof read>>) =>
  observations
    .filter(({ kind }) => kind !== 'input')
    .map((one) =>
      JSON.stringify(one, (key, value) => {
        if (key === 'source' || key === 'lines') return undefined
        return value instanceof Map ? [...value] : value
      }),
    )
const UNDONE = 'Undone before reading: long lines wrapped as in a mail'

const SAMPLES = ['dir-listing', 'powershell-list', 'configuration-information']
  .flatMap((format) => filesBelow(`samples/formats/${format}`))
  .map((path) => readFileSync(path))
  .filter((bytes) => isUtf8(bytes))
  .map((bytes) =>
    bytes
      .toString()
      .replace(/^\ufeff/, '')
      .split(/\r\n|\n|\r/),
  )
  .filter((lines) => lines.some((line) => line.length > 80))

describe('long lines that a mail program wrapped', () => {
  it('are joined in every sample, or it says that something was not understood', async () => {
    expect(SAMPLES.length).toBeGreaterThan(10)
    for (const lines of SAMPLES)
      for (const width of [72, 80]) {
        const [plain, result] = [await read(lines), await read(wrapLines(lines, width))]
        const [input] = result.inputs
        const hasMore = (input?.unreadable ?? 0) > (plain.inputs[0]?.unreadable ?? 0)
        const isTold = hasMore || input?.status !== 'read' || /understood/.test(`${input.notes}`)
        if (!isTold) expect(content(result)).toEqual(content(plain))
      }
  })

  it.each(
    [
      ['a listing', LISTING],
      ['a German listing', GERMAN_LISTING],
      ['a list', LIST],
      ['Configuration Information', CONFIGURATION],
    ].flatMap(([name, lines]) =>
      [72, 76, 80].map((width) => [name, width, lines] as [string, number, string[]]),
    ),
  )('are joined: %s at %i columns', async (_, width, lines) => {
    const wrapped = wrapLines(lines, width)
    expect(wrapped.length).toBeGreaterThan(lines.length)
    const [plain, result] = [await read(lines), await read(wrapped)]
    expect(content(plain).length).toBeGreaterThan(0)
    expect(content(result)).toEqual(content(plain))
    expect(result.inputs[0]?.notes).toContain(UNDONE)
    expect(result.inputs[0]).toMatchObject({ unreadable: 0, damage: [] })
  })

  it('are joined in a quote', async () => {
    const quoted = wrapLines(LISTING, 76).map((line) => `> ${line}`)
    expect(content(await read(quoted))).toEqual(content(await read(LISTING)))
  })

  it('keep the numbers of their first lines', () => {
    const wrapped = wrapLines(LIST, 72)
    const { numbers } = unwrap(wrapped.join('\n')) ?? { numbers: [] }
    const starts = wrapped.flatMap((line, index) => (line.includes(' : ') ? [index + 1] : []))
    expect([...numbers]).toEqual(starts)
  })

  it.each<readonly [string, readonly string[]]>([
    ['a listing', LISTING],
    ['a list', LIST],
    ['Configuration Information', CONFIGURATION],
    ['prose below a list', [...LIST.slice(0, 2), 'Regards and thanks a lot', 'Kim', '', 'Lee']],
    [
      'prose above a list',
      [
        'This is what the administrator of the pool in Berlin has sent to us about',
        'the policy:',
        ...LIST,
      ],
    ],
    [
      'a list that is wrapped and indented',
      [LIST[1] ?? '', `${' '.repeat(24)}of the firm`, LIST[2] ?? ''],
    ],
    ['a row below another', LISTING.filter((line) => line !== '').slice(4)],
    [
      'lines of other widths',
      [
        LIST[0] ?? '',
        ...wrapLines([LIST[1] ?? ''], 72),
        LIST[2] ?? '',
        'Comment : short',
        'and on',
        LIST[4] ?? '',
      ],
    ],
    ['a heading without rows', [...wrapLines([` Directory of ${FOLDER}`], 76), '', 'Kim']],
    [
      'records of a log',
      ['06/14/2016|10:11:12.123 1A2C:9F4 TRACE :: x', ...wrapLines(LIST, 72), 'last'],
    ],
    ['a long text', ['x '.repeat(60), ...wrapLines(LIST, 72)]],
  ])('are not joined where that is not certain: %s', (_, lines) => {
    expect(unwrap(lines.join('\n'))).toBeUndefined()
    expect(seemsWrapped(lines.join('\n'))).toBe(false)
  })

  it('are reported where they were not joined', async () => {
    const { inputs } = await read([...LIST.slice(0, 2), 'or anywhere else', '', ...LIST.slice(2)])
    expect(inputs[0]?.notes).toContain('Line 3 was not understood')
  })
})
