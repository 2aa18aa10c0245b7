// These commands are for PowerShell, which expands $env:… and passes paths with blanks correctly
// because they are quoted. The reader replaces the placeholders in <angle brackets>.

const LYNC_FOLDER = '$env:LOCALAPPDATA\\Microsoft\\Office\\16.0\\Lync'
const SPOOL_FOLDER = 'sip_<user@domain>\\History Spooler'
const COPY_OPTIONS = '/E /COPY:DAT /DCOPY:T'

/** Copies a History Spooler with its times and does not change the original. */
export const copySpoolCommand =
  `robocopy "${LYNC_FOLDER}\\${SPOOL_FOLDER}" ` +
  `"$env:USERPROFILE\\spool-copy\\${SPOOL_FOLDER}" ${COPY_OPTIONS}`

/** Copies the client's logs. */
export const copyTracingCommand =
  `robocopy "${LYNC_FOLDER}\\Tracing" ` + `"$env:USERPROFILE\\Tracing-copy" ${COPY_OPTIONS}`

/** Writes each binary trace as CSV into the current folder. */
export const exportTracesCommand =
  `Get-ChildItem "${LYNC_FOLDER}\\Tracing\\*.etl" | ` +
  'ForEach-Object { tracerpt $_.FullName -of CSV -o "$($_.BaseName).csv" -y }'

/** Prints the addresses and the client policy of a user (Skype for Business Management Shell). */
export const getUserCommand =
  'Get-CsUser -Identity "<user@domain>" | ' +
  'Format-List SipAddress,WindowsEmailAddress,ClientPolicy > user.txt'

/** Counts the items in Drafts (Exchange Management Shell). The file name carries the time. */
export const countDraftsCommand =
  'Get-MailboxFolderStatistics -Identity "<user@domain>" -FolderScope Drafts | ' +
  'Format-List Identity,FolderPath,FolderType,ItemsInFolder > ' +
  '"drafts-$(Get-Date -Format yyyyMMdd-HHmm).txt"'

/** Tests EWS as a user (Exchange Management Shell; does not exist in Exchange Online). */
export const testEwsCommand =
  'Test-WebServicesConnectivity -Identity "<user@domain>" -MailboxCredential (Get-Credential)'

/** Shows whether EWS is enabled for a mailbox, and for which applications. */
export const mailboxEwsCommand = 'Get-CASMailbox -Identity "<user@domain>" | Format-List Ews*'

/** Updates a Click-to-Run installation of Office to the latest build of its channel. */
export const updateOfficeCommand =
  'cmd /c "C:\\Program Files\\Common Files\\Microsoft Shared\\ClickToRun\\OfficeC2RClient.exe" ' +
  '/update user'
