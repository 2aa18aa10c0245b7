import {
  type AutoArchiving,
  autoArchiving,
  clientPolicyMissing,
} from '../evidence/auto-archiving.ts'
import { formatConflictingReadings, formatSwitchReading } from '../evidence/create-switch-fact.ts'
import { findEffectivePolicy } from '../evidence/find-effective-policy.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { type SwitchReading, selectInBandReadings } from '../evidence/switch-reading.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

const MOST_FINDINGS = 50

export const autoArchivingDisabled = defineRule({
  id: 'auto-archiving-disabled',
  severity: 'error',
  status: 'stable',
  title: 'Saving of conversations is switched off for the sender',
  why: 'Offline IM goes through the mailbox. It is not available to a sender for whom saving conversations is off, by policy (EnableIMAutoArchiving) or by the user’s own choice.',
  looksAt:
    'EnableIMAutoArchiving as the server told the client since its last sign-in, else in the client policy that applies: the one granted to the user (ClientPolicy in Get-CsUser), else the site’s, else Global. Also the user’s own option, and predefined policies named …NoSaveIMNoArchiving…. A property that is absent says nothing.',
  thresholds: {},
  falsePositives: [
    'Without Get-CsUser nothing says which policy applies: Global may not.',
    'The policy was changed after the last sign-in, and the user has not signed in again.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'If the policy has it off, a Skype for Business administrator switches it on there (the finding names the policy), or grants the user a policy that has it on.',
      commands: [
        'Set-CsClientPolicy -Identity Global -EnableIMAutoArchiving $true',
        'Grant-CsClientPolicy -Identity "<user@domain>" -PolicyName "<policy with archiving on>"',
      ],
      verify:
        'Get-CsUser "<user@domain>" | Select-Object ClientPolicy names the policy, and Get-CsClientPolicy prints EnableIMAutoArchiving : True for it.',
    },
    {
      do: 'If the user turned it off: Options > Personal > tick “Save IM conversations in my email Conversation History folder”. The user can do this.',
      verify:
        'The option stays ticked after signing out and in. If it is greyed out, the policy decides.',
    },
    {
      do: 'Sign out of Skype for Business and in again: policies reach the client at sign-in.',
      verify: 'A new conversation appears in the Conversation History folder in Outlook.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Set-CsClientPolicy',
      url: 'https://learn.microsoft.com/powershell/module/skypeforbusiness/set-csclientpolicy',
    },
    {
      title: 'MS-SIPREGE: endpointConfiguration provision group',
      url: 'https://learn.microsoft.com/openspecs/office_protocols/ms-siprege/8284ec7e-22ce-4dc3-bca3-a06d62cf4a23',
    },
  ],
  evidence: { autoArchiving, signIns },
  evaluate({ autoArchiving: found, signIns: { latestByUser: users, last } }) {
    const seen = new Set([
      ...users.keys(),
      ...[...found.inBandReadings, ...found.userOptions].map(({ user }) => user),
    ])
    const subjects =
      seen.size > 0 ? [...seen] : found.grants.size > 0 ? [...found.grants.keys()] : [undefined]
    const assessed = subjects.map((user) =>
      assess(user, found, user === undefined ? last : users.get(user)?.at),
    )
    const findings = assessed.flatMap((one) => one.findings)
    if (findings.length > 0)
      return flagged(
        findings[0]?.message ?? '',
        findings.slice(0, MOST_FINDINGS),
        Math.max(0, findings.length - MOST_FINDINGS),
      )
    const unknown = assessed.find(({ decided }) => !decided)
    if (unknown) return notChecked(unknown.message, clientPolicyMissing)
    const shown = assessed.slice(0, 5)
    return clear(
      shown.map(({ message }) => message).join(' '),
      shown.flatMap(({ readings }) => readings.map(({ source }) => source)),
    )
  },
})

interface Assessed {
  readonly findings: readonly Finding[]
  readonly decided: boolean
  readonly message: string
  readonly readings: readonly SwitchReading[]
}

/** What is in force for one user, with nobody else’s readings. */
function assess(
  user: string | undefined,
  found: AutoArchiving,
  lastSignIn: number | undefined,
): Assessed {
  const of = (readings: readonly SwitchReading[]) => readings.filter((one) => one.user === user)
  const told = selectInBandReadings(of(found.inBandReadings), lastSignIn)
  const chosen = selectInBandReadings(of(found.userOptions), lastSignIn).current
  const policy = findEffectivePolicy(found, user, lastSignIn)
  const decides = told.current ?? policy.reading
  const others = [
    told.current ? told.contradicting : told.stale,
    told.current ? policy.reading : policy.contradicting,
  ].filter((one) => one !== undefined && one.value !== decides?.value)
  const because = told.current
    ? others.length > 0
      ? ' What the client was told last since its sign-in counts.'
      : ''
    : ` ${policy.explanation}${told.stale ? ' What the client was told is from before its last sign-in, and stale.' : ''}`
  const subject = user ?? 'this user'
  const message = decides
    ? `${formatSwitchReading(decides)}.${because}${formatConflictingReadings(others)}`
    : `Not known for ${subject}:${because}`
  const readings = [decides, chosen, ...others].filter((one) => one !== undefined)
  const findings: Finding[] = []
  if (decides && !decides.value) {
    const off = `Saving of conversations is off for ${subject}. ${message}`
    const sources = [decides, ...others].flatMap((one) => (one ? [one.source] : []))
    const remedy =
      'A Skype for Business administrator can change this, in the client policy that applies to the user.'
    findings.push({ subject, message: off, sources, remedy })
  }
  if (chosen && !chosen.value) {
    const own = `${user ?? 'The user'} turned saving of conversations off. ${formatSwitchReading(chosen)}.`
    const remedy =
      'The user can change this: Options > Personal > “Save IM conversations in my email Conversation History folder”.'
    findings.push({ subject, message: own, sources: [chosen.source], remedy })
  }
  return { findings, decided: decides !== undefined, message, readings }
}
