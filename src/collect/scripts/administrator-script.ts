/** A script for the management shell of an administrator. */
interface AdministratorScript {
  /** Where it is to be run. */
  readonly shell: string
  /** Begins the name of the text file that it writes. */
  readonly file: string
  /** Command lines. `$user` is the user. */
  readonly commands: readonly string[]
}

const SKYPE: AdministratorScript = {
  shell: 'the Skype for Business Server Management Shell',
  file: 'skype-administrator',
  commands: [
    'Get-CsImConfiguration | Format-List *',
    'Get-CsUser -Identity $user | Format-List SipAddress,WindowsEmailAddress,ClientPolicy,HostingProvider,RegistrarPool,Enabled',
    'Get-CsClientPolicy | Format-List Identity,EnableIMAutoArchiving,DisableSavingIM,EnableExchangeContactSync',
    'Get-CsServerPatchVersion | Format-List *',
  ],
}

const EXCHANGE: AdministratorScript = {
  shell: 'the Exchange Management Shell, or PowerShell connected to Exchange Online',
  file: 'exchange-administrator',
  commands: [
    'Get-MailboxFolderStatistics -Identity $user -FolderScope Drafts | Format-List Identity,Name,FolderPath,FolderType,ItemsInFolder',
    'Get-CASMailbox -Identity $user | Format-List Ews*',
    'Get-OrganizationConfig | Format-List Ews*',
  ],
}

/** `user`: `user@domain`. The output of each command is preceded by the command, as at a prompt. */
const administratorScript = (
  { shell, file, commands }: AdministratorScript,
  user: string,
  version: string,
): string =>
  [
    `# spoolscope ${version}: evidence for Offline IM from the administrator's side.`,
    `# Run it in ${shell}.`,
    '# It only reads, and writes one text file into the current folder. Send that file.',
    `$user = ${quote(user)}`,
    `$file = '${file}-' + (Get-Date -Format 'yyyyMMdd-HHmmss') + '.txt'`,
    '& {',
    ...commands.flatMap((command) => [
      `  ${quote(`PS> ${command.replaceAll('$user', user)}`)}`,
      `  try { ${command} } catch { "$_" }`,
    ]),
    '} 2>&1 | Out-File -Encoding UTF8 -Width 400 -FilePath $file',
    '"Done. Send this file: $file"',
    '',
  ].join('\r\n')

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const skypeAdministratorScript = (user: string, version: string): string =>
  administratorScript(SKYPE, user, version)

export const exchangeAdministratorScript = (user: string, version: string): string =>
  administratorScript(EXCHANGE, user, version)
