import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../src/model/observation.ts'
import { powershellList } from '../../../src/parsers/powershell/powershell-list.ts'
import { powershellTable } from '../../../src/parsers/powershell/powershell-table.ts'
import { readSample, readText } from '../../support/read-text.ts'

/** Cmdlet, line and properties of each output. */
const outputs = (observations: readonly Observation[]) =>
  observations.flatMap((observation) =>
    observation.kind === 'cmdlet-output'
      ? [
          [
            observation.cmdlet,
            observation.source.line,
            Object.fromEntries(observation.properties),
          ] as const,
        ]
      : [],
  )

describe('Format-List output', () => {
  it('has an object with the line of each property', () => {
    expect(readSample(powershellList, 'im-configuration.txt').observations).toEqual([
      {
        kind: 'cmdlet-output',
        cmdlet: 'Get-CsImConfiguration',
        properties: new Map(
          Object.entries({ identity: 'Global', enablepresence: 'True', enableofflineim: 'False' }),
        ),
        lines: new Map(Object.entries({ identity: 3, enablepresence: 4, enableofflineim: 5 })),
        source: { path: 'input', line: 3 },
      },
    ])
  })

  it('may be retyped with equals signs and decimal commas, but only known names are read', () => {
    const read = (text: string) => readText(powershellList, text)
    expect(outputs(read('Identity = Global\nEnableOfflineIm=$false\n').observations)).toEqual([
      ['Get-CsImConfiguration', 1, { identity: 'Global', enableofflineim: 'False' }],
    ])
    const version = 'ComponentName = Lync Server 2013, Core Components\n'
    expect(read(`${version}Version       : 5,0,8308,556\n`).observations).toMatchObject([
      {
        properties: new Map([
          ['componentname', expect.any(String)],
          ['version', '5.0.8308.556'],
        ]),
      },
    ])
    expect(read('name = kim\nPATH = C:\\Windows\n').recognition).toBeUndefined()
  })

  it('may be an object in a text, or cells copied from a sheet', () => {
    const expected = [['Get-CsImConfiguration', { enableofflineim: 'False' }]]
    for (const text of [
      '@{Identity=Global; EnableOfflineIm=False; Description=}',
      'Identity\tGlobal\nEnableOfflineIm\tFALSE',
    ]) {
      const found = outputs(readText(powershellList, text).observations)
      expect(found.map(([cmdlet, , properties]) => [cmdlet, properties])).toMatchObject(expected)
    }
  })

  it('is found in a pasted session with tables, prompts and a transcript', () => {
    const { recognition, observations } = readSample(powershellList, 'pasted-session.txt')
    expect(recognition).toEqual({})
    expect(outputs(observations)).toMatchObject([
      [
        'Get-CsClientPolicy',
        9,
        {
          identity: 'Global',
          description: 'The policy for everybody who has no other, set when the archive was moved',
          enableimautoarchiving: 'True',
        },
      ],
      [
        'Get-CsClientPolicy',
        16,
        { identity: 'Tag:Sales', description: '', enableimautoarchiving: 'False' },
      ],
      [
        'Get-CsUser',
        27,
        { clientpolicy: 'Sales', windowsemailaddress: 'kim@mail.contoso.example' },
      ],
      [
        'Get-CsServerVersion',
        6,
        { product: 'Skype for Business Server 2015', version: '6.0.9319.0' },
      ],
    ])
    expect(observations[2]?.user).toBe('kim@contoso.example')
  })

  it('reports an unknown cmdlet once, in any language', () => {
    expect(readSample(powershellList, 'unknown-cmdlet.txt').observations).toEqual([
      { kind: 'cmdlet-missing', name: 'Get-CsImConfiguration', source: { path: 'input', line: 1 } },
    ])
    expect(readSample(powershellList, 'unknown-cmdlet-japanese.txt').observations).toMatchObject([
      { kind: 'cmdlet-missing', name: 'Get-CsImConfiguration', source: { line: 1 } },
    ])
    const german =
      'Die Benennung "Get-CsImConfiguration" wurde nicht als Name eines Cmdlet, einer Funktion erkannt.'
    const french =
      "Le terme «Get-CsImConfiguration» n'est pas reconnu comme nom d'applet de commande"
    for (const text of [german, french])
      expect(readText(powershellList, text).observations).toMatchObject([
        { name: 'Get-CsImConfiguration' },
      ])
  })

  it('does not mistake an unknown user for an unknown cmdlet', () => {
    const text =
      '    + CategoryInfo          : ObjectNotFound: (Get-CsPeople:String) [Get-CsUser], ManagementException\n'
    expect(readText(powershellList, text)).toMatchObject({
      recognition: undefined,
      observations: [],
    })
  })

  it('of files under a folder heading lists a spool', () => {
    const { recognition, observations } = readSample(powershellList, 'spool-files.txt')
    expect(recognition).toEqual({ localTime: true, dateOrder: 'dmy' })
    expect(observations).toMatchObject([
      { kind: 'spool-folder', user: 'kim@contoso.example', via: 'listing' },
      {
        kind: 'spool-item',
        name: '0001.hist',
        bytes: 1834,
        created: Date.UTC(2016, 5, 14, 13, 10),
      },
    ])
  })

  it('is not recognized if it has no known objects', () => {
    for (const text of [
      'Name : x\nValue : y\n',
      'Version : 6.0\n\nComponentName : x\n',
      'a: b',
      '',
    ])
      expect(
        powershellList.recognise({
          bytes: new Uint8Array(),
          text,
          isWhole: true,
          fileName: 'x',
          tail: '',
        }),
      ).toBeUndefined()
  })
})

describe('Format-Table output', () => {
  it('has an object for each row and omits values that are cut off', () => {
    expect(outputs(readSample(powershellTable, 'patch-version.txt').observations)).toEqual([
      [
        'Get-CsServerPatchVersion',
        5,
        {
          componentname: 'Skype for Business Server 2015, Application Host',
          version: '6.0.9319.0',
        },
      ],
      [
        'Get-CsServerPatchVersion',
        6,
        {
          componentname: 'Skype for Business Server 2015, Core Components',
          version: '6.0.9319.55',
        },
      ],
      ['Get-CsServerPatchVersion', 7, { version: '6.0.9319.55' }],
      ['Get-CsServerPatchVersion', 8, { version: '6.0.9319.55' }],
    ])
  })

  it('may have right-aligned numbers', () => {
    expect(outputs(readSample(powershellTable, 'drafts.txt').observations)).toMatchObject([
      [
        'Get-MailboxFolderStatistics',
        4,
        { folderpath: '/Drafts', itemsinfolder: '1412', foldersize: '1.2 MB (1,234,567 bytes)' },
      ],
      ['Get-MailboxFolderStatistics', 5, { foldertype: 'User', itemsinfolder: '12' }],
    ])
    const wide =
      'FolderPath ItemsInFolder Id\n---------- ------------- --\n/Drafts                3 12\n/Inbox              1412  7\n'
    expect(outputs(readText(powershellTable, wide).observations)).toMatchObject([
      ['Get-MailboxFolderStatistics', 3, { itemsinfolder: '3', id: '12' }],
      ['Get-MailboxFolderStatistics', 4, { itemsinfolder: '1412', id: '7' }],
    ])
  })

  it('joins wrapped names and values', () => {
    expect(outputs(readSample(powershellTable, 'users-wrapped.txt').observations)).toEqual([
      [
        'Get-CsUser',
        5,
        {
          sipaddress: 'sip:kim@contoso.example',
          clientpolicy: 'Sales North',
          windowsemailaddress: 'kim@mail.contoso.example',
        },
      ],
      [
        'Get-CsUser',
        7,
        {
          sipaddress: 'sip:lee@contoso.example',
          clientpolicy: '',
          windowsemailaddress: 'lee@contoso.example',
        },
      ],
      ['Get-CsImConfiguration', 11, { identity: 'Global', enableofflineim: 'True' }],
    ])
  })

  it('omits a word that crosses two columns', () => {
    const text = 'Identity EnableOfflineIm\n-------- ---------------\nSite:North-West True\n'
    expect(outputs(readText(powershellTable, text).observations)).toEqual([
      ['Get-CsImConfiguration', 3, {}],
    ])
  })

  it('is distinguished from a list by which comes first', () => {
    const list = 'Identity        : Global\nEnableOfflineIm : True\n'
    const table = 'Identity EnableOfflineIm\n-------- ---------------\nGlobal              True\n'
    const both = (text: string) => [
      readText(powershellList, text).recognition,
      readText(powershellTable, text).recognition,
    ]
    expect(both(`${list}\n${table}`)).toEqual([{}, undefined])
    expect(both(`${table}\n${list}`)).toEqual([undefined, {}])
  })
})
