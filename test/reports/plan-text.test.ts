import { expect, it } from 'vitest'
import { planTextLines } from '../../src/reports/plan-text.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'

it('the plan as text has all steps by role with numbers across all roles, and what to collect', () => {
  const { diagnosis } = diagnosedReport().cases[0] ?? {}
  if (diagnosis === undefined) throw new Error('The report has no diagnosis')
  expect(planTextLines(diagnosis)).toEqual([
    'The user, or whoever sits at the machine',
    '1. Copy the spool to a safe place first. For kim@contoso.example.',
    '    robocopy "%LOCALAPPDATA%\\sip_kim@contoso.example/History Spooler" "%USERPROFILE%\\Desktop\\Spool copy" /E',
    '    Check: The copy holds as many files as the folder.',
    '3. Update Office to 16.0.6920.1000 or later.',
    '    Check: The User-Agent contains OC/16.0.6920 or later.',
    '',
    'Exchange administrator',
    '2. Test EWS as the user.',
    '    Test-WebServicesConnectivity -Identity "kim@contoso.example"',
    '    Check: Every scenario shows Success.',
    '',
    'What to collect next',
    '- Configuration Information: Ctrl + right-click on the Skype for Business icon, Configuration Information, Copy.',
  ])
  expect(planTextLines({ ...diagnosis, actions: [], collectNext: [] })).toEqual([])
})
