import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { createSwitchFact } from './create-switch-fact.ts'
import {
  LatestReadings,
  PrintedSwitch,
  parseSwitchValue,
  type SwitchReading,
  type UnreadSwitch,
} from './switch-reading.ts'

/** Stands for the identity of a configuration whose output does not show it. */
export const UNNAMED_SCOPE = 'an unnamed scope'

/** What says whether Offline IM is on. Empty lists: nothing says so. */
export interface OfflineImSwitch {
  /** Values that the server sent to the clients, by user. */
  readonly inBandReadings: readonly SwitchReading[]
  /** Values that `Get-CsImConfiguration` printed, by scope. */
  readonly scopedReadings: readonly ScopedReading[]
  /** Values that `Get-CsImConfiguration` printed and that could not be read. */
  readonly unreadSwitches: readonly UnreadSwitch[]
}

/** A value of one scope of the configuration. */
export interface ScopedReading extends SwitchReading {
  /** `Global` or `Site:…`, as printed. */
  readonly scope: string
}

/**
 * INFERRED: the in-band name of the switch is not documented. These names follow the spellings of
 * the cmdlet's parameter.
 */
const IN_BAND_NAMES = new Set(['enableofflineim', 'offlineim', 'enableofflinemessaging'])

/**
 * Damaged or hostile input may contain any number.
 * Limit: values of the switch that are not understood.
 * Beyond: further ones are left out.
 */
const MAX_UNREAD = 100

export const offlineImSwitchMissing: MissingEvidence = {
  evidence: 'EnableOfflineIm',
  how:
    'Ask a server administrator to run this in the Skype for Business Server Management Shell ' +
    'and send the output.',
  commands: ['Get-CsImConfiguration | Format-List > im-configuration.txt'],
  from: 'skype-administrator',
}

/** The server's switch for Offline IM: as a cmdlet printed it and as the client received it. */
export const offlineImSwitch = defineEvidence<OfflineImSwitch>({
  name: 'EnableOfflineIm',
  markers: sipTextMarkers('provisionGroupList'),
  start() {
    const inBandReadings = new LatestReadings()
    const scopedSwitch = new PrintedSwitch('EnableOfflineIm', MAX_UNREAD)
    return {
      listeners: {
        provisioning({ property, value: text, group, user, at, source }) {
          const value = parseSwitchValue(text)
          if (value === undefined || !IN_BAND_NAMES.has(property.toLowerCase())) return
          inBandReadings.add({
            name: property,
            value,
            sourceText: `the server’s in-band provisioning (${group})`,
            at,
            source,
            ...defined({ user }),
          })
        },
        'cmdlet-output'(output) {
          if (output.cmdlet !== 'Get-CsImConfiguration') return
          const scope = output.properties.get('identity')?.trim() || UNNAMED_SCOPE
          scopedSwitch.add(output, scope)
        },
      },
      result: () => ({
        inBandReadings: inBandReadings.all(),
        scopedReadings: scopedSwitch.readings().map((reading) => ({
          ...reading,
          scope: reading.sourceText,
          sourceText: `Get-CsImConfiguration, ${reading.sourceText}`,
        })),
        unreadSwitches: [...scopedSwitch.unread],
      }),
    }
  },
  facts: ({ inBandReadings, scopedReadings }) =>
    createSwitchFact('offlineIm', 'Offline IM switch', [...inBandReadings, ...scopedReadings]),
})
