import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { findPrintedUser, sourceOfProperty } from './cmdlet-property.ts'
import { getUserCommand } from './collect-commands.ts'
import { createSwitchFact } from './create-switch-fact.ts'
import { LatestReadings, parseSwitchValue, type SwitchReading } from './switch-reading.ts'

/** The client policy that was granted to a user. */
export interface PolicyGrant {
  readonly user: string
  /** Without `Tag:`; empty when the site's or the global policy applies. */
  readonly policyName: string
  readonly source: SourceRef
}

/** `EnableIMAutoArchiving` of one client policy. */
export interface ClientPolicyReading extends SwitchReading {
  /** `Global`, `Site:…` or `Tag:…`, as printed. */
  readonly identity: string
}

export interface AutoArchiving {
  /** As the server told the clients, by user. */
  readonly inBandReadings: readonly SwitchReading[]
  /** The users' own option to save conversations. */
  readonly userOptions: readonly SwitchReading[]
  readonly policyReadings: readonly ClientPolicyReading[]
  readonly grants: ReadonlyMap<string, PolicyGrant>
}

/** The first is documented (MS-SIPREGE, endpointConfiguration), the second INFERRED. */
const IN_BAND_NAMES = new Set(['enableimautoarchiving', 'imautoarchivingpolicy'])
const OWN_OPTION = 'imautoarchiving'
const MOST_GRANTS = 20_000

/** `Tag:Sales` and `Sales` are the same policy. */
export const normalizePolicyName = (identity: string): string =>
  identity.trim().replace(/^tag:/i, '')

export const clientPolicyMissing: MissingEvidence = {
  evidence: 'the client policy that applies',
  how: 'Ask a Skype for Business administrator for the output of these in the Skype for Business Server Management Shell. Or collect Lync-UccApi-*.UccApilog with a sign-in in it.',
  commands: [getUserCommand, 'Get-CsClientPolicy | Format-List > client-policies.txt'],
}

/**
 * Whether conversations are saved to the mailbox, without which Offline IM is not available to the
 * sender: told, printed, and chosen.
 */
export const autoArchiving = defineEvidence<AutoArchiving>({
  name: 'IM auto-archiving',
  markers: sipTextMarkers('provisionGroupList', 'imAutoArchiving'),
  start() {
    const inBand = new LatestReadings()
    const own = new LatestReadings()
    const policies = new LatestReadings()
    const grants = new Map<string, PolicyGrant>()
    return {
      listeners: {
        provisioning({ property, value, group, user, at, source }) {
          const told = parseSwitchValue(value)
          if (told === undefined) return
          const reading = {
            name: property,
            value: told,
            at,
            source,
            ...defined({ user }),
          }
          const name = property.toLowerCase()
          if (name === OWN_OPTION) own.add({ ...reading, where: 'the user’s own options' })
          else if (IN_BAND_NAMES.has(name))
            inBand.add({ ...reading, where: `the server’s in-band provisioning (${group})` })
        },
        'cmdlet-output'(seen) {
          if (seen.cmdlet === 'Get-CsUser') {
            const user = findPrintedUser(seen)
            const policy = seen.properties.get('clientpolicy')
            if (
              user === undefined ||
              policy === undefined ||
              (grants.size >= MOST_GRANTS && !grants.has(user))
            )
              return
            grants.set(user, {
              user,
              policyName: normalizePolicyName(policy),
              source: sourceOfProperty(seen, 'clientpolicy'),
            })
          } else if (seen.cmdlet === 'Get-CsClientPolicy') {
            const value = parseSwitchValue(seen.properties.get('enableimautoarchiving'))
            const where = seen.properties.get('identity')?.trim()
            if (value === undefined || !where) return
            const source = sourceOfProperty(seen, 'enableimautoarchiving')
            policies.add({
              name: 'EnableIMAutoArchiving',
              value,
              where,
              source,
              ...defined({ at: seen.at }),
            })
          }
        },
      },
      result: () => ({
        inBandReadings: inBand.all(),
        userOptions: own.all(),
        policyReadings: policies.all().map((one) => ({
          ...one,
          identity: one.where,
          where: `Get-CsClientPolicy, ${one.where}`,
        })),
        grants: new Map(grants),
      }),
    }
  },
  facts: ({ inBandReadings: inBand, userOptions: own, policyReadings: policies }) =>
    createSwitchFact('autoArchiving', 'IM auto-archiving', [...inBand, ...own, ...policies]),
})
