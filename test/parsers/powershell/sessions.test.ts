import { describe, expect, it } from 'vitest'
import { powershellList } from '../../../src/parsers/powershell/powershell-list.ts'
import { powershellTable } from '../../../src/parsers/powershell/powershell-table.ts'
import { readSample, readText } from '../../support/read-text.ts'

const missing = (text: string) =>
  readText(powershellList, text).observations.map((observation) =>
    observation.kind === 'cmdlet-missing' ? observation.name : observation.kind,
  )

const outputs = (text: string) =>
  readText(powershellList, text).observations.map((observation) =>
    observation.kind === 'cmdlet-output' ? Object.fromEntries(observation.properties) : observation,
  )

describe('an unknown cmdlet', () => {
  const X = 'Get-CsImConfiguration'
  it.each([
    [
      'Spanish',
      `El término '${X}' no se reconoce como nombre de un cmdlet, función, archivo de script o programa ejecutable.`,
    ],
    [
      'Italian',
      `Termine '${X}' non riconosciuto come nome di cmdlet, funzione, programma eseguibile o file script.`,
    ],
    [
      'Portuguese',
      `O termo '${X}' não é reconhecido como nome de cmdlet, função, arquivo de script ou programa operável.`,
    ],
    [
      'Russian',
      `Имя "${X}" не распознано как имя командлета, функции, файла сценария или выполняемой программы.`,
    ],
    [
      'Dutch',
      `De term ${X} wordt niet herkend als de naam van een cmdlet, functie, scriptbestand of uitvoerbaar programma.`,
    ],
    [
      'Polish',
      `Termin „${X}” nie został rozpoznany jako nazwa polecenia cmdlet, funkcji, pliku skryptu lub programu wykonywalnego.`,
    ],
    [
      'Swedish',
      `Termen ${X} känns inte igen som namnet på en cmdlet, funktion, skriptfil eller ett körbart program.`,
    ],
    [
      'Czech',
      `Termín ${X} nelze rozpoznat jako název rutiny, funkce, souboru skriptu nebo spustitelného programu.`,
    ],
    [
      'Hungarian',
      `A(z) "${X}" kifejezést a rendszer nem ismeri fel parancsmag, függvény, parancsfájl vagy futtatható program neveként.`,
    ],
    [
      'Turkish',
      `'${X}' terimi cmdlet, işlev, betik dosyası veya çalıştırılabilir program adı olarak tanınmıyor.`,
    ],
    [
      'Japanese',
      `用語 '${X}' は、コマンドレット、関数、スクリプト ファイル、または操作可能なプログラムの名前として認識されません。`,
    ],
    ['Chinese', `无法将“${X}”项识别为 cmdlet、函数、脚本文件或可运行程序的名称。`],
    ['traditional Chinese', `無法辨識 '${X}' 詞彙是否為 Cmdlet、函數、指令檔或可執行程式的名稱。`],
    [
      'Korean',
      `'${X}' 용어가 cmdlet, 함수, 스크립트 파일 또는 실행할 수 있는 프로그램 이름으로 인식되지 않습니다.`,
    ],
  ])('is reported in %s, alone or after the name of the command', (_, sentence) => {
    expect(missing(`${sentence}\n`)).toEqual([X])
    expect(missing(`${X} : ${sentence}\nAt line:1 char:1\n`)).toEqual([X])
  })

  it('is reported in a language that is not known by its error category or its own name', () => {
    expect(
      missing(`+ CategoryInfo  : ObjectNotFound: (${X}:String) [], CommandNotFoundException`),
    ).toEqual([X])
    expect(missing(`${X} : Ukendt udtryk '${X}' er ikke navnet på en cmdlet, funktion.\n`)).toEqual(
      [X],
    )
  })

  it('is each named, so that a shell without the management tools shows', () => {
    const error = (name: string) =>
      `PS> ${name}\n${name}: The term '${name}' is not recognized as a name of a cmdlet, function.\n\n`
    expect(missing(`${error(X)}${error('Get-CsPool')}${error('Enable-CsUser')}`)).toEqual([
      'Enable-CsUser',
      'Get-CsPool',
      X,
    ])
  })

  it('is neither one whose module cannot be loaded nor one that failed', () => {
    for (const text of [
      `${X} : The '${X}' command was found in the module 'SkypeForBusiness', but the module could not be loaded. For more information, run a cmdlet.`,
      `${X} : Management object not found for identity "kim".`,
      `Look up ${X} in the list of cmdlets.`,
    ])
      expect(missing(text)).toEqual([])
  })

  it('leaves no line of its message unread', () => {
    const text = `${X} : Le terme «${X}» n'est pas reconnu comme nom d'applet de commande, fonction,\nfichier de script.\nAu caractère Ligne:1 : 1\n+ ${X}\n+ ~~~~\n    + CategoryInfo          : ObjectNotFound: (${X}:String) [], CommandNotFoundException\n`
    expect(readText(powershellList, text).tally).toMatchObject({
      records: 1,
      unreadLineCount: 0,
      notes: [],
    })
  })
})

describe('a pasted session', () => {
  it('accounts for every line', () => {
    const { tally } = readText(
      powershellList,
      'Hi Anna,\n\n```\nPS> Get-CsImConfiguration | fl\n\nIdentity        : Global\nEnableOfflineIm : False\n\nName : x\nId   : 1\n```\nKind regards\n',
    )
    expect(tally).toMatchObject({ records: 2, unreadLineCount: 2, unreadLines: [1, 12] })
    expect(tally.notes).toEqual(['1 object of other commands left out, the first in line 9'])
  })

  it('has no line of a transcript heading as output', () => {
    const { tally } = readSample(powershellList, 'transcript-french.txt')
    expect(tally).toMatchObject({ records: 4, unreadLineCount: 0, notes: [] })
  })

  it('names Drafts by the scope of the command', () => {
    const list = 'Name          : Brouillons\nItemsInFolder : 1 204\n'
    const command = 'Get-MailboxFolderStatistics kim -FolderScope Drafts | fl Name,ItemsInFolder'
    for (const typed of [`PS C:\\> ${command}\n\n`, `${command}\n`, `[PS] C:\\>${command}\n\n`])
      expect(outputs(typed + list)).toEqual([
        { name: 'Brouillons', itemsinfolder: '1204', foldertype: 'Drafts' },
      ])
    expect(outputs(list)).toEqual([{ name: 'Brouillons', itemsinfolder: '1204' }])
    const below = `${list}\nName          : Vieux\nItemsInFolder : 3\n`
    expect(outputs(`PS> ${command}\n${below}`)[1]).not.toHaveProperty('foldertype')
  })

  it('may print one value without its name', () => {
    expect(outputs('PS> (Get-CsImConfiguration).EnableOfflineIm\nFalse\n')).toEqual([
      { enableofflineim: 'False' },
    ])
    expect(
      outputs('Get-CsImConfiguration | select -ExpandProperty EnableOfflineIm\n\nTrue\n'),
    ).toEqual([{ enableofflineim: 'True' }])
  })

  it('may have a blank line after each line', () => {
    const text =
      'Identity        : Global\n\nEnableOfflineIm : False\n\n\n\nIdentity              : Global\n\nEnableIMAutoArchiving : False\n'
    expect(outputs(text)).toEqual([
      { identity: 'Global', enableofflineim: 'False' },
      { identity: 'Global', enableimautoarchiving: 'False' },
    ])
  })

  it('keeps objects apart that one blank line separates', () => {
    const text = 'EnableOfflineIm : False\n\nEnableIMAutoArchiving : False\n'
    expect(outputs(text)).toEqual([
      { enableofflineim: 'False' },
      { enableimautoarchiving: 'False' },
    ])
  })

  it('says that a policy without its name applies to nobody known', () => {
    expect(readText(powershellList, 'EnableIMAutoArchiving : False\n').tally.notes).toEqual([
      'The client policy in line 1 has no Identity, so it is not known to whom it applies',
    ])
  })

  it('claims nothing from a line with several properties', () => {
    for (const line of [
      'SipAddress : sip:kim@contoso.exampleWindowsEmailAddress : kim@mail.contoso.example',
      'AccountEnabled      : TrueSipAddress          : sip:kim@contoso.exampleClientPolicy  :',
      'EnableOfflineIm : TrueEnableIMAutoArchiving : False',
    ]) {
      const { observations, tally } = readText(powershellList, `${line}\n`)
      expect(observations).toEqual([])
      expect(tally.damage).toEqual([{ line: 1, reason: 'several properties in one line' }])
    }
  })

  it('may have blanks that do not break, and tabs', () => {
    for (const text of [
      'Identity\u00a0\u00a0\u00a0: Global\nEnableOfflineIm\u00a0: False\n',
      'Identity\t:\tGlobal\nEnableOfflineIm\t:\tFalse\n',
    ])
      expect(outputs(text)).toEqual([{ identity: 'Global', enableofflineim: 'False' }])
    const table =
      'Identity\u00a0EnableOfflineIm\n--------\u00a0---------------\nGlobal\u00a0\u00a0\u00a0False\n'
    expect(readText(powershellTable, table).observations).toMatchObject([
      { cmdlet: 'Get-CsImConfiguration' },
    ])
  })
})
