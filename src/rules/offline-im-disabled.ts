import { formatConflictingReadings, formatSwitchReading } from '../evidence/create-switch-fact.ts'
import {
  offlineImSwitch,
  offlineImSwitchMissing,
  type ScopedReading,
  UNNAMED_SCOPE,
} from '../evidence/offline-im-switch.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { copySpoolStep, signInAgainStep } from '../evidence/spool.ts'
import {
  type EffectiveReadings,
  formatUnreadSwitch,
  selectInBandReadings,
  selectPrintedReadings,
} from '../evidence/switch-reading.ts'
import { defined, present } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

export const offlineImDisabled = defineRule({
  id: 'offline-im-disabled',
  severity: 'error',
  // The in-band name of the switch is not documented.
  status: 'trial',
  title: 'Offline IM is turned off on the server',
  clearTitle: 'Offline IM: on',
  why:
    'If EnableOfflineIm is False, nobody in its scope can send offline messages, even if the ' +
    'client supports them. It is True by default from Skype for Business Server 2015 CU3.',
  looksAt:
    'EnableOfflineIm in Get-CsImConfiguration (Global and Site: scopes), and the value that the ' +
    'client received in-band since its last sign-in. For its user the value in the client takes ' +
    'precedence. Values from before the last sign-in are stale.',
  thresholds: {},
  falsePositives: [
    'A Site: scope applies only to users whose pool is at that site.',
    'Global does not apply to users at a site that has its own configuration.',
    'The in-band name of the switch is not documented. Names such as EnableOfflineIm and ' +
      'OfflineIm are accepted. Compare with Get-CsImConfiguration.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'skype-administrator',
      phase: 'change',
      do:
        'Ask a Skype for Business administrator to turn on Offline IM in the scope that applies ' +
        'to the user: the one of the pool’s site, else Global.',
      commands: ['Set-CsImConfiguration -Identity "<scope>" -EnableOfflineIm $true'],
      verify: 'Get-CsImConfiguration prints EnableOfflineIm : True for that scope.',
    },
    signInAgainStep(
      'When you write to a contact who is offline, the client offers to send the message, and ' +
        'the contact finds it in the mailbox.',
    ),
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'server',
    matches: 'condition',
    // What was spooled before the change can still be stuck.
    explains: { [NOT_ATTEMPTED]: 'proven', 'spool-message-stuck': 'possible' },
  },
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
    offlineImSwitch: { inBandReadings, scopedReadings, unreadSwitches },
    signIns: { latestByUser, lastSignInAt },
  }) {
    const users = new Set([...latestByUser.keys(), ...inBandReadings.map(({ user }) => user)])
    const byUser = [...users].map((user) => ({
      user,
      ...selectInBandReadings(
        inBandReadings.filter((reading) => reading.user === user),
        user === undefined ? lastSignInAt : latestByUser.get(user)?.at,
      ),
    }))
    const byScope = [...new Set(scopedReadings.map(({ scope }) => scope))].map((scope) => ({
      scope,
      ...selectPrintedReadings(
        scopedReadings.filter((reading) => reading.scope === scope),
        lastSignInAt,
      ),
    }))
    const undecided = byUser.filter(({ current }) => current === undefined)
    const scopesOff = byScope.filter(({ current }) => current?.value === false)
    const findings = byUser.flatMap(({ user, ...readings }) =>
      findInBandOff(
        user,
        readings,
        scopedReadings,
        scopesOff.map(({ scope }) => scope),
      ),
    )
    if (byUser.length === 0 || undecided.length > 0) {
      const isOnElsewhere = byScope.some(({ current }) => current?.value === true)
      findings.push(...scopesOff.flatMap((readings) => findScopeOff(readings, isOnElsewhere)))
    }
    if (findings.length > 0) return flagged(findings[0]?.message ?? '', findings)

    const globalReading = byScope.find(({ scope }) => /^global$/i.test(scope))?.current
    const staleReadings = present(undecided.map(({ stale }) => stale))
    const [unread] = unreadSwitches
    // The scope may be the one that applies.
    if (unread && (byUser.length === 0 || undecided.length > 0))
      return notChecked(formatUnreadSwitch(unread), offlineImSwitchMissing)
    if (globalReading || (byUser.length > 0 && undecided.length === 0)) {
      const inForce = present(byUser.map(({ current }) => current))
      const decisive =
        undecided.length > 0 || inForce.length === 0
          ? present([...inForce, globalReading])
          : inForce
      const others = present([
        ...byUser.map(({ conflicting }) => conflicting),
        ...staleReadings,
        ...scopedReadings,
      ]).filter(({ value }) => !value)
      return clear(
        `${decisive.map(formatSwitchReading).join('; ')}.${formatConflictingReadings(others)}`,
        [...decisive, ...others].map(({ source }) => source),
      )
    }
    const staleText =
      staleReadings.length > 0
        ? ' Stale, from before the last sign-in: ' +
          `${staleReadings.map(formatSwitchReading).join('; ')}.`
        : ''
    return notChecked(
      `No current value shows whether Offline IM is on.${staleText}`,
      offlineImSwitchMissing,
    )
  },
})

/**
 * A finding when the value in force in the client of `user` is off. `scopesOff`: the scopes that
 * are off according to the server.
 */
function findInBandOff(
  user: string | undefined,
  { current, conflicting }: EffectiveReadings,
  scopedReadings: readonly ScopedReading[],
  scopesOff: readonly string[],
): Finding[] {
  if (current === undefined || current.value) return []
  const others = present([conflicting, ...scopedReadings.filter(({ value }) => value)])
  const precedence =
    others.length > 0 ? ' The value received at the last sign-in takes precedence.' : ''
  const subject = user ?? 'this client'
  return [
    {
      subject,
      message:
        `Offline IM is off for ${subject}. ${formatSwitchReading(current)}.` +
        `${formatConflictingReadings(others)}${precedence}`,
      sources: [current, ...others].map(({ source }) => source),
      context: {
        ...defined({
          user,
          since: current.at,
          parameters: scopesOff.length === 1 ? scopeParameters(scopesOff[0]) : undefined,
        }),
        // The name of the switch in the client is not documented. The server may confirm it.
        maxCertainty: scopesOff.length > 0 ? 'proven' : 'likely',
      },
    },
  ]
}

const scopeParameters = (scope = 'Global') => ({ scope })

/**
 * A finding when the value in force in a scope is off. `isOnElsewhere`: it is on in another scope,
 * which may be the one of the user.
 */
function findScopeOff(
  { scope, current, conflicting }: EffectiveReadings & { readonly scope: string },
  isOnElsewhere: boolean,
): Finding[] {
  if (current === undefined || current.value) return []
  const condition = /^site:/i.test(scope)
    ? 'This applies to users whose pool is at that site.'
    : 'This applies unless a site has its own configuration.'
  const canBeNamed = /^(global|site:.+)$/i.test(scope)
  return [
    {
      subject: scope,
      message:
        `Offline IM is off in ${scope === UNNAMED_SCOPE ? scope : `the scope ${scope}`}. ${formatSwitchReading(current)}. ` +
        `${condition}${formatConflictingReadings([conflicting])}`,
      sources: present([current, conflicting]).map(({ source }) => source),
      context: {
        ...defined({ since: current.at, parameters: canBeNamed ? { scope } : undefined }),
        maxCertainty: /^global$/i.test(scope) && !isOnElsewhere ? 'proven' : 'likely',
      },
      ...defined({
        remedy: canBeNamed
          ? `Set-CsImConfiguration -Identity "${scope}" -EnableOfflineIm $true`
          : undefined,
      }),
    },
  ]
}
