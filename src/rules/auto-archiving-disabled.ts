import {
  type AutoArchiving,
  autoArchiving,
  clientPolicyMissing,
  normalizePolicyName,
} from '../evidence/auto-archiving.ts'
import { getUserCommand } from '../evidence/collect-commands.ts'
import { formatConflictingReadings, formatSwitchReading } from '../evidence/create-switch-fact.ts'
import { type EffectivePolicy, findEffectivePolicy } from '../evidence/find-effective-policy.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { copySpoolStep, signInAgainStep } from '../evidence/spool.ts'
import { type SwitchReading, selectInBandReadings } from '../evidence/switch-reading.ts'
import { userIdentity } from '../evidence/user-identity.ts'
import { defined, present } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import {
  clear,
  defineRule,
  type Finding,
  type FindingContext,
  flagged,
  notChecked,
} from '../model/rule.ts'

/**
 * A rule states a problem once; more findings help no reader.
 * Limit: findings of `auto-archiving-disabled`.
 * Beyond: further ones are counted.
 */
const MAX_FINDINGS = 50
const MAX_SHOWN_USERS = 5

/** Variants: a policy or the user turned it off, so the remedy differs. */
const BY_GRANTED_POLICY = 'granted-policy'
const BY_COMMON_POLICY = 'common-policy'
const BY_UNKNOWN_POLICY = 'unknown-policy'
const BY_USER = 'user'

const GRANT_COMMAND =
  'Grant-CsClientPolicy -Identity "<user@domain>" -PolicyName "<policy with archiving on>"'
const VERIFY_POLICY =
  'Get-CsUser "<user@domain>" | Select-Object ClientPolicy names the policy, and ' +
  'Get-CsClientPolicy prints EnableIMAutoArchiving : True for it.'

export const autoArchivingDisabled = defineRule({
  id: 'auto-archiving-disabled',
  severity: 'error',
  status: 'stable',
  title: 'Saving conversations is turned off for the sender',
  clearTitle: 'IM auto-archiving: on',
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
      variant: BY_GRANTED_POLICY,
      onlyIf: 'If a policy that is granted to the user turned it off',
      do:
        'Ask a Skype for Business administrator to grant the user a client policy that has ' +
        'EnableIMAutoArchiving on.',
      commands: [GRANT_COMMAND],
      verify: VERIFY_POLICY,
    },
    {
      role: 'skype-administrator',
      phase: 'change',
      variant: BY_COMMON_POLICY,
      onlyIf: 'If the Global policy or that of the site turned it off and applies to the user',
      do:
        'Ask a Skype for Business administrator to turn on EnableIMAutoArchiving in the policy. ' +
        'This changes it for everybody to whom it applies.',
      commands: ['Set-CsClientPolicy -Identity "<policy>" -EnableIMAutoArchiving $true'],
      verify: 'Get-CsClientPolicy prints EnableIMAutoArchiving : True for that policy.',
    },
    {
      role: 'skype-administrator',
      phase: 'change',
      variant: BY_UNKNOWN_POLICY,
      onlyIf: 'If it is not known which policy turned it off',
      do:
        'Ask a Skype for Business administrator to look up the client policy that applies to the ' +
        'user and grant one that has EnableIMAutoArchiving on.',
      commands: [getUserCommand, GRANT_COMMAND],
      verify: VERIFY_POLICY,
    },
    {
      role: 'user',
      phase: 'change',
      variant: BY_USER,
      onlyIf: 'If the user turned it off',
      do:
        'Ask the user to select Options > Personal > “Save IM conversations in my email ' +
        'Conversation History folder”.',
      verify:
        'The option is still selected after signing out and in. If it is greyed out, a policy ' +
        'controls it.',
    },
    signInAgainStep('A new conversation appears in the Conversation History folder in Outlook.'),
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'user',
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
      context: {
        ...defined({ user, since: decisive.at }),
        ...policyContext(policy, settings),
        // The value that the client received is proof, whatever policy it comes from.
        maxCertainty: inBand.current || policy.isCertain ? 'proven' : 'likely',
      },
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

/** The context of a finding for the policy that turned it off. */
function policyContext(
  { name, reading, isCertain }: EffectivePolicy,
  { policyReadings }: AutoArchiving,
): Pick<FindingContext, 'variant' | 'parameters'> {
  const policyOn = policyReadings.find(({ identity, value }) => /^tag:/i.test(identity) && value)
  const isOff = name !== undefined && reading?.value === false
  const isGranted = isOff && !/^(?:site:|global$)/i.test(name)
  const isCommon = isOff && isCertain && !isGranted
  return {
    variant: isGranted ? BY_GRANTED_POLICY : isCommon ? BY_COMMON_POLICY : BY_UNKNOWN_POLICY,
    parameters: defined({
      policy: isOff ? normalizePolicyName(name) : undefined,
      'policy with archiving on': policyOn && normalizePolicyName(policyOn.identity),
    }),
  }
}

const STALE_TEXT =
  ' The value that the client received is stale: it is from before the last sign-in.'
