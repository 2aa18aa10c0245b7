import { clientBuild, clientBuildMissing, formatClientBuild } from '../evidence/client-build.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { present } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'

export const windowsInstallerClient = defineRule({
  id: 'windows-installer-client',
  severity: 'error',
  status: 'stable',
  title: 'The client is the Windows Installer edition, which has no Offline IM',
  clearTitle: 'Client edition: Click-to-Run',
  why:
    'Only Click-to-Run clients can send offline messages. Windows Installer (MSI) clients, ' +
    'usually volume licensed, receive security and quality updates but never this feature. ' +
    'Updating them does not help.',
  looksAt:
    'The third part of the client build. Windows Installer clients of Office 2016 stayed at ' +
    '16.0.4xxx and continued with 16.0.5xxx, where no Click-to-Run build is known. The build ' +
    'comes from packets that this client sent, else from its requests to Exchange, else from the ' +
    'Click-to-Run registry key, else from the name of the client’s trace. The key below ' +
    'HKEY_LOCAL_MACHINE shows the edition without a version too; one below HKEY_CURRENT_USER ' +
    'does not.',
  thresholds: {},
  falsePositives: [
    'The log is from before the change to Click-to-Run. Compare its last record with File > ' +
      'Account, which shows “Update Options” only on Click-to-Run.',
    'The first Click-to-Run builds, of autumn 2015, were 16.0.4229 and are recognized. A build ' +
      'between those and 16.0.6001 that is in no table counts as Windows Installer.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'user',
      phase: 'change',
      do:
        'Use the Office Deployment Tool to replace the Windows Installer edition with ' +
        'Click-to-Run. Install Skype for Business with Microsoft 365 Apps, or Skype for Business ' +
        'Basic where licenses allow. The two editions cannot be installed side by side.',
      commands: [
        'reg query "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration" ' +
          '/v VersionToReport',
        'setup.exe /configure configuration.xml',
      ],
      verify:
        'VersionToReport exists, and after the next sign-in the User-Agent of REGISTER contains ' +
        'OC/16.0.6701 or later.',
    },
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'machine',
    matches: 'condition',
    explains: { [NOT_ATTEMPTED]: 'proven' },
    supersedes: [
      'client-build-too-old',
      'client-build-too-old-for-on-premises-mailbox',
      'drafts-fix-missing',
    ],
  },
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
  evaluate({ clientBuild: { build: client, edition } }) {
    if (!client && !edition)
      return notChecked(
        'Neither the client build nor the Click-to-Run key is in the evidence.',
        clientBuildMissing,
      )
    const buildText = client ? `client build ${formatClientBuild(client)}` : 'client build unknown'
    if (edition?.value === 'Click-to-Run')
      return clear(`Click-to-Run, from ${edition.sourceText}; ${buildText}.`, [edition.source])
    if (!client || !edition)
      return notChecked(`The ${buildText} does not show its edition.`, clientBuildMissing)
    const { sourceText, conflicting } = client
    const conflict = conflicting
      ? `; ${conflicting.sourceText} says ${formatClientBuild(conflicting)}: ` +
        'another installation, or changed since'
      : ''
    const message =
      `Client build ${formatClientBuild(client)} is a Windows Installer build, but Offline IM ` +
      `needs Click-to-Run. Read from ${sourceText}${conflict}.`
    const sources = present([client.source, conflicting?.source])
    return flagged(message, [{ subject: `Client ${formatClientBuild(client)}`, message, sources }])
  },
})
