import { expect, it } from 'vitest'
import { completionScripts } from '../../../src/cli/completion/scripts.ts'
import { parsePowershell } from '../../support/programs/powershell-syntax.ts'

it('the script for PowerShell follows its grammar', () => {
  expect(parsePowershell(completionScripts.powershell).errors).toEqual([])
})
