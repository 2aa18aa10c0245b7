import {
  loggingLevelMissing,
  type TracingSetting,
  type TracingSettingName,
  tracingSettings,
} from '../evidence/tracing-settings.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { truncateText } from '../model/text/printable.ts'

/** Who set the level: a value of the user's own option is ignored where a policy sets one. */
const BY_USER = 'user'
const BY_POLICY = 'policy'

const LYNC_KEY = 'HKCU\\Software\\Microsoft\\Office\\16.0\\Lync'

type LoggingLevel = 'full' | 'below' | 'unknown'

export const loggingNotFull = defineRule({
  id: 'logging-not-full',
  severity: 'warning',
  status: 'stable',
  title: 'Client logging is not set to Full',
  clearTitle: 'Client logging: Full',
  why:
    'Only full client logs show how an offline message is processed. At a lower level, a missing ' +
    'line proves nothing, so rules that look for it cannot clear the case.',
  looksAt:
    'EnableTracing, TracingLevel and EnableLogCollecting under ' +
    'HKCU\\Software\\Microsoft\\Office\\16.0\\Lync (15.0 for Lync 2013), in the policy keys of ' +
    'the same names, and in in-band provisioning. The order of precedence is in-band, machine ' +
    'policy, user policy, user’s option. The latest value of each place counts.',
  thresholds: {},
  falsePositives: [
    'Logging was turned on after the registry was exported. Compare the time of the export with ' +
      'the first record of the logs.',
  ],
  remedy: [
    {
      role: 'user',
      phase: 'examine',
      variant: BY_USER,
      do:
        'Turn on full logging in Skype for Business: Options > General > Logging in Skype for ' +
        'Business: Full, and “Also collect troubleshooting info using Windows Event logging”. Or ' +
        'set it in the registry.',
      commands: [
        `reg add "${LYNC_KEY}" /v EnableTracing /t REG_DWORD /d 1 /f`,
        `reg add "${LYNC_KEY}" /v EnableLogCollecting /t REG_DWORD /d 1 /f`,
        `reg add "${LYNC_KEY}" /v TracingLevel /t REG_SZ /d FULL /f`,
      ],
      verify:
        'reg query "HKCU\\Software\\Microsoft\\Office\\16.0\\Lync" shows the three values. A ' +
        'policy must not set a lower level.',
    },
    {
      role: 'skype-administrator',
      phase: 'examine',
      variant: BY_POLICY,
      onlyIf: 'If a policy or in-band provisioning sets the level',
      do: 'Turn on full logging in the policy that sets the level. It takes precedence over the option of the user.',
      commands: ['Get-CsClientPolicy | Format-List Identity,*Trac*,*Log*'],
      verify:
        'After the next sign-in, a new collection no longer shows a lower level in a policy or ' +
        'in-band.',
    },
    {
      role: 'user',
      phase: 'examine',
      do:
        'Exit Skype for Business, start it again, send a message to someone who is offline, ' +
        'exit, and collect the Tracing folder and the spool.',
      verify:
        'The Tracing folder contains a new Lync-*.etl and Lync-UccApi-*.UccApilog of that time.',
    },
  ],
  diagnosis: { role: 'limit', hidesRecords: true },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'reg add',
      url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/reg-add',
    },
  ],
  evidence: { tracing: tracingSettings },
  evaluate({ tracing: settings }) {
    const effective = (['EnableTracing', 'TracingLevel', 'EnableLogCollecting'] as const).flatMap(
      (name) => effectiveSettings(settings, name),
    )
    const below = effective.filter((setting) => levelOf(setting) === 'below')
    if (below.length > 0) {
      const findings = below.map((setting) => toFinding(setting, settings))
      const details = findings.map(({ message }) => message).join('; ')
      return flagged(`Client logging is not set to Full: ${details}.`, findings)
    }
    const levels = effective.filter(({ name }) => name === 'TracingLevel')
    const unknown = effective.find((setting) => levelOf(setting) === 'unknown')
    if (unknown) return notChecked(describeUnknown(unknown), loggingLevelMissing)
    if (levels.length === 0)
      return notChecked('TracingLevel is not in the evidence.', loggingLevelMissing)
    return clear(
      'Client logging is set to Full.',
      effective.map(({ source }) => source),
    )
  },
})

/** The values from the place with the highest precedence. Several users may each have one. */
function effectiveSettings(
  settings: readonly TracingSetting[],
  name: TracingSettingName,
): TracingSetting[] {
  const sameName = settings.filter((setting) => setting.name === name)
  return sameName.filter(({ scope }) => scope === sameName[0]?.scope)
}

function levelOf({ name, value }: TracingSetting): LoggingLevel {
  if (/^full$/i.test(value) && name === 'TracingLevel') return 'full'
  if (/^(off|light|none|0|false)$/i.test(value)) return 'below'
  return name !== 'TracingLevel' && /^(?:true|on|[1-9]\d{0,9})$/i.test(value) ? 'full' : 'unknown'
}

function describeUnknown({ name, value }: TracingSetting): string {
  const shown = `${name} “${truncateText(value)}”`
  return name === 'TracingLevel'
    ? `${shown} is unknown. The known levels are Off, Light and Full.`
    : `${shown} is neither on nor off.`
}

function toFinding(setting: TracingSetting, settings: readonly TracingSetting[]): Finding {
  const { name, scope, value, user, source } = setting
  const others = settings.filter(
    (other) =>
      other.name === name &&
      other.scope !== scope &&
      other.value.toLowerCase() !== value.toLowerCase(),
  )
  const userText = user === undefined ? '' : ` of ${user}`
  const otherText = others.map((other) => `${other.scope} says ${other.value}`).join(', ')
  const precedence = otherText === '' ? '' : ` (takes precedence; ${otherText})`
  return {
    subject: name,
    message: `${name} is ${value} by ${scope}${userText}${precedence}`,
    sources: [source, ...others.map((other) => other.source)],
    context: { variant: scope === 'user option' ? BY_USER : BY_POLICY },
  }
}
