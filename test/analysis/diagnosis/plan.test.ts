import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fillIn } from '../../../src/analysis/diagnosis/plan.ts'
import type { Diagnosis, PlannedAction } from '../../../src/model/diagnosis.ts'
import { minutes } from '../../../src/model/duration.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { CaseReport } from '../../../src/model/report.ts'
import { STEP_PHASES } from '../../../src/model/rule.ts'
import { rules } from '../../../src/rules/index.ts'
import {
  ALEX,
  archiving,
  clientPolicy,
  createEngine,
  diagnosisOf,
  directoryUser,
  draftsCount,
  ewsAttempt,
  ewsInformation,
  KIM,
  mailboxOn,
  ONLINE_HOST,
  offlineMessage,
  reportOn,
  serverVersion,
  signIn,
  soundClient,
  spooledItem,
  spoolOf,
  switchedTo,
} from '../../support/diagnosis.ts'
import { NOON, provisioning } from '../../support/observations.ts'
import { reportOnFolder } from '../../support/samples.ts'

/** Pairs of commands or texts that no plan may contain together, and why. */
const CONTRADICTIONS: readonly (readonly [why: string, first: RegExp, second: RegExp])[] = [
  [
    'a Windows Installer client has no Click-to-Run update',
    /setup\.exe \/configure/,
    /OfficeC2RClient/,
  ],
  ['a granted policy takes precedence over Global', /Grant-CsClientPolicy/, /Set-CsClientPolicy/],
  ['a server before CU3 has no such switch', /SkypeServerUpdateInstaller/, /Set-CsImConfiguration/],
  ['Lync Server gets no update with Offline IM', /SkypeServerUpdateInstaller/, /Move-CsUser/],
  ['the spool must not be deleted', /Leave the spool where it is/, /delete the spool/i],
]

/** Cmdlets that exist only on Exchange servers. */
const SERVER_CMDLETS =
  /Get-WebServicesVirtualDirectory|Test-WebServicesConnectivity|Get-ThrottlingPolicy|Get-MailboxDatabaseCopy/

const textsOf = ({ do: text, commands, verify }: PlannedAction): string =>
  [text, ...commands, verify].join('\n')

/** Placeholders whose values a report with this user, host or policy knows. */
function knownPlaceholders({ facts }: CaseReport, { causes }: Diagnosis): string[] {
  const known: string[] = []
  const users = facts.users?.value
  if (typeof users === 'string' && users !== '' && !users.includes(','))
    known.push('<user@domain>', '<user>')
  if (facts.users?.text.includes('(mail ') && known.length > 0) known.push('<mail domain>')
  if (facts.mailboxLocation?.text.includes('.example,') && known.length > 0)
    known.push('<Exchange host>')
  const texts = causes.flatMap(({ because }) => because.map(({ text }) => text)).join(' ')
  if (/off in the scope (?:Global|Site:)/.test(texts)) known.push('<scope>')
  return known
}

/** What is wrong with the plan of a report, in words. */
function problemsOf(report: CaseReport): string[] {
  const { diagnosis } = report
  if (!diagnosis) return ['no diagnosis']
  const { actions, collectNext, causes } = diagnosis
  const problems: string[] = []
  const plan = actions.map(textsOf).join('\n')
  const commands = actions.flatMap((action) => action.commands)
  const collected = collectNext.flatMap((evidence) => evidence.commands).join('\n')
  for (const placeholder of knownPlaceholders(report, diagnosis))
    if (`${plan}\n${collected}`.includes(placeholder)) problems.push(`${placeholder} is known`)
  for (const command of new Set(commands))
    if (commands.indexOf(command) !== commands.lastIndexOf(command))
      problems.push(`twice: ${command}`)
  const doubled = actions.filter(
    (action, index) =>
      actions.findIndex(
        (other) =>
          other.do === action.do && other.user === action.user && other.role === action.role,
      ) !== index && action.commands.length === 0,
  )
  for (const action of doubled) problems.push(`twice: ${action.do}`)
  for (const [why, first, second] of CONTRADICTIONS)
    if (first.test(plan) && second.test(plan)) problems.push(why)
  const location = report.facts.mailboxLocation?.value
  if (location === 'on-premises' && /Get-OrganizationConfig/.test(plan))
    problems.push('Get-OrganizationConfig shows nothing of EWS on-premises')
  if (location === 'exchange-online' && SERVER_CMDLETS.test(plan))
    problems.push('a cmdlet that Exchange Online does not have')
  if (/\bfinding|other verdicts?\b/i.test(plan)) problems.push('refers to a finding')
  for (const action of actions)
    if (/(?:^|: )Ask an? .{1,40}administrator|, and to /.test(action.do))
      problems.push(`does not address who does it: ${action.do}`)
  const superseded = new Set(causes.flatMap((cause) => cause.supersedes))
  for (const action of actions)
    if (action.for.every((rule) => superseded.has(rule))) problems.push(`superseded: ${action.do}`)
  const phases = actions.map(phaseOf)
  if (phases.some((phase, index) => phase < (phases[index - 1] ?? 0)))
    problems.push('not in the order of phases')
  if (/Copy the spool/.test(plan) && report.facts.spoolItems?.value === 0)
    problems.push('copies a spool that is empty')
  return problems
}

/** The phase of the step that an action comes from. */
function phaseOf(action: PlannedAction): number {
  const [id] = action.for
  const step = rules
    .find((rule) => rule.id === id)
    ?.remedy.find(
      ({ role, verify }) =>
        role === action.role && action.verify.startsWith(verify.split('<')[0] ?? ''),
    )
  return step ? STEP_PHASES.indexOf(step.phase) : -1
}

const folders = [
  ...readdirSync(join('samples', 'whole')).map((name) => join('samples', 'whole', name)),
  ...readdirSync(join('samples', 'rules')).flatMap((id) =>
    readdirSync(join('samples', 'rules', id)).map((name) => join('samples', 'rules', id, name)),
  ),
]

describe('the plan of a sample', () => {
  it.each(folders)('%s', async (folder) => {
    expect(problemsOf(await reportOnFolder(createEngine(), folder))).toEqual([])
  })
})

const otherDomain = directoryUser(KIM, '', 'kim@mail.fabrikam.example')

/** Parts of evidence with a cause, of which one of each list is chosen. */
const CHOICES: readonly (readonly (readonly [name: string, Partial<Parts>])[])[] = [
  [
    ['new client', {}],
    ['old client', { build: [signIn('16.0.6001.1073')] }],
    ['client before the fix', { build: [signIn('16.0.6769.2040')] }],
    ['Windows Installer client', { build: [signIn('16.0.4417.1000')] }],
  ],
  [
    ['server with CU3', {}],
    ['server before CU3', { server: [serverVersion('6.0.9319.235')] }],
    ['Lync Server', { server: [serverVersion('5.0.8308.0')] }],
  ],
  [
    ['switch on', {}],
    ['switch off', { offlineIm: [switchedTo(false), switchedTo(false, 'Site:Oslo')] }],
    [
      'switch off in the client',
      { offlineIm: [provisioning('EnableOfflineIm', 'false', NOON - minutes(60))] },
    ],
  ],
  [
    ['archiving on', {}],
    ['archiving off', { archiving: [archiving(false)] }],
    [
      'archiving off in the granted policy',
      { archiving: [clientPolicy('Tag:Sales', false)], directory: [directoryUser(KIM, 'Sales')] },
    ],
    [
      'archiving off in the Global policy',
      { archiving: [clientPolicy('Global', false)], directory: [directoryUser(KIM)] },
    ],
  ],
  [
    ['EWS available', {}],
    [
      'EWS unavailable, other mail domain',
      { ewsState: [ewsInformation('EWS not deployed', KIM)], directory: [otherDomain] },
    ],
    ['mailbox in Exchange Online', { mailbox: [mailboxOn(ONLINE_HOST, KIM)] }],
    [
      'EWS unavailable in Exchange Online',
      {
        ewsState: [ewsInformation('EWS not deployed', KIM)],
        mailbox: [mailboxOn(ONLINE_HOST, KIM)],
      },
    ],
  ],
]
type Parts = NonNullable<Parameters<typeof soundClient>[0]>

const SYMPTOMS: readonly (readonly [string, readonly Observation[]])[] = [
  ['nothing spooled', [spoolOf()]],
  ['refused', [...offlineMessage(NOON), spoolOf()]],
  [
    'stuck, EWS fails, Drafts fills',
    [spooledItem(NOON, KIM), ...ewsAttempt(NOON + minutes(1), 'ErrorServerBusy'), draftsCount(500)],
  ],
]

/** Every choice of one entry of each list. */
const combinations = CHOICES.reduce<readonly (readonly [string, Partial<Parts>])[]>(
  (before, choices) =>
    before.flatMap(([names, parts]) =>
      choices.map(([name, more]) => [`${names}, ${name}`, { ...parts, ...more }] as const),
    ),
  [['', {}]],
)

describe.each(SYMPTOMS)('the plan of any combination of causes: %s', (_, symptoms) => {
  it('repeats and contradicts nothing', () => {
    const problems = combinations.flatMap(([names, parts]) =>
      problemsOf(reportOn([...soundClient(parts), ...symptoms])).map(
        (problem) => `${names.slice(2)}: ${problem}`,
      ),
    )
    expect(combinations.length).toBe(576)
    expect(problems).toEqual([])
  })
})

describe('the plan', () => {
  const plan = (observations: readonly Observation[]): string =>
    diagnosisOf(observations).actions.map(textsOf).join('\n')

  it('grants a policy that the evidence shows to be right', () => {
    const text = plan([
      ...soundClient({
        archiving: [clientPolicy('Tag:Sales', false), clientPolicy('Tag:Archive', true)],
        directory: [directoryUser(KIM, 'Sales')],
      }),
      spoolOf(),
    ])
    expect(text).toContain(
      'Grant-CsClientPolicy -Identity "kim@contoso.example" -PolicyName "Archive"',
    )
  })

  it('changes the Global policy only where it is known to apply', () => {
    const global = clientPolicy('Global', false)
    const known = soundClient({ archiving: [global], directory: [directoryUser(KIM)] })
    expect(plan(known)).toContain('Set-CsClientPolicy -Identity "Global"')
    const unknown = soundClient({ archiving: [global], directory: [] })
    expect(plan(unknown)).not.toContain('Set-CsClientPolicy')
    expect(plan(unknown)).toContain('Get-CsUser -Identity "kim@contoso.example"')
  })

  it('turns the switch on in each scope that is off', () => {
    const text = plan([
      ...soundClient({ offlineIm: [switchedTo(false), switchedTo(false, 'Site:Oslo')] }),
      spoolOf(),
    ])
    expect(text).toContain('Set-CsImConfiguration -Identity "Global" -EnableOfflineIm $true')
    expect(text).toContain('Set-CsImConfiguration -Identity "Site:Oslo" -EnableOfflineIm $true')
  })

  it('gives the advice for each code of EWS, for the place of the mailbox', () => {
    const failing = [spooledItem(NOON, KIM), ...ewsAttempt(NOON + 60_000, 'ErrorServerBusy')]
    expect(plan([...soundClient(), ...failing])).toContain(
      'ErrorServerBusy: Run Get-ThrottlingPolicyAssociation kim@contoso.example',
    )
    const online = plan([...soundClient({ mailbox: [mailboxOn(ONLINE_HOST, KIM)] }), ...failing])
    expect(online).toContain('ErrorServerBusy: Look for other programs')
    expect(online).not.toMatch(/Get-ThrottlingPolicyAssociation|Test-WebServicesConnectivity/)
  })

  it('copies the spool of each user of whom something is spooled or not known', () => {
    const both = [
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', ALEX)] }, ALEX),
    ]
    const copied = (observations: readonly Observation[]) =>
      diagnosisOf(observations)
        .actions.filter((action) => action.do.startsWith('Copy the spool'))
        .map(({ user }) => user)
    expect(copied([...both, spoolOf(KIM), spooledItem(NOON, ALEX)])).toEqual([ALEX])
    expect(copied(both)).toEqual([KIM, ALEX])
    expect(copied([...both, spoolOf(KIM), spoolOf(ALEX)])).toEqual([])
  })

  it('signs out and in once, after everything else that is changed', () => {
    const { actions } = diagnosisOf([
      ...soundClient({
        offlineIm: [switchedTo(false)],
        archiving: [archiving(false)],
        ewsState: [ewsInformation('EWS not deployed', KIM)],
      }),
      spooledItem(NOON, KIM),
    ])
    const signOuts = actions.filter((action) => action.do.startsWith('Sign out'))
    expect(signOuts).toHaveLength(1)
    expect(signOuts[0]?.for).toEqual([
      'ews-unavailable',
      'offline-im-disabled',
      'auto-archiving-disabled',
      'spool-message-stuck',
    ])
    expect(signOuts[0]?.verify).toContain('Configuration Information shows')
    expect(signOuts[0]?.verify).toContain('After two minutes')
  })
})

describe('a value in a command', () => {
  it.each(['a"; Remove-Item *', '$(calc)', '`n', "o'brien@contoso.example", 'a;b', 'a|b', 'a&b'])(
    'is not filled in when it is %j',
    (value) => {
      expect(fillIn('Get-CsUser "<user@domain>"', { 'user@domain': value })).toBe(
        'Get-CsUser "<user@domain>"',
      )
    },
  )

  it.each([
    '“x',
    'x”',
    '‘x',
    '„x',
    'x\n',
    'x\u0000',
    '-Force',
    '%PATH%',
    'a>b',
    '{x}',
    '(x)',
    '@(x',
  ])('is not filled in when it is %j', (value) => {
    expect(fillIn('"<policy>"', { policy: value })).toBe('"<policy>"')
  })

  it.each(['kim@contoso.example', 'Site:Oslo', 'Größe 2', 'Tag:Sales', '田中@contoso.example'])(
    'is filled in when it is %j',
    (value) => {
      expect(fillIn('"<policy>" <policy>', { policy: value })).toBe(`"${value}" ${value}`)
    },
  )

  it('is not taken from what every object has', () => {
    expect(fillIn('<constructor> <toString>', {})).toBe('<constructor> <toString>')
  })
})
