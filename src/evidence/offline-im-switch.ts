import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { sourceOfProperty } from './cmdlet-property.ts'
import { createSwitchFact } from './create-switch-fact.ts'
import { LatestReadings, parseSwitchValue, type SwitchReading } from './switch-reading.ts'

export interface OfflineImSwitch {
  /** As the server told the clients, by user. */
  readonly inBandReadings: readonly SwitchReading[]
  /** As `Get-CsImConfiguration` printed it, by scope. */
  readonly scopedReadings: readonly ScopedReading[]
}

export interface ScopedReading extends SwitchReading {
  /** `Global` or `Site:…`, as printed. */
  readonly scope: string
}

/**
 * INFERRED: the in-band name of the switch is not documented; these follow the cmdlet's parameter
 * and its spellings.
 */
const IN_BAND_NAMES = new Set(['enableofflineim', 'offlineim', 'enableofflinemessaging'])

export const offlineImSwitchMissing: MissingEvidence = {
  evidence: 'EnableOfflineIm',
  how: 'Ask a server administrator for the output of this in the Skype for Business Server Management Shell.',
  commands: ['Get-CsImConfiguration | Format-List > im-configuration.txt'],
}

/** The deployment's switch for Offline IM, where it was printed and where the client was told. */
export const offlineImSwitch = defineEvidence<OfflineImSwitch>({
  name: 'EnableOfflineIm',
  markers: sipTextMarkers('provisionGroupList'),
  start() {
    const inBand = new LatestReadings()
    const scopes = new LatestReadings()
    return {
      listeners: {
        provisioning({ property, value, group, user, at, source }) {
          const told = parseSwitchValue(value)
          if (told === undefined || !IN_BAND_NAMES.has(property.toLowerCase())) return
          const where = `the server’s in-band provisioning (${group})`
          inBand.add({
            name: property,
            value: told,
            where,
            at,
            source,
            ...defined({ user }),
          })
        },
        'cmdlet-output'(seen) {
          const value = parseSwitchValue(seen.properties.get('enableofflineim'))
          if (seen.cmdlet !== 'Get-CsImConfiguration' || value === undefined) return
          const where = seen.properties.get('identity')?.trim() || 'a scope that it does not name'
          const source = sourceOfProperty(seen, 'enableofflineim')
          scopes.add({
            name: 'EnableOfflineIm',
            value,
            where,
            source,
            ...defined({ at: seen.at }),
          })
        },
      },
      result: () => ({
        inBandReadings: inBand.all(),
        scopedReadings: scopes.all().map((one) => ({
          ...one,
          scope: one.where,
          where: `Get-CsImConfiguration, ${one.where}`,
        })),
      }),
    }
  },
  facts: ({ inBandReadings: inBand, scopedReadings: scopes }) =>
    createSwitchFact('offlineIm', 'Offline IM switch', [...inBand, ...scopes]),
})
