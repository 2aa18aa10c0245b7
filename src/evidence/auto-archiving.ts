import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { findPrintedUser, sourceOfProperty } from './cmdlet-property.ts'
import { getUserCommand } from './collect-commands.ts'
import { createSwitchFact } from './create-switch-fact.ts'
import {
  LatestReadings,
  PrintedSwitch,
  parseSwitchValue,
  type SwitchReading,
  type UnreadSwitch,
} from './switch-reading.ts'

/** The client policy that is granted to one user. */
export interface PolicyGrant {
  readonly user: string
  /** Without `Tag:`. Empty when no policy is granted, so that the site's or Global applies. */
  readonly policyName: string
  readonly source: SourceRef
}

/** `EnableIMAutoArchiving` of one client policy. */
export interface ClientPolicyReading extends SwitchReading {
  /** `Global`, `Site:…` or `Tag:…`, as printed. */
  readonly identity: string
}

/** What says whether conversations are saved to the mailbox. Empty lists: nothing says so. */
export interface AutoArchiving {
  /** Values that the server sent to the client at sign-in. */
  readonly inBandReadings: readonly SwitchReading[]
  /** The users' own option to save conversations. */
  readonly userOptions: readonly SwitchReading[]
  readonly policyReadings: readonly ClientPolicyReading[]
  /** Values that `Get-CsClientPolicy` printed and that could not be read. */
  readonly unreadSwitches: readonly UnreadSwitch[]
  /** By user: `user@domain` in lower case. */
  readonly grants: ReadonlyMap<string, PolicyGrant>
}

/** The first name is documented (MS-SIPREGE, endpointConfiguration), the second is INFERRED. */
const IN_BAND_NAMES = new Set(['enableimautoarchiving', 'imautoarchivingpolicy'])
const USER_OPTION_NAME = 'imautoarchiving'
/**
 * Damaged or hostile input may contain any number.
 * Limit: users whose policy is kept.
 * Beyond: further users are not checked.
 */
const MAX_GRANTS = 20_000
/**
 * Damaged or hostile input may contain any number.
 * Limit: values of the policy that are not understood.
 * Beyond: further ones are left out.
 */
const MAX_UNREAD = 1000

/** Removes `Tag:`, because `Tag:Sales` and `Sales` are the same policy. */
export const normalizePolicyName = (identity: string): string =>
  identity.trim().replace(/^tag:/i, '')

export const clientPolicyMissing: MissingEvidence = {
  evidence: 'the client policy that applies',
  how:
    'Ask a Skype for Business administrator to run these commands in the Skype for Business ' +
    'Server Management Shell and send the output. Or collect a Lync-UccApi-*.UccApilog that ' +
    'contains a sign-in.',
  commands: [getUserCommand, 'Get-CsClientPolicy | Format-List > client-policies.txt'],
  from: 'skype-administrator',
}

/**
 * Whether conversations are saved to the mailbox. Offline IM needs this on the sender's side.
 * Collects the in-band values, the users' own option, the client policies and their grants.
 */
export const autoArchiving = defineEvidence<AutoArchiving>({
  name: 'IM auto-archiving',
  markers: sipTextMarkers('provisionGroupList', 'imAutoArchiving'),
  start() {
    const inBandReadings = new LatestReadings()
    const userOptions = new LatestReadings()
    const policySwitch = new PrintedSwitch('EnableIMAutoArchiving', MAX_UNREAD)
    const grants = new Map<string, PolicyGrant>()
    return {
      listeners: {
        provisioning({ property, value: text, group, user, at, source }) {
          const value = parseSwitchValue(text)
          if (value === undefined) return
          const reading = { name: property, value, at, source, ...defined({ user }) }
          const name = property.toLowerCase()
          if (name === USER_OPTION_NAME)
            userOptions.add({ ...reading, sourceText: 'the user’s own options' })
          else if (IN_BAND_NAMES.has(name))
            inBandReadings.add({
              ...reading,
              sourceText: `the server’s in-band provisioning (${group})`,
            })
        },
        'cmdlet-output'(output) {
          if (output.cmdlet === 'Get-CsUser') {
            const user = findPrintedUser(output)
            const policy = output.properties.get('clientpolicy')
            if (
              user === undefined ||
              policy === undefined ||
              (grants.size >= MAX_GRANTS && !grants.has(user))
            )
              return
            grants.set(user, {
              user,
              policyName: normalizePolicyName(policy),
              source: sourceOfProperty(output, 'clientpolicy'),
            })
          } else if (output.cmdlet === 'Get-CsClientPolicy') {
            const identity = output.properties.get('identity')?.trim()
            if (identity) policySwitch.add(output, identity)
          }
        },
      },
      result: () => ({
        inBandReadings: inBandReadings.all(),
        userOptions: userOptions.all(),
        policyReadings: policySwitch.readings().map((reading) => ({
          ...reading,
          identity: reading.sourceText,
          sourceText: `Get-CsClientPolicy, ${reading.sourceText}`,
        })),
        unreadSwitches: [...policySwitch.unread],
        grants: new Map(grants),
      }),
    }
  },
  facts: ({ inBandReadings, userOptions, policyReadings }) =>
    createSwitchFact('autoArchiving', 'IM auto-archiving', [
      ...inBandReadings,
      ...userOptions,
      ...policyReadings,
    ]),
})
