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
import { userIdentity } from '../evidence/user-identity.ts'
import { defined, present } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

const MAX_FINDINGS = 50
const MAX_SHOWN_USERS = 5

/** Who turned it off: they are asked to turn it on. */
const BY_POLICY = 'policy'
const BY_USER = 'user'

export const autoArchivingDisabled = defineRule({
  id: 'auto-archiving-disabled',
  severity: 'error',
  status: 'stable',
  title: 'Saving conversations is turned off for the sender',
  why:
    'Offline IM goes through the mailbox. It is not available to a sender who does not save ' +
    'conversations, whether a policy (EnableIMAutoArchiving) or the user turned that off.',
  looksAt:
    'EnableIMAutoArchiving as the client received it since its last sign-in. Without that, the ' +
    'client policy that applies: the one granted to the user (ClientPolicy in Get-CsUser), else ' +
    'the site’s, else Global. Also the user’s own option, and predefined policies named ' +
    '…NoSaveIMNoArchiving…. An absent property proves nothing.',
  thresholds: {},
  falsePositives: [
    'Without Get-CsUser it is unknown which policy applies. Global may not be the right one.',
    'The policy was changed after the last sign-in, and the user has not signed in again.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'skype-administrator',
      phase: 'change',
      variant: BY_POLICY,
      do:
        'If a policy turned it off, ask a Skype for Business administrator to turn it on in that ' +
        'policy, which the finding names. Or ask for a policy that has it on to be granted.',
      commands: [
        'Set-CsClientPolicy -Identity "<policy>" -EnableIMAutoArchiving $true',
        'Grant-CsClientPolicy -Identity "<user@domain>" -PolicyName "<policy with archiving on>"',
      ],
      verify:
        'Get-CsUser "<user@domain>" | Select-Object ClientPolicy names the policy, and ' +
        'Get-CsClientPolicy prints EnableIMAutoArchiving : True for it.',
    },
    {
      role: 'user',
      phase: 'change',
      variant: BY_USER,
      do:
        'If the user turned it off, ask the user to select Options > Personal > “Save IM ' +
        'conversations in my email Conversation History folder”.',
      verify:
        'The option is still selected after signing out and in. If it is greyed out, a policy ' +
        'controls it.',
    },
    {
      role: 'user',
      phase: 'apply',
      do:
        'Sign out of Skype for Business and in again, because policies reach the client at ' +
        'sign-in.',
      verify: 'A new conversation appears in the Conversation History folder in Outlook.',
    },
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    matches: 'condition',
    // What was spooled before the change can still be stuck.
    explains: { [NOT_ATTEMPTED]: 'proven', 'spool-message-stuck': 'possible' },
  },
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
  evidence: { autoArchiving, signIns, userIdentity },
  evaluate({
    autoArchiving: settings,
    signIns: { latestByUser, lastSignInAt },
    userIdentity: { users },
  }) {
    const clientUsers = users.filter(({ usesThisClient }) => usesThisClient).map(({ sip }) => sip)
    const results = usersToCheck(settings, [...latestByUser.keys(), ...clientUsers]).map((user) =>
      checkUser(user, settings, user === undefined ? lastSignInAt : latestByUser.get(user)?.at),
    )
    const findings = results.flatMap((result) => result.findings)
    if (findings.length > 0)
      return flagged(
        findings[0]?.message ?? '',
        findings.slice(0, MAX_FINDINGS),
        Math.max(0, findings.length - MAX_FINDINGS),
      )
    const unknown = results.find(({ isDecided }) => !isDecided)
    if (unknown) return notChecked(unknown.message, clientPolicyMissing)
    const shown = results.slice(0, MAX_SHOWN_USERS)
    return clear(
      shown.map(({ message }) => message).join(' '),
      shown.flatMap(({ readings }) => readings.map(({ source }) => source)),
    )
  },
})

/**
 * Users of this client and users with values of their own, else users with a granted policy, else
 * one unknown user.
 */
function usersToCheck(
  { inBandReadings, userOptions, grants }: AutoArchiving,
  clientUsers: readonly string[],
): readonly (string | undefined)[] {
  const users = new Set([
    ...clientUsers,
    ...[...inBandReadings, ...userOptions].map(({ user }) => user),
  ])
  if (users.size > 0) return [...users]
  return grants.size > 0 ? [...grants.keys()] : [undefined]
}

interface UserResult {
  readonly findings: readonly Finding[]
  /** Whether the evidence shows if conversations are saved. */
  readonly isDecided: boolean
  readonly message: string
  readonly readings: readonly SwitchReading[]
}

/** Checks one user, using only this user's readings. `lastSignIn` is in milliseconds UTC. */
function checkUser(
  user: string | undefined,
  settings: AutoArchiving,
  lastSignIn: number | undefined,
): UserResult {
  const readingsOf = (readings: readonly SwitchReading[]) =>
    readings.filter((reading) => reading.user === user)
  const inBand = selectInBandReadings(readingsOf(settings.inBandReadings), lastSignIn)
  const userOption = selectInBandReadings(readingsOf(settings.userOptions), lastSignIn).current
  const policy = findEffectivePolicy(settings, user, lastSignIn)
  const decisive = inBand.current ?? policy.reading
  const others = (
    inBand.current ? [inBand.conflicting, policy.reading] : [inBand.stale, policy.conflicting]
  ).filter((reading) => reading !== undefined && reading.value !== decisive?.value)
  const explanation = inBand.current
    ? others.length > 0
      ? ' The value received at the last sign-in takes precedence.'
      : ''
    : ` ${policy.explanation}${inBand.stale ? STALE_TEXT : ''}`
  const subject = user ?? 'this user'
  const message = decisive
    ? `${formatSwitchReading(decisive)}.${explanation}${formatConflictingReadings(others)}`
    : `Not known for ${subject}:${explanation}`
  const findings: Finding[] = []
  if (decisive && !decisive.value)
    findings.push({
      subject,
      message: `Saving conversations is off for ${subject}. ${message}`,
      sources: present([decisive, ...others]).map(({ source }) => source),
      context: defined({
        user,
        since: decisive.at,
        variant: BY_POLICY,
        parameters: policy.name === undefined ? undefined : { policy: policy.name },
      }),
      remedy:
        'Ask a Skype for Business administrator to change this in the client policy that applies ' +
        'to the user.',
    })
  if (userOption && !userOption.value) {
    const owner = user ?? 'The user'
    findings.push({
      subject,
      message: `${owner} turned off saving conversations. ${formatSwitchReading(userOption)}.`,
      sources: [userOption.source],
      context: defined({ user, since: userOption.at, variant: BY_USER }),
      remedy:
        'Ask the user to select Options > Personal > “Save IM conversations in my email ' +
        'Conversation History folder”.',
    })
  }
  const readings = present([decisive, userOption, ...others])
  return { findings, isDecided: decisive !== undefined, message, readings }
}

const STALE_TEXT =
  ' The value that the client received is stale: it is from before the last sign-in.'
