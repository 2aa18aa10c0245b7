import { clientBuild, clientBuildMissing, formatClientBuild } from '../evidence/client-build.ts'
import { updateOfficeCommand } from '../evidence/collect-commands.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { type Build, compareBuilds, parseBuild } from '../model/build.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

export const clientBuildTooOld = defineRule({
  id: 'client-build-too-old',
  severity: 'error',
  status: 'stable',
  title: 'The client is older than Offline IM',
  why: 'Offline IM is done by the sender’s client. Clients before build 16.0.6701.1000 do not have it, so a message to someone who is offline is not delivered.',
  looksAt:
    'The OC part of the User-Agent in packets that this client sent, else VersionToReport in the Click-to-Run registry key, else the build in the name of the client’s trace. Never a peer’s agent. The first three parts of the build decide.',
  thresholds: {
    minimum: buildThreshold('16.0.6701.1000', {
      why: 'The first Click-to-Run build with Offline IM',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The log is from before an update: look at its last record, and at File > Account > About in any Office program.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Update the Office Click-to-Run installation of the sender to 16.0.6701.1000 or later (16.0.6920.1000 when the mailbox is in Exchange on-premises).',
      commands: [updateOfficeCommand],
      verify: 'Sign in again: the User-Agent of the next REGISTER carries OC/16.0.6701 or later.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { clientBuild },
  evaluate({ clientBuild: found }, { minimum }) {
    if (!found) return notChecked('The client build is not in the evidence.', clientBuildMissing)
    const have = formatClientBuild(found)
    if (compareBuilds(found.build, parseBuild(minimum) as Build, 3) >= 0)
      return clear(`Client build ${have} (needed ${minimum}).`, [found.source])
    const { contradicted } = found
    const other = contradicted
      ? `; ${contradicted.sourceText} says ${formatClientBuild(contradicted)}: updated since, or another installation`
      : ''
    const message = `Client build ${have} is older than ${minimum}, the first with Offline IM. Read from ${found.sourceText}${other}.`
    const sources = contradicted ? [found.source, contradicted.source] : [found.source]
    return flagged(message, [{ subject: `Client ${have}`, message, sources }])
  },
})
