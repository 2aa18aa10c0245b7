import { describe, expect, it } from 'vitest'
import { clixml } from '../../../src/parsers/powershell/clixml.ts'
import { convertToXml } from '../../../src/parsers/powershell/convert-to-xml.ts'
import { powershellCsv } from '../../../src/parsers/powershell/powershell-csv.ts'
import { powershellJson } from '../../../src/parsers/powershell/powershell-json.ts'
import { readSample, readText } from '../../support/read-text.ts'

const FOLDER =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_Kim@contoso.example\\History Spooler'
const at = (hour: number, minute: number, second = 0, milliseconds = 0) =>
  Date.UTC(2016, 5, 14, hour, minute, second, milliseconds)
const spoolFolder = (line: number) => ({
  kind: 'spool-folder',
  folder: FOLDER,
  via: 'listing',
  user: 'kim@contoso.example',
  source: { path: 'input', line },
})

describe('Export-Csv output', () => {
  it('has an object for each row, even over several lines, after a type line', () => {
    expect(readSample(powershellCsv, 'client-policies.csv').observations).toEqual([
      {
        kind: 'cmdlet-output',
        cmdlet: 'Get-CsClientPolicy',
        properties: new Map([
          ['identity', 'Global'],
          ['description', 'For everybody, "unless" told otherwise\nin two lines'],
          ['enableimautoarchiving', 'True'],
          ['disablesavingim', 'False'],
        ]),
        source: { path: 'input', line: 3 },
      },
      expect.objectContaining({ source: { path: 'input', line: 5 } }),
    ])
  })

  it('may have another delimiter and keeps a blank policy as blank', () => {
    const [user] = readSample(powershellCsv, 'german.csv').observations
    expect(user).toMatchObject({ cmdlet: 'Get-CsUser', user: 'kim@contoso.example' })
    expect(user?.kind === 'cmdlet-output' && user.properties.get('clientpolicy')).toBe('')
  })

  it('of Get-ChildItem lists a spool and proves the offset of its times', () => {
    const { recognition, observations } = readSample(powershellCsv, 'spool.csv')
    const utcOffset = {
      minutes: 120,
      why: 'the difference between LastWriteTime and LastWriteTimeUtc',
    }
    expect(recognition).toEqual({ localTime: true, dateOrder: 'mdy', utcOffset })
    expect(observations).toEqual([
      spoolFolder(2),
      {
        kind: 'spool-item',
        folder: FOLDER,
        name: '0001.hist',
        user: 'kim@contoso.example',
        bytes: 1834,
        written: at(11, 10, 2),
        created: at(11, 10),
        via: 'listing',
        source: { path: 'input', line: 2 },
      },
      expect.objectContaining({
        name: '0002.hist',
        written: at(11, 55),
        source: { path: 'input', line: 3 },
      }),
    ])
  })

  it('loses only damaged rows and reports their lines', () => {
    const { observations, tally } = readSample(powershellCsv, 'damaged.csv')
    expect(observations).toMatchObject([
      { cmdlet: 'Get-CsServerPatchVersion', source: { line: 2 } },
    ])
    expect(tally.damage).toEqual([
      { line: 4, reason: 'a quoted value without its end' },
      { line: 3, reason: 'a row with more or fewer fields than the header' },
    ])
  })

  it('is not recognized if it has no known objects', () => {
    for (const text of [
      '"Name","Id"\n"a","1"\n',
      'Name,Length,LastWriteTime,FullName\nx,3,2016-06-14,C:\\Temp\\x\n',
      '',
      ',,,\n',
    ])
      expect(readText(powershellCsv, text).recognition).toBeUndefined()
  })
})

describe('ConvertTo-Json output', () => {
  it('has an object with the line of each property', () => {
    expect(readSample(powershellJson, 'im-configuration.json').observations).toEqual([
      {
        kind: 'cmdlet-output',
        cmdlet: 'Get-CsImConfiguration',
        properties: new Map(
          Object.entries({
            identity: 'Global',
            enablepresence: 'True',
            enableofflineim: 'False',
            element: '',
          }),
        ),
        lines: new Map(
          Object.entries({ identity: 2, enablepresence: 6, enableofflineim: 7, element: 8 }),
        ),
        source: { path: 'input', line: 2 },
      },
    ])
  })

  it('may have dates as /Date(…)/, as ISO 8601 and as objects', () => {
    const { recognition, observations } = readSample(powershellJson, 'spool.json')
    expect(recognition).toEqual({})
    expect(observations).toMatchObject([
      spoolFolder(3),
      { name: '0001.hist', written: at(11, 10, 2), created: at(11, 10), source: { line: 3 } },
      { name: '0002.hist', written: at(11, 55), created: at(11, 55), source: { line: 10 } },
    ])
  })

  it('is found after prompts; documents that are cut off are reported', () => {
    const { observations, tally } = readSample(powershellJson, 'pasted-and-cut.txt')
    expect(observations).toMatchObject([
      { cmdlet: 'Get-CsServerPatchVersion', source: { line: 2 } },
    ])
    expect(
      observations[0]?.kind === 'cmdlet-output' && observations[0].properties.get('version'),
    ).toBe('6.0.9319.259')
    expect(tally.damage).toEqual([{ line: 4, reason: 'JSON that is not valid, or is cut off' }])
  })

  it('is not recognized if it has no known objects', () => {
    for (const text of [
      '{"Name":"x"}',
      '[]',
      '[1,2]',
      '{"a":{"EnableOfflineIm":true}}',
      '{',
      'null',
      '{"x":"EnableOfflineIm',
    ])
      expect(readText(powershellJson, text).recognition).toBeUndefined()
  })
})

describe('Export-Clixml output', () => {
  it('has properties with the text that PowerShell would print', () => {
    const { observations, tally } = readSample(clixml, 'client-policy.xml')
    expect(observations).toMatchObject([{ cmdlet: 'Get-CsClientPolicy', source: { line: 2 } }])
    expect(
      observations[0]?.kind === 'cmdlet-output' && Object.fromEntries(observations[0].properties),
    ).toEqual({
      identity: 'Tag:Sales',
      description: 'two\nlines',
      enableimautoarchiving: 'False',
      disablesavingim: '',
      policyentry: 'a, b',
    })
    expect(
      observations[0]?.kind === 'cmdlet-output' &&
        observations[0].lines?.get('enableimautoarchiving'),
    ).toBe(15)
    expect(tally).toMatchObject({ records: 1, unreadable: 0 })
  })

  it('may contain strings, collections and files', () => {
    expect(readSample(clixml, 'spool.xml').observations).toMatchObject([
      { cmdlet: 'Get-MailboxFolderStatistics', source: { line: 6 } },
      spoolFolder(4),
      { name: '0001.hist', written: at(11, 10, 2, 123), created: at(11, 10), source: { line: 4 } },
      { cmdlet: 'Get-CsServerVersion', source: { line: 2 } },
    ])
  })

  it('gives its complete objects when it is cut off', () => {
    const { observations, tally } = readSample(clixml, 'cut.xml')
    expect(observations).toMatchObject([{ cmdlet: 'Get-CsImConfiguration' }])
    expect(tally.damage).toEqual([{ line: 3, reason: 'XML that is damaged or cut off' }])
  })

  it('is not recognized if it has no known objects', () => {
    const objs = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
    expect(
      readText(clixml, `${objs}<Obj RefId="0"><Props><S N="Name">x</S></Props></Obj></Objs>`)
        .recognition,
    ).toBeUndefined()
  })
})

describe('ConvertTo-Xml output', () => {
  it('has an object for each element, with lists as one text', () => {
    const { observations, tally } = readSample(convertToXml, 'im-configuration.xml')
    expect(observations).toMatchObject([
      {
        cmdlet: 'Get-CsImConfiguration',
        properties: new Map([
          ['identity', 'Global'],
          ['prefixes', 'callto:, sip:'],
          ['enableofflineim', 'False'],
        ]),
        lines: new Map([
          ['identity', 5],
          ['prefixes', 6],
          ['enableofflineim', 10],
        ]),
      },
      {
        properties: new Map([
          ['identity', 'Site:Redmond'],
          ['enableofflineim', 'True'],
        ]),
      },
    ])
    expect(tally).toMatchObject({ unreadLineCount: 0, unreadable: 0 })
  })

  it('that is cut off says so, and keeps what came before', () => {
    const text = '<Objects>\n<Object>\n<Property Name="EnableOfflineIm">False</Property>\n<Prop'
    const { observations, tally } = readText(convertToXml, text)
    expect(observations).toMatchObject([{ properties: new Map([['enableofflineim', 'False']]) }])
    expect(tally.damage).toMatchObject([{ reason: 'XML that is damaged or cut off' }])
  })
})
