import { clientBuild, clientBuildMissing, formatClientBuild } from '../evidence/client-build.ts'
import { updateOfficeCommand } from '../evidence/collect-commands.ts'
import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import { formatMailboxLocation, mailboxLocation } from '../evidence/mailbox-location.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { type Build, compareBuilds, parseBuild } from '../model/build.ts'
import { defined } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

export const clientBuildTooOldForOnPremisesMailbox = defineRule({
  id: 'client-build-too-old-for-on-premises-mailbox',
  severity: 'error',
  // Inferred: a host that is not Microsoft's is on-premises.
  status: 'trial',
  title: 'The client is too old for an on-premises mailbox',
  clearTitle: 'Client build: new enough for the mailbox',
  why:
    'With the mailbox in Exchange on-premises, Offline IM needs client build 16.0.6920.1000. ' +
    'With older builds, offline messages of such users could fail and fill Drafts.',
  looksAt:
    'The client build, and where the mailbox is. The latter comes from the host of the EWS ' +
    'address in Configuration Information, in-band provisioning or the trace; in a hybrid from ' +
    'the last redirect. Only the first three parts of the build are compared.',
  thresholds: {
    minimum: buildThreshold('16.0.6920.1000', {
      why: 'The first build that Microsoft names for on-premises mailboxes',
      origin: 'documented',
    }),
    deferredFix: buildThreshold('16.0.6741.2048', {
      why:
        'Deferred channel 1602 of 2016-06-14: below the minimum, although Microsoft says that ' +
        'all channels are fixed from that day',
      origin: 'seen',
    }),
  },
  falsePositives: [
    'Deferred channel 1602 from 16.0.6741.2048 is below the documented minimum, although ' +
      'Microsoft says that all channels have the fix of 2016-06-14. It may therefore work.',
    'A host of your own may be in front of Exchange Online.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'user',
      phase: 'change',
      do: 'Update the Office Click-to-Run installation of the sender to 16.0.6920.1000 or later.',
      commands: [updateOfficeCommand],
      verify: 'After the next sign-in, the User-Agent of REGISTER contains OC/16.0.6920 or later.',
    },
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'user',
    matches: 'condition',
    explains: {
      'spool-message-stuck': 'proven',
      'drafts-accumulating': 'proven',
      [NOT_ATTEMPTED]: 'proven',
    },
  },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Update history for Microsoft 365 Apps',
      url: 'https://learn.microsoft.com/officeupdates/update-history-microsoft365-apps-by-date',
    },
  ],
  evidence: { clientBuild, mailboxLocation },
  evaluate(
    { clientBuild: { build: client }, mailboxLocation: locations },
    { minimum, deferredFix },
  ) {
    if (!client) return notChecked('The client build is not in the evidence.', clientBuildMissing)
    const buildText = formatClientBuild(client)
    if (compareBuilds(client.build, parseBuild(minimum) as Build, 3) >= 0)
      return clear(`Client build ${buildText} (${minimum} needed for an on-premises mailbox).`, [
        client.source,
      ])
    const onPremises = locations.filter(({ hosting }) => hosting === 'on-premises')
    if (onPremises.length > 0) {
      const caveat = deferredText(client.build, client.isExact, deferredFix)
      const findings = onPremises.map((location) => ({
        subject: location.user ?? `Client ${buildText}`,
        message:
          `Client build ${buildText} is older than ${minimum}, which an on-premises mailbox ` +
          `needs. The mailbox is ${formatMailboxLocation(location)}.${caveat}`,
        sources: [client.source, ...location.sources],
        // That a host is on-premises is inferred.
        context: {
          ...defined({ user: location.user }),
          maxCertainty: caveat === '' ? ('likely' as const) : ('possible' as const),
        },
      }))
      return flagged(findings[0]?.message ?? '', findings)
    }
    if (locations.length > 0 && locations.every(({ hosting }) => hosting === 'exchange-online'))
      return clear(
        `Client build ${buildText} is older than ${minimum}, which only on-premises mailboxes ` +
          `need: ${locations.map(formatMailboxLocation).join('; ')}.`,
        [client.source, ...locations.flatMap(({ sources }) => sources)],
      )
    return notChecked(
      `Client build ${buildText} is older than ${minimum}, but the location of the mailbox is ` +
        'missing or unclear.',
      configurationInformationMissing,
    )
  },
})

/** The caveat for a build of the Deferred branch; empty for any other build. */
function deferredText(clientBuild: Build, isExact: boolean, deferredFix: string): string {
  const fix = parseBuild(deferredFix) as Build
  if (compareBuilds(clientBuild, fix, 3) !== 0) return ''
  if (isExact && compareBuilds(clientBuild, fix) < 0)
    return ` It is also older than ${deferredFix}, the fix of that channel.`
  const subject = isExact ? 'This is' : `If this is ${deferredFix} or later, it is`
  return (
    ` ${subject} the Deferred channel from 2016-06-14. That is below the documented minimum, but ` +
    'Microsoft says that all channels are fixed, so it may work.'
  )
}
