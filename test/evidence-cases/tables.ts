import { inCodePage, lines, utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase, MadeCases } from './expected-case.ts'

const imOff: ExpectedCase = { flagged: ['offline-im-disabled'], facts: { offlineIm: 'off' } }
const imOn: ExpectedCase = {
  flagged: [],
  clear: ['offline-im-disabled'],
  facts: { offlineIm: 'on' },
}
const archivingOff: ExpectedCase = {
  flagged: ['auto-archiving-disabled'],
  facts: { autoArchiving: 'off' },
}

const im = (value: string, separator = ';'): string =>
  lines(`Identity${separator}EnableOfflineIm`, `Global${separator}${value}`)

/** Logical values of Excel by language: true, false, and the code page of its CSV files. */
const EXCEL: Readonly<Record<string, readonly [string, string, string]>> = {
  Italian: ['VERO', 'FALSO', 'windows-1252'],
  Polish: ['PRAWDA', 'FAŁSZ', 'windows-1250'],
  Turkish: ['DOĞRU', 'YANLIŞ', 'windows-1254'],
  Dutch: ['WAAR', 'ONWAAR', 'windows-1252'],
  Swedish: ['SANT', 'FALSKT', 'windows-1252'],
  Danish: ['SAND', 'FALSK', 'windows-1252'],
  Czech: ['PRAVDA', 'NEPRAVDA', 'windows-1250'],
  Hungarian: ['IGAZ', 'HAMIS', 'windows-1250'],
  Finnish: ['TOSI', 'EPÄTOSI', 'windows-1252'],
  Ukrainian: ['ІСТИНА', 'ХИБНІСТЬ', 'windows-1251'],
  Portuguese: ['VERDADEIRO', 'FALSO', 'windows-1252'],
}

const excelLanguages = (): MadeCases =>
  Object.fromEntries(
    Object.entries(EXCEL).flatMap(([language, [on, off, codePage]]) => [
      [`${language}: off`, { ...imOff, files: { 'im.csv': inCodePage(im(off), codePage) } }],
      [`${language}: on`, { ...imOn, files: { 'im.csv': inCodePage(im(on), codePage) } }],
      [`${language}: Unicode text, off`, { ...imOff, files: { 'im.txt': utf16(im(off, '\t')) } }],
    ]),
  )

const manyDrafts: ExpectedCase = {
  flagged: ['drafts-accumulating'],
  says: { 'drafts-accumulating': ['1,204', '100'] },
}
const fewDrafts: ExpectedCase = { flagged: [], clear: ['drafts-accumulating'] }

export const tables: readonly EvidenceKind[] = [
  {
    folder: 'excel-resaves',
    variants: {
      'english-im': imOff,
      'german-im': imOff,
      'german-im-on': imOn,
      'russian-im': imOff,
      'sep-line': imOff,
      'type-line-quoted': imOff,
      'unicode-text': imOff,
      'french-policy': archivingOff,
      'german-policy': archivingOff,
    },
    made: {
      ...excelLanguages(),
      'a line that names the comma': {
        ...imOff,
        files: { 'im.csv': `sep=,\r\n${im('FALSE', ',')}` },
      },
      'a line that names the tab': {
        ...imOff,
        files: { 'im.csv': `sep=\t\r\n${im('FALSE', '\t')}` },
      },
      'UTF-8 with its mark, and quotes': {
        ...imOff,
        files: { 'im.csv': `\ufeff${lines('"Identity";"EnableOfflineIm"', '"Global";"FALSO"')}` },
      },
      'empty columns and rows behind the table': {
        ...imOff,
        files: { 'im.csv': lines('Identity;EnableOfflineIm;;', 'Global;FALSCH;;', ';;;', ';;;') },
      },
      'a word that is not known': {
        flagged: [],
        notChecked: ['offline-im-disabled'],
        facts: { offlineIm: null },
        inputs: { 'im.csv': { unreadable: 1, damage: ['“kanske” for EnableOfflineIm'] } },
        files: { 'im.csv': im('kanske') },
      },
    },
  },
  {
    folder: 'mailbox-folder-statistics',
    variants: {
      'docs-subset': manyDrafts,
      'excel-german': manyDrafts,
      'exo-report': manyDrafts,
      'fl-name-only': manyDrafts,
      'ft-drafts-en': manyDrafts,
      // The name is localized, and the column that shows the kind of folder is missing.
      ft: { flagged: [], notChecked: ['drafts-accumulating'] },
      renamed: manyDrafts,
    },
    made: {
      'Dutch, with its type': {
        ...manyDrafts,
        files: {
          'drafts.txt': lines(
            'Name          : Concepten',
            'FolderType    : Drafts',
            'ItemsInFolder : 1.204',
            'FolderSize    : 1,2 MB (1.234.567 bytes)',
          ),
        },
      },
      'Italian, as a table': {
        ...manyDrafts,
        files: {
          'drafts.txt': lines(
            '',
            'Name  FolderPath FolderType ItemsInFolder',
            '----  ---------- ---------- -------------',
            'Bozze /Bozze     Drafts              1204',
          ),
        },
      },
      'Indian grouping is a thousand too': {
        ...manyDrafts,
        files: { 'drafts.csv': lines('FolderPath,ItemsInFolder', '/Drafts,"1,204"') },
      },
      'a fraction that a script made': {
        ...fewDrafts,
        files: { 'drafts.csv': lines('FolderPath;ItemsInFolder', '/Drafts;12,00') },
      },
      'many elsewhere, few drafts': {
        ...fewDrafts,
        files: {
          'drafts.csv': lines(
            '"FolderPath","FolderType","ItemsInFolder"',
            '"/Inbox","Inbox","5021"',
            '"/Concepten","Drafts","3"',
            '"/Inbox/Drafts of the team","User Created","900"',
          ),
        },
      },
      JSON: {
        ...manyDrafts,
        files: {
          'drafts.json': JSON.stringify([
            { Name: 'Inbox', FolderType: 'Inbox', ItemsInFolder: 5021 },
            { Name: 'Utkast', FolderType: 'Drafts', ItemsInFolder: 1204 },
          ]),
        },
      },
    },
  },
]
