import { defined } from '../model/defined.ts'
import type { AutoArchiving, ClientPolicyReading } from './auto-archiving.ts'
import { normalizePolicyName } from './auto-archiving.ts'
import { type SwitchReading, selectPrintedReadings } from './switch-reading.ts'

/** What the client policies say for one user. */
export interface EffectivePolicy {
  /** Undefined when the evidence does not tell. */
  readonly reading?: SwitchReading
  /** The same policy, printed otherwise another time. */
  readonly contradicting?: SwitchReading
  /** A sentence on why it applies, or why that cannot be told. */
  readonly explanation: string
}

// ClientPolicyNoSaveIMNoArchiving: names of predefined online policies (SEEN)
const WITHOUT_ARCHIVING = /NoSaveIMNoArchiving/i

/**
 * The policy granted to the user, else the site's, else Global. The evidence does not say at which
 * site a user's pool is, so a site's policy and Global count with that caveat. `lastSignIn` in
 * milliseconds UTC.
 */
export function findEffectivePolicy(
  { policyReadings: policies, grants }: AutoArchiving,
  user: string | undefined,
  lastSignIn: number | undefined,
): EffectivePolicy {
  const grant = user === undefined ? undefined : grants.get(user)
  const says = (readings: readonly ClientPolicyReading[], because: string): EffectivePolicy => {
    const { current, contradicting } = selectPrintedReadings(readings, lastSignIn)
    return {
      explanation: because,
      ...defined({
        reading: current ? current : undefined,
        contradicting: contradicting ? contradicting : undefined,
      }),
    }
  }
  if (grant && grant.policyName !== '') {
    const named = policies.filter(
      ({ identity }) =>
        normalizePolicyName(identity).toLowerCase() === grant.policyName.toLowerCase(),
    )
    if (named.length > 0)
      return says(named, `Get-CsUser says that ${grant.policyName} is granted to ${grant.user}.`)
    if (!WITHOUT_ARCHIVING.test(grant.policyName))
      return {
        explanation: `Get-CsUser says that ${grant.policyName} is granted to ${grant.user}, and that policy is not in the evidence.`,
      }
    const reading = {
      name: 'EnableIMAutoArchiving',
      value: false,
      where: `policy ${grant.policyName}`,
      source: grant.source,
    }
    return { reading, explanation: 'Predefined policies of that name have archiving off.' }
  }
  const granted = grant
    ? 'No client policy is granted to the user'
    : 'Nothing says which client policy applies to the user'
  const tags = policies.filter(({ identity }) => /^tag:/i.test(identity))
  const sites = policies.filter(({ identity }) => /^site:/i.test(identity))
  const offAtSite = sites.filter(({ value }) => !value)
  const global = policies.filter(({ identity }) => /^global$/i.test(identity))
  if (selectPrintedReadings(global, lastSignIn).current?.value === false)
    return says(
      global,
      `${granted}; Global applies unless a policy of the user or of the site does.`,
    )
  if (offAtSite.length > 0)
    return says(offAtSite, `${granted}; this one applies if the user’s pool is at that site.`)
  if (!grant && tags.some(({ value }) => !value))
    return {
      explanation: `${granted}: at least one policy in the output has archiving off (${tags.find(({ value }) => !value)?.identity}).`,
    }
  if (global.length > 0)
    return says(
      global,
      `${granted}; Global applies unless a policy of the user or of the site does.`,
    )
  return {
    explanation:
      policies.length > 0
        ? `${granted}, and the Global policy is not in the evidence.`
        : 'No client policy is in the evidence.',
  }
}
