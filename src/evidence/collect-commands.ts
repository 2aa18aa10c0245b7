// For PowerShell: it expands $env:… and quotes what then has blanks. A person replaces what stands
// in <angle brackets>.

const LYNC = '$env:LOCALAPPDATA\\Microsoft\\Office\\16.0\\Lync'
const SPOOL = 'sip_<user@domain>\\History Spooler'

/** Copies a History Spooler with its times, and leaves the original as it is. */
export const copySpoolCommand = `robocopy "${LYNC}\\${SPOOL}" "$env:USERPROFILE\\spool-copy\\${SPOOL}" /E /COPY:DAT /DCOPY:T`

/** Copies the client's logs. */
export const copyTracingCommand = `robocopy "${LYNC}\\Tracing" "$env:USERPROFILE\\Tracing-copy" /E /COPY:DAT /DCOPY:T`

/** Writes each binary trace as CSV into the current folder. */
export const exportTracesCommand = `Get-ChildItem "${LYNC}\\Tracing\\*.etl" | ForEach-Object { tracerpt $_.FullName -of CSV -o "$($_.BaseName).csv" -y }`

/** For the Skype for Business Server Management Shell. */
export const getUserCommand =
  'Get-CsUser -Identity "<user@domain>" | Format-List SipAddress,WindowsEmailAddress,ClientPolicy > user.txt'

/** For the Exchange Management Shell: now, and again later. */
export const countDraftsCommand =
  'Get-MailboxFolderStatistics -Identity "<user@domain>" -FolderScope Drafts | Format-List Identity,FolderPath,FolderType,ItemsInFolder > "drafts-$(Get-Date -Format yyyyMMdd-HHmm).txt"'

/** Updates a Click-to-Run installation of Office to the latest build of its channel. */
export const updateOfficeCommand =
  'cmd /c "C:\\Program Files\\Common Files\\Microsoft Shared\\ClickToRun\\OfficeC2RClient.exe" /update user'
