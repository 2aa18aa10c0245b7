import { clientBuild, clientBuildMissing, formatClientBuild } from '../evidence/client-build.ts'
import { updateOfficeCommand } from '../evidence/collect-commands.ts'
import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import { formatMailboxLocation, mailboxLocation } from '../evidence/mailbox-location.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { type Build, compareBuilds, parseBuild } from '../model/build.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

export const clientBuildTooOldForOnPremisesMailbox = defineRule({
  id: 'client-build-too-old-for-on-premises-mailbox',
  severity: 'error',
  // That a host which is not Microsoft's is on-premises is inferred.
  status: 'trial',
  title: 'The client is too old for a mailbox on-premises',
  why: 'With the mailbox in Exchange on-premises Offline IM needs client build 16.0.6920.1000. With older builds offline messages of such users could fail and fill Drafts.',
  looksAt:
    'The client build, and where the mailbox is: the host of the EWS address in Configuration Information, in-band provisioning or the trace; in a hybrid the last redirect. The first three parts of the build decide.',
  thresholds: {
    minimum: buildThreshold('16.0.6920.1000', {
      why: 'The first build that Microsoft names for mailboxes on-premises',
      origin: 'documented',
    }),
    deferredFix: buildThreshold('16.0.6741.2048', {
      why: 'Deferred channel 1602 of 2016-06-14: below the minimum, though all channels are said to be fixed from that day',
      origin: 'seen',
    }),
  },
  falsePositives: [
    'Deferred channel 1602 from 16.0.6741.2048 is below the documented minimum, though Microsoft says that all channels have the fix of 2016-06-14: then it is not certain to fail.',
    'A host of your own may stand in front of Exchange Online.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Update the Office Click-to-Run installation of the sender to 16.0.6920.1000 or later.',
      commands: [updateOfficeCommand],
      verify: 'Sign in again: the User-Agent of the next REGISTER carries OC/16.0.6920 or later.',
    },
  ],
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
  evaluate({ clientBuild: found, mailboxLocation: locations }, { minimum, deferredFix }) {
    if (!found) return notChecked('The client build is not in the evidence.', clientBuildMissing)
    const have = formatClientBuild(found)
    if (compareBuilds(found.build, parseBuild(minimum) as Build, 3) >= 0)
      return clear(`Client build ${have} (needed ${minimum} for a mailbox on-premises).`, [
        found.source,
      ])
    const onPremises = locations.filter(({ hosting: place }) => place === 'on-premises')
    if (onPremises.length > 0) {
      const findings = onPremises.map((location) => ({
        subject: location.user ?? `Client ${have}`,
        message: `Client build ${have} is older than ${minimum}, which a mailbox on-premises needs. The mailbox is ${formatMailboxLocation(location)}.${deferredText(found.build, found.exact, deferredFix)}`,
        sources: [found.source, ...location.sources],
      }))
      return flagged(findings[0]?.message ?? '', findings)
    }
    if (
      locations.length > 0 &&
      locations.every(({ hosting: place }) => place === 'exchange-online')
    )
      return clear(
        `Client build ${have} is older than ${minimum}, which only mailboxes on-premises need: ${locations.map(formatMailboxLocation).join('; ')}.`,
        [found.source, ...locations.flatMap(({ sources }) => sources)],
      )
    return notChecked(
      `Client build ${have} is older than ${minimum}; where the mailbox is, is not in the evidence or unclear.`,
      configurationInformationMissing,
    )
  },
})

function deferredText(have: Build, exact: boolean, fix: string): string {
  const from = parseBuild(fix) as Build
  if (compareBuilds(have, from, 3) !== 0) return ''
  if (exact && compareBuilds(have, from) < 0)
    return ` It is also older than ${fix}, the fix of that channel.`
  const which = exact ? 'This is' : `If this is ${fix} or later, it is`
  return ` ${which} the Deferred channel from 2016-06-14: below the documented minimum, though Microsoft says that all channels are fixed, so it is not certain to fail.`
}
