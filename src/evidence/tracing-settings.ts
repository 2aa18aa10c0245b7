import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** The settings of the client’s logging. */
export type TracingSettingName = 'EnableTracing' | 'TracingLevel' | 'EnableLogCollecting'

/** The places that can hold a setting, in order of precedence. */
const SCOPES = ['in-band', 'machine policy', 'user policy', 'user option'] as const
/** Who set a setting. */
export type TracingScope = (typeof SCOPES)[number]

/** A setting of the client’s logging, and who set it. */
export interface TracingSetting {
  readonly name: TracingSettingName
  readonly scope: TracingScope
  readonly value: string
  readonly user?: string
  readonly source: SourceRef
}

const SETTING_NAMES: ReadonlyMap<string, TracingSettingName> = new Map(
  (['EnableTracing', 'TracingLevel', 'EnableLogCollecting'] as const).map((name) => [
    name.toLowerCase(),
    name,
  ]),
)
/**
 * Damaged or hostile input may contain any number.
 * Limit: settings of logging that are kept.
 * Beyond: further ones are left out.
 */
const MAX_SETTINGS = 200

export const loggingLevelMissing: MissingEvidence = {
  evidence: 'the client’s logging level',
  how: 'Export the client’s registry key on the user’s machine.',
  commands: ['reg export "HKCU\\Software\\Microsoft\\Office\\16.0\\Lync" lync.reg /y'],
}

/**
 * The logging settings in `HKCU\Software\Microsoft\Office\16.0\Lync`, in its policy keys and in
 * in-band provisioning. The latest value of each place is kept. Settings with precedence come
 * first.
 */
export const tracingSettings = defineEvidence<readonly TracingSetting[]>({
  name: 'tracing settings',
  markers: sipTextMarkers('provisionGroupList'),
  start() {
    const settings = new Map<string, TracingSetting>()
    const addSetting = (setting: TracingSetting) => {
      const key = `${setting.name}|${setting.scope}|${setting.user ?? ''}`
      if (settings.has(key) || settings.size < MAX_SETTINGS) settings.set(key, setting)
    }
    return {
      listeners: {
        'registry-value'({ key, name, value, user, source }) {
          const settingName = SETTING_NAMES.get(name.toLowerCase())
          const scope = scopeOfKey(key)
          if (settingName && scope)
            addSetting({
              name: settingName,
              scope,
              value: String(value),
              source,
              ...defined({ user }),
            })
        },
        provisioning({ property, value, user, source }) {
          const settingName = SETTING_NAMES.get(property.toLowerCase())
          if (settingName)
            addSetting({
              name: settingName,
              scope: 'in-band',
              value,
              source,
              ...defined({ user }),
            })
        },
      },
      result: () =>
        [...settings.values()].sort(
          (left, right) => SCOPES.indexOf(left.scope) - SCOPES.indexOf(right.scope),
        ),
    }
  },
})

/** The place that a registry key stands for; undefined for any other key. */
function scopeOfKey(key: string): TracingScope | undefined {
  // HKEY_CURRENT_USER\Software\Policies\Microsoft\Office\16.0\Lync
  const match =
    /^HKEY_(?:(LOCAL_MACHINE)|CURRENT_USER|USERS\\[^\\]+)\\Software(?:\\Wow6432Node)?(\\Policies)?\\Microsoft\\Office\\1[56]\.0\\Lync$/i.exec(
      key,
    )
  if (!match) return undefined
  if (match[2]) return match[1] ? 'machine policy' : 'user policy'
  return match[1] ? undefined : 'user option'
}
