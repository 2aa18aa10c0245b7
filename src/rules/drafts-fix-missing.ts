import {
  type ClientBuild,
  clientBuild,
  clientBuildMissing,
  formatClientBuild,
} from '../evidence/client-build.ts'
import { updateOfficeCommand } from '../evidence/collect-commands.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { type Build, channelsOf, compareBuilds, parseBuild } from '../model/build.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

/**
 * What a build says: before Offline IM, with the fix, without it, not known, or dependent on a
 * revision that is not at hand.
 */
type Fix = 'no-feature' | 'fixed' | 'missing' | 'unknown' | 'revision-needed'

export const draftsFixMissing = defineRule({
  id: 'drafts-fix-missing',
  severity: 'warning',
  status: 'trial',
  title: 'The client is from before the fix for offline messages that fail into Drafts',
  why: 'In builds from before 2016-06-14 offline messages of users with an on-premises mailbox could fail to be sent and fill their Drafts folder. Every Click-to-Run channel has had the fix since that day.',
  looksAt:
    'The client build, judged within its own branch (the third part): the builds published that day were 6741.2048 for Deferred 1602 and 6965.2058 for the other channels. Which builds have the fix is concluded from these; Microsoft names only the date.',
  thresholds: {
    firstFixed6741: buildThreshold('16.0.6741.2048', {
      why: 'Published on Deferred 1602 on 2016-06-14',
      origin: 'inferred',
    }),
    firstFixed6965: buildThreshold('16.0.6965.2058', {
      why: 'Published on Current and First Release for Deferred on 2016-06-14',
      origin: 'inferred',
    }),
    alwaysFixed: buildThreshold('16.0.7070.0', {
      why: 'The next branch, first published after the fix',
      origin: 'inferred',
    }),
    firstWithOfflineIm: buildThreshold('16.0.6701.1000', {
      why: 'Older builds have no Offline IM, so the fault cannot show',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The mailbox is in Exchange Online: the fault was seen with on-premises mailboxes.',
    'A build between the published ones may have been given the fix privately: look whether Drafts really fill.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Update the Office Click-to-Run installation to the latest build of its channel.',
      commands: [updateOfficeCommand],
      verify:
        'Sign in again: the User-Agent of the next REGISTER carries a build with the fix, and Drafts no longer grows.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Update history for Microsoft 365 Apps (listed by date)',
      url: 'https://learn.microsoft.com/officeupdates/update-history-microsoft365-apps-by-date',
    },
  ],
  evidence: { clientBuild },
  evaluate(
    { clientBuild: found },
    { firstFixed6741, firstFixed6965, alwaysFixed, firstWithOfflineIm },
  ) {
    if (!found) return notChecked('The client build is not in the evidence.', clientBuildMissing)
    const have = formatClientBuild(found)
    const sources = [found.source]
    const fix = fixOf(found, [firstFixed6741, firstFixed6965], alwaysFixed, firstWithOfflineIm)
    if (fix === 'unknown')
      return notChecked(`Whether the branch of client build ${have} got the fix is not known.`, {
        evidence: 'a client build of a published branch',
        how: 'Update the client to the latest build of its channel, reproduce the fault and collect again.',
        commands: [updateOfficeCommand],
      })
    if (fix === 'revision-needed')
      return notChecked(
        `The branch of client build ${have} was fixed by a later revision, and its revision is not in the evidence.`,
        clientBuildMissing,
      )
    if (fix === 'fixed') return clear(`Client build ${have} has the fix of 2016-06-14.`, sources)
    if (fix === 'no-feature')
      return clear(`Client build ${have} has no Offline IM, so this fault cannot show.`, sources)
    const channels = channelsOf(found.build)
    const published = channels.length > 0 ? ` (${channels.join(', ')})` : ''
    const limit = branchMinimum(found.build, [firstFixed6741, firstFixed6965]) ?? firstFixed6965
    const message = `Client build ${have}${published} is from before the fix of 2016-06-14 (needed ${limit} or later).`
    return flagged(message, [{ subject: `Client ${have}`, message, sources }])
  },
})

/** The first fixed build of the same branch, where the branch has one. */
function branchMinimum(build: Build, minimums: readonly string[]): string | undefined {
  return minimums.find((minimum) => compareBuilds(build, parsed(minimum), 3) === 0)
}

function fixOf(
  { build, exact, edition }: ClientBuild,
  minimums: readonly string[],
  always: string,
  feature: string,
): Fix {
  if (compareBuilds(build, parsed(feature), 3) < 0 || edition?.value === 'Windows Installer')
    return 'no-feature'
  if (compareBuilds(build, parsed(always), 3) >= 0) return 'fixed'
  const minimum = branchMinimum(build, minimums)
  if (minimum !== undefined) {
    if (!exact) return 'revision-needed'
    return compareBuilds(build, parsed(minimum)) >= 0 ? 'fixed' : 'missing'
  }
  // Branches up to the last one fixed were closed by then; of one between it and the next published
  // nothing is known.
  return minimums.some((one) => compareBuilds(build, parsed(one), 3) < 0) ? 'missing' : 'unknown'
}

const parsed = (text: string): Build => parseBuild(text) ?? [0, 0, 0, 0]
