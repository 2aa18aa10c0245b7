import {
  loggingLevelMissing,
  type TracingSetting,
  type TracingSettingName,
  tracingSettings,
} from '../evidence/tracing-settings.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

type Reading = 'full' | 'below' | 'unrecognised'

export const loggingNotFull = defineRule({
  id: 'logging-not-full',
  severity: 'warning',
  status: 'stable',
  title: 'The client does not log in full',
  why: 'How an offline message is processed stands only in full logs of the client. With less, that a line is absent proves nothing, and rules that look for it cannot clear the case.',
  looksAt:
    'EnableTracing, TracingLevel and EnableLogCollecting under HKCU\\Software\\Microsoft\\Office\\16.0\\Lync (15.0 for Lync 2013), the policy keys of the same names, and in-band provisioning. In-band wins over machine policy, that over user policy, that over the user’s option; of one place the latest value counts.',
  thresholds: {},
  falsePositives: [
    'Logging was turned on after the registry was exported: compare the export with the first record of the logs.',
  ],
  remedy: [
    {
      do: 'Turn on full logging in Skype for Business: Options > General > Logging in Skype for Business: Full, and “Also collect troubleshooting info using Windows Event logging”. Or set it in the registry.',
      commands: [
        'reg add "HKCU\\Software\\Microsoft\\Office\\16.0\\Lync" /v EnableTracing /t REG_DWORD /d 1 /f',
        'reg add "HKCU\\Software\\Microsoft\\Office\\16.0\\Lync" /v EnableLogCollecting /t REG_DWORD /d 1 /f',
        'reg add "HKCU\\Software\\Microsoft\\Office\\16.0\\Lync" /v TracingLevel /t REG_SZ /d FULL /f',
      ],
      verify:
        'reg query "HKCU\\Software\\Microsoft\\Office\\16.0\\Lync" shows the three values; a policy above them must not say less.',
    },
    {
      do: 'Exit Skype for Business, start it again, send a message to someone who is offline, exit, and collect the Tracing folder and the spool.',
      verify:
        'A new Lync-*.etl and Lync-UccApi-*.UccApilog of that time are in the Tracing folder.',
    },
  ],
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
    const decisive = (['EnableTracing', 'TracingLevel', 'EnableLogCollecting'] as const).flatMap(
      (name) => winners(settings, name),
    )
    const below = decisive.filter((setting) => readingOf(setting) === 'below')
    if (below.length > 0) {
      const findings = below.map((setting) => findingOf(setting, settings))
      return flagged(
        `The client does not log in full: ${findings.map(({ message }) => message).join('; ')}.`,
        findings,
      )
    }
    const levels = decisive.filter(({ name }) => name === 'TracingLevel')
    const strange = levels.find((setting) => readingOf(setting) === 'unrecognised')
    if (strange)
      return notChecked(
        `TracingLevel “${strange.value}” is not known: Off, Light and Full are.`,
        loggingLevelMissing,
      )
    if (levels.length === 0)
      return notChecked(
        'How much the client logs is not in the evidence: no TracingLevel is.',
        loggingLevelMissing,
      )
    return clear(
      'The client logs in full.',
      decisive.map(({ source }) => source),
    )
  },
})

/** The values of the place that wins for a switch; several when there are several users. */
function winners(settings: readonly TracingSetting[], name: TracingSettingName): TracingSetting[] {
  const own = settings.filter((setting) => setting.name === name)
  return own.filter(({ scope }) => scope === own[0]?.scope)
}

function readingOf({ name, value }: TracingSetting): Reading {
  if (/^full$/i.test(value) && name === 'TracingLevel') return 'full'
  if (/^(off|light|none|0|false)$/i.test(value)) return 'below'
  return name === 'TracingLevel' ? 'unrecognised' : 'full'
}

function findingOf(setting: TracingSetting, settings: readonly TracingSetting[]): Finding {
  const { name, scope, value, user, source } = setting
  const others = settings.filter(
    (one) =>
      one.name === name && one.scope !== scope && one.value.toLowerCase() !== value.toLowerCase(),
  )
  const but = others.map((other) => `${other.scope} says ${other.value}`).join(', ')
  const message = `${name} is ${value} by ${scope}${user === undefined ? '' : ` of ${user}`}${but === '' ? '' : ` (which wins; ${but})`}`
  return { subject: name, message, sources: [source, ...others.map((other) => other.source)] }
}
