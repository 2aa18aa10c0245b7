import { describe, expect, it } from 'vitest'
import {
  exchangeAdministratorScript,
  skypeAdministratorScript,
} from '../../src/collect/scripts/administrator-script.ts'
import { cmdScript } from '../../src/collect/scripts/cmd-script.ts'
import { powershellScript } from '../../src/collect/scripts/powershell-script.ts'
import { REGISTRY_KEYS } from '../../src/inputs/machine/registry-values.ts'
import { powershellList } from '../../src/parsers/powershell/powershell-list.ts'
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

describe('collect.ps1', () => {
  it('uses nothing that Constrained Language Mode refuses', () => {
    const code = codeOf(POWERSHELL)
    expect(code).not.toMatch(
      /Add-Type|New-Object|\[pscustomobject\]|\[ordered\]|\bclass\b|Invoke-Expression/i,
    )
    // Of .NET, only the types of texts and numbers; static members of none.
    expect([...code.matchAll(/\[([a-z][\w.]*)\](?=\$|::)/gi)].map(([, type]) => type)).toEqual([
      'string',
      'int',
      'int',
    ])
    expect(code).not.toContain('::')
    const methods = [...code.matchAll(/\.(\w+)\(/g)].map(([, name]) => name)
    expect(new Set(methods)).toEqual(
      new Set(['ToString', 'Substring', 'Replace', 'ToUniversalTime', 'StartsWith', 'Trim']),
    )
  })

  it('closes every bracket and quote', () => {
    const code = codeOf(POWERSHELL).replaceAll(/'[^'\r\n]*'|"(?:""|[^"\r\n])*"/g, '')
    expect(code).not.toMatch(/['"]/)
    for (const [open, close] of ['()', '{}', '[]'].map((pair) => [...pair]))
      expect(code.split(open as string).length).toBe(code.split(close as string).length)
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
