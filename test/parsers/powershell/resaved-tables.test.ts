import { describe, expect, it } from 'vitest'
import { drafts } from '../../../src/evidence/drafts.ts'
import { powershellCsv } from '../../../src/parsers/powershell/powershell-csv.ts'
import { collectEvidence } from '../../support/evaluate-rule.ts'
import { readSample, readText } from '../../support/read-text.ts'

/** Values of one property, in the order of the rows. Undefined where it is unknown. */
const values = ({ observations }: ReturnType<typeof readText>, property: string) =>
  observations.map((observation) =>
    observation.kind === 'cmdlet-output' ? observation.properties.get(property) : undefined,
  )

const switchValue = (word: string) =>
  values(
    readText(powershellCsv, `Identity;EnableOfflineIm\nGlobal;${word}\n`),
    'enableofflineim',
  )[0]

describe('a CSV file that a spreadsheet saved again', () => {
  it.each([
    ['WAHR', 'FALSCH'],
    ['VRAI', 'FAUX'],
    ['VERDADERO', 'FALSO'],
    ['VERO', 'FALSO'],
    ['VERDADEIRO', 'Falso'],
    ['ИСТИНА', 'ЛОЖЬ'],
    ['ІСТИНА', 'ХИБНІСТЬ'],
    ['WAAR', 'ONWAAR'],
    ['PRAWDA', 'FAŁSZ'],
    ['SANT', 'FALSKT'],
    ['SAND', 'FALSK'],
    ['SANN', 'USANN'],
    ['TOSI', 'EPÄTOSI'],
    ['PRAVDA', 'NEPRAVDA'],
    ['IGAZ', 'HAMIS'],
    ['DOĞRU', 'YANLIŞ'],
    ['Doğru', 'Yanlış'],
    ['1', '0'],
    ['"TRUE"', '"FALSE"'],
    ['$true', '$false'],
  ])('has %s for True and %s for False', (on, off) => {
    expect([switchValue(on), switchValue(off)]).toEqual(['True', 'False'])
  })

  it('has Russian words whose code page does not show', () => {
    expect(values(readSample(powershellCsv, 'russian-cp1251.csv'), 'enableofflineim')).toEqual([
      'False',
    ])
    // FAŁSZ and DOĞRU in windows-1250 and windows-1254, read as windows-1252
    expect([switchValue('FA£SZ'), switchValue('DOÐRU')]).toEqual(['False', 'True'])
  })

  it('leaves a value out that is no True or False, and reports it with its line', () => {
    for (const word of ['????', 'Nein', 'FALS?', 'TRUEish', '2']) {
      const read = readText(powershellCsv, `Identity;EnableOfflineIm\nGlobal;${word}\n`)
      expect(values(read, 'enableofflineim')).toEqual([undefined])
      expect(read.tally.damage).toEqual([
        { line: 2, reason: `“${word}” for EnableOfflineIm is not understood as True or False` },
      ])
    }
  })

  it('takes a blank for a property that is not set', () => {
    const { observations, tally } = readText(
      powershellCsv,
      'Identity;EnableIMAutoArchiving\nGlobal;\nTag:Sales;FAUX\n',
    )
    expect(observations.length).toBe(2)
    expect(tally.unreadable).toBe(0)
  })

  it('may begin with sep=, a quoted type line or blank lines', () => {
    const header = 'Identity;EnableOfflineIm\nGlobal;FALSE\n'
    for (const above of ['sep=;\n', '"sep=;"\n', '"#TYPE System.Object";\n', '#TYPE x\n', ';;\n\n'])
      expect(readText(powershellCsv, above + header)).toMatchObject({
        recognition: {},
        observations: [{ cmdlet: 'Get-CsImConfiguration', source: { line: 2 + lineCount(above) } }],
        tally: { unreadLineCount: 0, unreadable: 0 },
      })
    expect(readSample(powershellCsv, 'quoted-type-line.csv').observations).toMatchObject([
      { source: { line: 3 } },
    ])
  })

  it('reports lines above the column names that it does not understand', () => {
    const text = 'Our settings of Monday\nIdentity;EnableOfflineIm\nGlobal;FALSCH\n'
    expect(readText(powershellCsv, text).tally.unreadLines).toEqual([1])
  })

  it('may be Unicode text with tabs', () => {
    expect(values(readSample(powershellCsv, 'unicode-text.txt'), 'enableofflineim')).toEqual([
      'False',
    ])
  })

  it('may have blank cells at the end of rows, and a rule below the header', () => {
    const rows = 'Identity\tEnableOfflineIm\n--------\t---------------\nGlobal\tFALSCH\t\t\n'
    const read = readText(powershellCsv, rows)
    expect(values(read, 'enableofflineim')).toEqual(['False'])
    expect(read.tally.unreadable).toBe(0)
  })

  it('may have each line in one cell', () => {
    const text = '"Identity,""EnableOfflineIm"""\n"Global,""False"""\n'
    expect(values(readText(powershellCsv, text), 'enableofflineim')).toEqual(['False'])
    expect(values(readText(powershellCsv, text.replaceAll('\n', ';;\n')), 'identity')).toEqual([
      'Global',
    ])
  })

  it('is not a list with tabs around its colons', () => {
    const text = 'Identity\t:\tGlobal\nEnableOfflineIm\t:\tFalse\n'
    expect(readText(powershellCsv, text).recognition).toBeUndefined()
  })
})

describe('counts of a mailbox', () => {
  it.each([
    ['1.204', '1204'],
    ['1,204', '1204'],
    ['1 204', '1204'],
    ['1\u00a0204', '1204'],
    ['1\u202f204', '1204'],
    ['1’204', '1204'],
    ['1,20,400', '120400'],
    ['1204', '1204'],
    ['1204.0', '1204'],
    ['0', '0'],
  ])('may be written %s', (text, count) => {
    const read = readText(
      powershellCsv,
      `FolderPath\tFolderType\tItemsInFolder\n/Drafts\tDrafts\t${text}\n`,
    )
    expect(values(read, 'itemsinfolder')).toEqual([count])
  })

  it('are unknown and reported where digits were lost', () => {
    for (const text of ['1,2E+03', '1.20', '12 items', '-']) {
      const read = readText(
        powershellCsv,
        `FolderPath\tFolderType\tItemsInFolder\n/Drafts\tDrafts\t${text}\n`,
      )
      expect(values(read, 'itemsinfolder')).toEqual([undefined])
      expect(read.tally.damage).toMatchObject([{ line: 2 }])
    }
  })

  it('may be in renamed columns', () => {
    expect(readSample(powershellCsv, 'renamed-columns.csv').observations).toMatchObject([
      { cmdlet: 'Get-MailboxFolderStatistics' },
    ])
    for (const header of ['Folder,ItemsInFolder', 'Folder Path,Items In Folder'])
      expect(values(readText(powershellCsv, `${header}\nDrafts,7\n`), 'folderpath')).toEqual([
        'Drafts',
      ])
  })

  it('may include the folders below', () => {
    const text =
      'Name\tItemsInFolderAndSubfolders\tMailbox\nDrafts\t1.204\tKim\nInbox\t9.999\tKim\n'
    const { mailboxes } = collectEvidence(drafts, readText(powershellCsv, text).observations)
    expect(mailboxes).toMatchObject([{ mailbox: 'kim', counts: [{ itemCount: 1204 }] }])
  })

  it('say nothing about Drafts without a type or an English name', () => {
    const text = 'Name;ItemsInFolder\nEntwürfe;1204\n'
    expect(readText(powershellCsv, text).tally.notes).toEqual([
      'No folder is named Drafts and FolderType is missing, so it is not known which one is Drafts',
    ])
    expect(readText(powershellCsv, text.replace('Entwürfe', 'Drafts')).tally.notes).toEqual([])
  })
})

const lineCount = (text: string): number => text.split('\n').length - 1
