import { defined } from '../model/defined.ts'
import {
  type AutoArchiving,
  type ClientPolicyReading,
  normalizePolicyName,
  type PolicyGrant,
} from './auto-archiving.ts'
import { formatUnreadSwitch, type SwitchReading, selectPrintedReadings } from './switch-reading.ts'

/** The client policy in force for one user. */
export interface EffectivePolicy {
  /** Name of the policy, such as `Global` or `Sales`. Undefined when the evidence does not show it. */
  readonly name?: string
  /** Undefined when the evidence does not show it. */
  readonly reading?: SwitchReading
  /** Another output for the same policy that contradicts `reading`. */
  readonly conflicting?: SwitchReading
  /** Whether the evidence shows that this policy applies to the user. */
  readonly isCertain: boolean
  /** A sentence: why this policy applies, or why the policy is unknown. */
  readonly explanation: string
}

// ClientPolicyNoSaveIMNoArchiving: part of the names of predefined online policies (SEEN)
const NO_ARCHIVING_NAME = /NoSaveIMNoArchiving/i

/**
 * The policy granted to the user, else the one of the user's site, else Global. The evidence does
 * not show the site of the user's pool, so the explanation of a site's policy or of Global names
 * that condition. `lastSignIn` is in milliseconds UTC.
 */
export function findEffectivePolicy(
  { policyReadings, grants, unreadSwitches }: AutoArchiving,
  user: string | undefined,
  lastSignIn: number | undefined,
): EffectivePolicy {
  const select = (
    readings: readonly ClientPolicyReading[],
    isCertain: boolean,
    explanation: string,
  ): EffectivePolicy => {
    const { current, conflicting } = selectPrintedReadings(readings, lastSignIn)
    const name = readings.find((reading) => reading.source === current?.source)?.identity
    return { isCertain, explanation, ...defined({ name, reading: current, conflicting }) }
  }
  const findUnread = (applies: (identity: string) => boolean): EffectivePolicy | undefined => {
    const unread = unreadSwitches.find(({ identity }) => applies(identity))
    return unread && { isCertain: false, explanation: formatUnreadSwitch(unread) }
  }
  const grant = user === undefined ? undefined : grants.get(user)
  if (grant && grant.policyName !== '') {
    const isGranted = (identity: string) =>
      normalizePolicyName(identity).toLowerCase() === grant.policyName.toLowerCase()
    const granted = policyReadings.filter(({ identity }) => isGranted(identity))
    if (granted.length > 0) return select(granted, true, `${grantText(grant)}.`)
    return findUnread(isGranted) ?? policyWithoutOutput(grant)
  }
  const unknown = grant
    ? 'No client policy is granted to the user'
    : 'The files do not show which client policy applies to the user'
  const sitePoliciesOff = policyReadings.filter(
    ({ identity, value }) => /^site:/i.test(identity) && !value,
  )
  const globalPolicy = policyReadings.filter(({ identity }) => /^global$/i.test(identity))
  const hasSitePolicy = policyReadings.some(({ identity }) => /^site:/i.test(identity))
  const isGlobalCertain = grant !== undefined && !hasSitePolicy
  const globalText = `${unknown}; Global applies unless the user or the site has its own policy.`
  if (selectPrintedReadings(globalPolicy, lastSignIn).current?.value === false)
    return select(globalPolicy, isGlobalCertain, globalText)
  if (sitePoliciesOff.length > 0)
    return select(
      sitePoliciesOff,
      false,
      `${unknown}; this one applies if the user’s pool is at that site.`,
    )
  const grantable = policyReadings.find(({ identity, value }) => /^tag:/i.test(identity) && !value)
  if (!grant && grantable)
    return {
      isCertain: false,
      explanation:
        `${unknown}: at least one policy in the output has archiving off ` +
        `(${grantable.identity}).`,
    }
  // Any of these may be the policy that applies.
  const unread = findUnread((identity) =>
    grant ? /^(?:site:|global$)/i.test(identity) : /^(?:site:|global$|tag:)/i.test(identity),
  )
  if (unread) return unread
  if (globalPolicy.length > 0) return select(globalPolicy, isGlobalCertain, globalText)
  return {
    isCertain: false,
    explanation:
      policyReadings.length > 0
        ? `${unknown}, and the Global policy is not in the evidence.`
        : 'No client policy is in the evidence.',
  }
}

/**
 * For a granted policy that no output contains. Only the name of a predefined one shows its value.
 */
function policyWithoutOutput(grant: PolicyGrant): EffectivePolicy {
  if (!NO_ARCHIVING_NAME.test(grant.policyName))
    return {
      isCertain: true,
      explanation: `${grantText(grant)}, and that policy is not in the evidence.`,
    }
  return {
    name: grant.policyName,
    reading: {
      name: 'EnableIMAutoArchiving',
      value: false,
      sourceText: `policy ${grant.policyName}`,
      source: grant.source,
    },
    isCertain: true,
    explanation: 'Predefined policies with this name have archiving off.',
  }
}

const grantText = ({ policyName, user }: PolicyGrant): string =>
  `Get-CsUser says that ${policyName} is granted to ${user}`
