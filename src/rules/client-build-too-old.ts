import { clientBuild, clientBuildMissing, formatClientBuild } from '../evidence/client-build.ts'
import { updateOfficeCommand } from '../evidence/collect-commands.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { type Build, compareBuilds, parseBuild } from '../model/build.ts'
import { present } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

export const clientBuildTooOld = defineRule({
  id: 'client-build-too-old',
  severity: 'error',
  status: 'stable',
  title: 'The client predates Offline IM',
  clearTitle: 'Client build: has Offline IM',
  why:
    'The sender’s client does the work of Offline IM. Clients before build 16.0.6701.1000 do not ' +
    'have this feature, so a message to someone who is offline is not delivered.',
  looksAt:
    'The OC part of the User-Agent in packets that this client sent. Without that, the ' +
    'User-Agent of its requests to Exchange, else VersionToReport in the Click-to-Run registry ' +
    'key, else the build in the name of the client’s trace. The agents of peers are ignored. ' +
    'Only the first three parts of the build are compared.',
  thresholds: {
    minimum: buildThreshold('16.0.6701.1000', {
      why: 'The first Click-to-Run build with Offline IM',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The log is from before an update. Compare its last record with File > Account > About in ' +
      'any Office program.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'user',
      phase: 'change',
      do:
        'Update the Office Click-to-Run installation of the sender to 16.0.6701.1000 or later ' +
        '(16.0.6920.1000 if the mailbox is in Exchange on-premises).',
      commands: [updateOfficeCommand],
      verify: 'After the next sign-in, the User-Agent of REGISTER contains OC/16.0.6701 or later.',
    },
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'machine',
    matches: 'condition',
    explains: { [NOT_ATTEMPTED]: 'proven' },
    supersedes: ['client-build-too-old-for-on-premises-mailbox', 'drafts-fix-missing'],
  },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { clientBuild },
  evaluate({ clientBuild: { build: client } }, { minimum }) {
    if (!client) return notChecked('The client build is not in the evidence.', clientBuildMissing)
    const buildText = formatClientBuild(client)
    if (compareBuilds(client.build, parseBuild(minimum) as Build, 3) >= 0)
      return clear(`Client build ${buildText} (${minimum} needed).`, [client.source])
    const { sourceText, conflicting } = client
    const conflict = conflicting
      ? `; ${conflicting.sourceText} says ${formatClientBuild(conflicting)}: ` +
        'updated since, or another installation'
      : ''
    const message =
      `Client build ${buildText} is older than ${minimum}, the first build with Offline IM. ` +
      `Read from ${sourceText}${conflict}.`
    const sources = present([client.source, conflicting?.source])
    return flagged(message, [{ subject: `Client ${buildText}`, message, sources }])
  },
})
