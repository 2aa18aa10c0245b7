import { describe, expect, it } from 'vitest'
import {
  exchangeAdministratorScript,
  skypeAdministratorScript,
} from '../../src/collect/scripts/administrator-script.ts'
import { cmdScript } from '../../src/collect/scripts/cmd-script.ts'
import { powershellScript } from '../../src/collect/scripts/powershell-script.ts'
import { REGISTRY_KEYS } from '../../src/inputs/machine/registry-values.ts'
import { powershellList } from '../../src/parsers/powershell/powershell-list.ts'
import { parsePowershell } from '../support/programs/powershell-syntax.ts'
import { readText } from '../support/read-text.ts'

const CMD = cmdScript('0.1.0')
const POWERSHELL = powershellScript('0.1.0')
const ADMINISTRATOR = [
  skypeAdministratorScript('kim@contoso.example', '0.1.0'),
  exchangeAdministratorScript('kim@contoso.example', '0.1.0'),
]
const codeOf = (text: string) => text.replaceAll(/^\s*(?:rem|#).*$/gim, '')

describe('every script', () => {
  it.each([CMD, POWERSHELL, ...ADMINISTRATOR])(
    'is plain ASCII with the line ends of Windows',
    (text) => {
      expect(text).toMatch(/^[\r\n\t -~]+$/)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(text).not.toMatch(/@[A-Z]+@/)
    },
  )
})

describe.each([
  ['collect.cmd', CMD],
  ['collect.ps1', POWERSHELL],
])('%s', (_, text) => {
  it('asks for the same registry keys as the program', () => {
    for (const { key, names = [] } of REGISTRY_KEYS) {
      expect(text).toContain(`"${key}"`)
      for (const name of names) expect(text).toContain(`"${key}" /v ${name}`)
    }
  })

  it('deletes, moves and downloads nothing', () => {
    const code = codeOf(text).replaceAll(/^(?:rd "%OUT%"|del "%OUT%\\now\.tmp".*)$/gm, '')
    expect(code).not.toMatch(
      /\b(?:rmdir|erase|move|ren|Remove-\w+|Move-\w+|Rename-\w+|curl|certutil|bitsadmin|Invoke-\w+|http)\b|\/MIR|\/MOV|\/PURGE/i,
    )
  })

  it('never copies a spooled file: robocopy only lists the spool', () => {
    for (const line of codeOf(text)
      .split('\r\n')
      .filter((one) => one.includes('History Spooler')))
      if (/robocopy "/i.test(line)) expect(line).toContain(' /L ')
      else expect(line).not.toMatch(/\b(?:xcopy|copy|Copy-Item)\b/i)
  })
})

describe('collect.cmd', () => {
  it('calls only labels that it has, and only programs that every Windows has', () => {
    const code = codeOf(CMD)
    const labels = [...code.matchAll(/^:(\w+)/gm)].map(([, label]) => label)
    const called = [...code.matchAll(/(?:call|goto) :(\w+)/g)].map(([, label]) => label)
    expect(new Set(called)).toEqual(new Set(labels))
    const programs = [...code.matchAll(/^\s*(\w+)(?= )/gm)].map(([, word = '']) =>
      word.toLowerCase(),
    )
    const known =
      'setlocal set md if echo rd exit call for timeout tar type robocopy del dir xcopy reg pushd'
    expect(programs.filter((word) => !known.split(' ').includes(word))).toEqual([])
  })
})

/** Cmdlets of Windows PowerShell 5.1, and the parameters that a script may give them. */
const CMDLETS: Readonly<Record<string, string>> = {
  'Add-Content': '-Encoding -LiteralPath',
  'Compress-Archive': '-Path -DestinationPath -ErrorAction',
  'ConvertTo-Json': '-InputObject -Compress -Depth',
  'Copy-Item': '-LiteralPath -Destination -ErrorAction',
  'ForEach-Object': '',
  'Get-ChildItem': '-LiteralPath -Directory -File -Filter -Force -Recurse',
  'Get-Date': '-Format',
  'Get-Item': '-LiteralPath -ErrorAction',
  'Get-ItemProperty': '-ErrorAction',
  'Get-Location': '',
  'Get-TimeZone': '',
  'Join-Path': '',
  'New-Item': '-ItemType -Path -ErrorAction -Force',
  'Out-Null': '',
  'Set-Content': '-Encoding -LiteralPath -Value',
  'Split-Path': '',
  'Test-Path': '-LiteralPath',
  'Where-Object': '',
  'Write-Output': '',
  cmd: '',
}

describe.each([
  ['collect.ps1', POWERSHELL],
  ['the script for Skype administrators', ADMINISTRATOR[0] ?? ''],
  ['the script for Exchange administrators', ADMINISTRATOR[1] ?? ''],
])('%s', (_, text) => {
  // The grammar does not know lists of bare words.
  const syntax = parsePowershell(text.replaceAll(/(?<=\| Format-List )\w+(?:,\w+)+/g, 'Identity'))

  it('is PowerShell, and reads no variable that it does not set', () => {
    expect(syntax.errors).toEqual([])
    expect(syntax.unsetVariables).toEqual([])
  })

  it('needs nothing newer than Windows PowerShell 5.1', () => {
    const newer = ['&&', '||', '??', '??=', '?', '?.', 'clean']
    expect(newer.filter((token) => syntax.tokens.has(token))).toEqual([])
  })
})

describe('collect.ps1', () => {
  const { commands, methods, types, tokens } = parsePowershell(POWERSHELL)

  it('calls only cmdlets that Constrained Language Mode allows, with parameters that they have', () => {
    for (const [name, parameters] of commands) {
      expect(Object.keys(CMDLETS)).toContain(name)
      const known = CMDLETS[name]?.split(' ') ?? []
      expect([name, [...parameters].filter((parameter) => !known.includes(parameter))]).toEqual([
        name,
        [],
      ])
    }
    // Every line of the table is about a cmdlet that is called.
    expect([...commands.keys()].sort()).toEqual(Object.keys(CMDLETS).sort())
  })

  it('uses nothing else that Constrained Language Mode refuses', () => {
    // Types of texts and numbers, methods of texts and times; no static members, and no own types.
    expect(types).toEqual(new Set(['string', 'int']))
    expect(methods).toEqual(
      new Set(['ToString', 'Substring', 'Replace', 'ToUniversalTime', 'StartsWith', 'Trim']),
    )
    const refused = ['::', 'class', 'enum', 'using', 'workflow', 'configuration', 'data', '.', '&']
    expect(refused.filter((token) => tokens.has(token))).toEqual(['.'])
    // The point stands before a member, and never runs a script in this scope.
    expect(POWERSHELL).not.toMatch(/^\s*[.&]\s/m)
  })

  it('a script with a typing error is not PowerShell', () => {
    for (const damaged of [
      POWERSHELL.replace(') {', '{'),
      POWERSHELL.replace("'Logs ...'", "'Logs ..."),
      POWERSHELL.replace('foreach ($version in $versions) {', 'foreach ($version of $versions) {'),
    ])
      expect(parsePowershell(damaged).errors).not.toEqual([])
    expect(parsePowershell(POWERSHELL.replace('$out = ', '$oout = ')).unsetVariables).toContain(
      '$out',
    )
  })
})

describe('the scripts of administrators', () => {
  it('ask about the user, and only read', () => {
    for (const text of ADMINISTRATOR) {
      expect(text).toContain("$user = 'kim@contoso.example'")
      const cmdlets = [...codeOf(text).matchAll(/\b([A-Z][a-z]+)-[A-Z]\w+/g)].map(
        ([, verb]) => verb,
      )
      expect(new Set(cmdlets)).toEqual(new Set(['Get', 'Format', 'Out']))
    }
  })

  it('keep a quote in a name a quote', () => {
    expect(skypeAdministratorScript("o'neil@contoso.example", '1')).toContain(
      "$user = 'o''neil@contoso.example'",
    )
  })
})

describe('the output of a script of an administrator', () => {
  /** What PowerShell prints of each command, by a word in it. */
  const OUTPUTS: Readonly<Record<string, string>> = {
    ImConfiguration: 'Identity : Global\nEnableOfflineIm : False',
    CsUser: 'SipAddress : sip:kim@contoso.example\nClientPolicy : Quiet',
    ClientPolicy: 'Identity : Tag:Quiet\nEnableIMAutoArchiving : False',
    PatchVersion:
      'ComponentName : Skype for Business Server 2015, Core Components\nVersion : 6.0.9319.272',
    FolderStatistics: 'Name : Drafts\nFolderPath : /Drafts\nFolderType : Drafts\nItemsInFolder : 2',
    CASMailbox: 'EwsEnabled : False',
    OrganizationConfig: 'EwsEnabled : True',
  }

  /** Runs a script as PowerShell would: prints its texts, and what its commands print. */
  function outputOf(script: string): string {
    const prompts = [...script.matchAll(/^ {2}'(PS> .*)'\r$/gm)].map(([, text = '']) => text)
    return prompts
      .map((prompt) => {
        const name = Object.keys(OUTPUTS).find((word) => prompt.split('|')[0]?.includes(word)) ?? ''
        return `${prompt}\n\n\n${OUTPUTS[name]}\n\n\n`
      })
      .join('')
  }

  it('is read, with the cmdlet that each object is of', () => {
    const [skype = '', exchange = ''] = ADMINISTRATOR.map(outputOf)
    const printed = (text: string) =>
      readText(powershellList, text).observations.flatMap((one) =>
        one.kind === 'cmdlet-output' ? [one.cmdlet] : [],
      )
    expect(printed(skype)).toEqual([
      'Get-CsImConfiguration',
      'Get-CsUser',
      'Get-CsClientPolicy',
      'Get-CsServerPatchVersion',
    ])
    expect(printed(exchange)).toEqual(['Get-MailboxFolderStatistics'])
  })
})
