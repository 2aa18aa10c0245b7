import { clientBuild, clientBuildMissing, formatClientBuild } from '../evidence/client-build.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'

export const windowsInstallerClient = defineRule({
  id: 'windows-installer-client',
  severity: 'error',
  status: 'stable',
  title: 'The client is the Windows Installer edition, which has no Offline IM',
  why: 'Only Click-to-Run clients can send offline messages. Windows Installer (MSI) clients, volume licensed as a rule, get security and quality updates but never this feature: updating them does not help.',
  looksAt:
    'The third part of the client build: Windows Installer clients of Office 2016 stay at 16.0.4xxx, and went on into 16.0.5xxx where no Click-to-Run build is known. The build is taken from packets this client sent, else the Click-to-Run registry key, else the name of the client’s trace.',
  thresholds: {},
  falsePositives: [
    'The log is from before the change to Click-to-Run: look at its last record, and at File > Account, which shows “Update Options” only on Click-to-Run.',
    'The first Click-to-Run builds of autumn 2015 were 16.0.4229 and are told apart; a build between those and 16.0.6001 that is in no table is taken for Windows Installer.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Replace the Windows Installer edition by a Click-to-Run installation of Skype for Business (Microsoft 365 Apps, or Skype for Business Basic where licences allow) with the Office Deployment Tool; both editions of one version cannot stand side by side.',
      commands: [
        'reg query "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration" /v VersionToReport',
        'setup.exe /configure configuration.xml',
      ],
      verify:
        'VersionToReport exists, and the User-Agent of the next REGISTER carries OC/16.0.6701 or later.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Overview of the Office Deployment Tool',
      url: 'https://learn.microsoft.com/deployoffice/overview-office-deployment-tool',
    },
  ],
  evidence: { clientBuild },
  evaluate({ clientBuild: found }) {
    if (!found)
      return notChecked(
        'Neither the client build nor the Click-to-Run key is in the evidence.',
        clientBuildMissing,
      )
    const have = formatClientBuild(found)
    const { edition, contradicted } = found
    if (!edition)
      return notChecked(`Client build ${have} does not tell its edition.`, clientBuildMissing)
    if (edition.value === 'Click-to-Run')
      return clear(`Click-to-Run, from ${edition.sourceText}; client build ${have}.`, [
        edition.source,
      ])
    const other = contradicted
      ? `; ${contradicted.sourceText} says ${formatClientBuild(contradicted)}: another installation, or changed since`
      : ''
    const message = `Client build ${have} is a Windows Installer build, and Offline IM needs Click-to-Run. Read from ${found.sourceText}${other}.`
    const sources = contradicted ? [found.source, contradicted.source] : [found.source]
    return flagged(message, [{ subject: `Client ${have}`, message, sources }])
  },
})
