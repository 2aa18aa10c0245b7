import {
  type ClientBuild,
  clientBuild,
  clientBuildMissing,
  formatClientBuild,
} from '../evidence/client-build.ts'
import { updateOfficeCommand } from '../evidence/collect-commands.ts'
import { formatMailboxLocation, mailboxLocation } from '../evidence/mailbox-location.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import {
  type Build,
  channelsOf,
  compareBuilds,
  type OfficeEdition,
  parseBuild,
} from '../model/build.ts'
import { defined, present } from '../model/defined.ts'
import { clear, defineRule, type FindingContext, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

/**
 * `no-feature`: the build has no Offline IM. `unknown`: nothing is known about its branch.
 * `revision-needed`: the fourth part of the build decides, and it is not known.
 */
type FixStatus = 'no-feature' | 'fixed' | 'missing' | 'unknown' | 'revision-needed'

export const draftsFixMissing = defineRule({
  id: 'drafts-fix-missing',
  severity: 'warning',
  status: 'trial',
  title: 'The client lacks the June 2016 fix for messages left in Drafts',
  clearTitle: 'June 2016 fix for Drafts: present or not needed',
  why:
    'Before 2016-06-14, sending offline messages could fail for users with an on-premises ' +
    'mailbox and fill their Drafts folder. Every Click-to-Run channel has had the fix since that ' +
    'day.',
  looksAt:
    'The client build, compared within its own branch (the third part). The builds published ' +
    'that day were 6741.2048 for Deferred 1602 and 6965.2058 for the other channels. It is ' +
    'inferred from these which builds have the fix, because Microsoft names only the date.',
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
      why: 'Older builds have no Offline IM, so the fault cannot occur',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The mailbox is in Exchange Online, and no evidence shows it: the fault was seen with ' +
      'on-premises mailboxes.',
    'A build between the published ones may have received the fix privately. Check whether the ' +
      'Drafts folder really fills.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'user',
      phase: 'change',
      do: 'Update the Office Click-to-Run installation to the latest build of its channel.',
      commands: [updateOfficeCommand],
      verify:
        'After the next sign-in, the User-Agent of REGISTER contains a build with the fix, and ' +
        'Drafts no longer grows.',
    },
  ],
  diagnosis: {
    role: 'cause',
    effect: 'fails',
    appliesTo: 'machine',
    matches: 'condition',
    explains: { 'drafts-accumulating': 'likely', 'spool-message-stuck': 'likely' },
  },
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
  evidence: { clientBuild, mailboxLocation },
  evaluate(
    { clientBuild: { build: client, edition }, mailboxLocation: locations },
    { firstFixed6741, firstFixed6965, alwaysFixed, firstWithOfflineIm },
  ) {
    if (!client) return notChecked('The client build is not in the evidence.', clientBuildMissing)
    const buildText = formatClientBuild(client)
    const sources = [client.source]
    const firstFixed = [firstFixed6741, firstFixed6965]
    const status = fixStatusOf(client, edition?.value, firstFixed, alwaysFixed, firstWithOfflineIm)
    if (status === 'unknown')
      return notChecked(
        `It is not known whether the branch of client build ${buildText} was fixed.`,
        {
          evidence: 'a client build of a published branch',
          how:
            'Update the client to the latest build of its channel, reproduce the fault and ' +
            'collect the files again.',
          commands: [updateOfficeCommand],
        },
      )
    if (status === 'revision-needed')
      return notChecked(
        `A later revision fixed the branch of client build ${buildText}, but the revision of ` +
          'this client is not in the evidence.',
        clientBuildMissing,
      )
    if (status === 'fixed')
      return clear(`Client build ${buildText} has the fix of 2016-06-14.`, sources)
    if (status === 'no-feature')
      return clear(
        `Client build ${buildText} has no Offline IM, so this fault cannot occur.`,
        sources,
      )
    if (locations.length > 0 && locations.every(({ hosting }) => hosting === 'exchange-online'))
      return clear(
        `Client build ${buildText} predates the fix of 2016-06-14, which only on-premises ` +
          `mailboxes need: ${locations.map(formatMailboxLocation).join('; ')}.`,
        [client.source, ...locations.flatMap((location) => location.sources)],
      )
    const channels = channelsOf(client.build)
    const channelText = channels.length > 0 ? ` (${channels.join(', ')})` : ''
    const minimum = branchMinimum(client.build, firstFixed) ?? firstFixed6965
    const message =
      `Client build ${buildText}${channelText} predates the fix of 2016-06-14 ` +
      `(${minimum} or later needed).`
    const onPremises = locations.filter(({ hosting }) => hosting === 'on-premises')
    const users = present(onPremises.map(({ user }) => user))
    const context: FindingContext = {
      maxCertainty: onPremises.length > 0 ? 'likely' : 'possible',
      // Users with a mailbox in Exchange Online do not have this fault.
      ...defined({ users: users.length === onPremises.length ? nonEmpty(users) : undefined }),
    }
    return flagged(message, [{ subject: `Client ${buildText}`, message, sources, context }])
  },
})

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length > 0 ? list : undefined

/** The first fixed build of the same branch; undefined when the branch has none. */
function branchMinimum(build: Build, minimums: readonly string[]): string | undefined {
  return minimums.find((minimum) => compareBuilds(build, toBuild(minimum), 3) === 0)
}

function fixStatusOf(
  { build, isExact }: ClientBuild,
  edition: OfficeEdition | undefined,
  firstFixed: readonly string[],
  alwaysFixed: string,
  firstWithOfflineIm: string,
): FixStatus {
  if (compareBuilds(build, toBuild(firstWithOfflineIm), 3) < 0 || edition === 'Windows Installer')
    return 'no-feature'
  if (compareBuilds(build, toBuild(alwaysFixed), 3) >= 0) return 'fixed'
  const minimum = branchMinimum(build, firstFixed)
  if (minimum !== undefined) {
    if (!isExact) return 'revision-needed'
    return compareBuilds(build, toBuild(minimum)) >= 0 ? 'fixed' : 'missing'
  }
  // Branches before the last fixed one were closed by then. Nothing is known about a branch between
  // that one and the next published branch.
  const isClosed = firstFixed.some((text) => compareBuilds(build, toBuild(text), 3) < 0)
  return isClosed ? 'missing' : 'unknown'
}

const toBuild = (text: string): Build => parseBuild(text) ?? [0, 0, 0, 0]
