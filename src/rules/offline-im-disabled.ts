import { formatConflictingReadings, formatSwitchReading } from '../evidence/create-switch-fact.ts'
import {
  offlineImSwitch,
  offlineImSwitchMissing,
  type ScopedReading,
} from '../evidence/offline-im-switch.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import {
  type EffectiveReadings,
  selectInBandReadings,
  selectPrintedReadings,
} from '../evidence/switch-reading.ts'
import { defined, present } from '../model/defined.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

export const offlineImDisabled = defineRule({
  id: 'offline-im-disabled',
  severity: 'error',
  // The in-band name of the switch is not documented.
  status: 'trial',
  title: 'Offline IM is switched off on the server',
  why: 'With EnableOfflineIm False nobody in its scope sends offline messages, whatever the client can do. It is True by default from Skype for Business Server 2015 CU3.',
  looksAt:
    'EnableOfflineIm in Get-CsImConfiguration (Global and Site: scopes), and what the server told the client in-band since its last sign-in. What the client was told decides for its user; readings from before the last sign-in are stale.',
  thresholds: {},
  falsePositives: [
    'A Site: scope says it only for users whose pool is at that site.',
    'Global does not count for users at a site that has a configuration of its own.',
    'The in-band name of the switch is not documented: names such as EnableOfflineIm and OfflineIm are taken for it. Compare with Get-CsImConfiguration.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'A server administrator switches Offline IM on, in the scope that the finding names (Global, or Site:<name>).',
      commands: ['Set-CsImConfiguration -Identity Global -EnableOfflineIm $true'],
      verify: 'Get-CsImConfiguration prints EnableOfflineIm : True for that scope.',
    },
    {
      do: 'Sign out of Skype for Business and in again: the change reaches the client at sign-in.',
      verify:
        'Write to a contact who is offline: the client offers to send the message, and the contact finds it in the mailbox.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Set-CsImConfiguration',
      url: 'https://learn.microsoft.com/powershell/module/skypeforbusiness/set-csimconfiguration',
    },
  ],
  evidence: { offlineImSwitch, signIns },
  evaluate({
    offlineImSwitch: { inBandReadings: inBand, scopedReadings: scopes },
    signIns: { latestByUser: users, last },
  }) {
    const names = new Set([...users.keys(), ...inBand.map(({ user }) => user)])
    const told = [...names].map((user) => ({
      user,
      ...selectInBandReadings(
        inBand.filter((one) => one.user === user),
        user === undefined ? last : users.get(user)?.at,
      ),
    }))
    const printed = [...new Set(scopes.map(({ scope }) => scope))].map((scope) => ({
      scope,
      ...selectPrintedReadings(
        scopes.filter((one) => one.scope === scope),
        last,
      ),
    }))
    const undecided = told.filter(({ current }) => current === undefined)
    const findings = told.flatMap(({ user, ...inForce }) => toldFinding(user, inForce, scopes))
    if (told.length === 0 || undecided.length > 0) findings.push(...printed.flatMap(scopeFinding))
    if (findings.length > 0) return flagged(findings[0]?.message ?? '', findings)

    const global = printed.find(({ scope }) => /^global$/i.test(scope))?.current
    const stale = undecided.flatMap((one) => (one.stale ? [one.stale] : []))
    if (global || (told.length > 0 && undecided.length === 0)) {
      const deciding = told.flatMap(({ current }) => (current ? [current] : []))
      const shown =
        undecided.length > 0 || deciding.length === 0
          ? present([...deciding, global ? global : undefined])
          : deciding
      const others = [
        ...told.map(({ contradicting }) => contradicting),
        ...stale,
        ...scopes,
      ].filter((one) => one && !one.value)
      const sources = [...shown, ...others].flatMap((one) => (one ? [one.source] : []))
      return clear(
        `${shown.map(formatSwitchReading).join('; ')}.${formatConflictingReadings(others)}`,
        sources,
      )
    }
    const old =
      stale.length > 0
        ? ` Stale, from before the last sign-in: ${stale.map(formatSwitchReading).join('; ')}.`
        : ''
    return notChecked(
      `Nothing in force says whether Offline IM is on.${old}`,
      offlineImSwitchMissing,
    )
  },
})

function toldFinding(
  user: string | undefined,
  told: EffectiveReadings,
  scopes: readonly ScopedReading[],
): Finding[] {
  const { current, contradicting } = told
  if (current === undefined || current.value) return []
  const others = [contradicting, ...scopes.filter(({ value }) => value)]
  const counts = others.some((one) => one)
    ? ' What the client was told last since its sign-in counts.'
    : ''
  return [
    {
      subject: user ?? 'this client',
      message: `Offline IM is off for ${user ?? 'this client'}. ${formatSwitchReading(current)}.${formatConflictingReadings(others)}${counts}`,
      sources: [current, ...others].flatMap((one) => (one ? [one.source] : [])),
    },
  ]
}

function scopeFinding({
  scope,
  current,
  contradicting,
}: EffectiveReadings & { readonly scope: string }): Finding[] {
  if (current === undefined || current.value) return []
  const whom = /^site:/i.test(scope)
    ? 'It holds for users whose pool is at that site.'
    : 'It holds unless a site has its own.'
  return [
    {
      subject: scope,
      message: `Offline IM is off in the scope ${scope}. ${formatSwitchReading(current)}. ${whom}${formatConflictingReadings([contradicting])}`,
      sources: [current, contradicting].flatMap((one) => (one ? [one.source] : [])),
      ...defined({
        remedy: /^(global|site:.+)$/i.test(scope)
          ? `Set-CsImConfiguration -Identity "${scope}" -EnableOfflineIm $true`
          : undefined,
      }),
    },
  ]
}
