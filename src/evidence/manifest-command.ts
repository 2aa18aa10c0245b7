/**
 * Writes a collection manifest of the Lync folder to the current folder, and changes nothing else.
 * Runs in PowerShell, Windows PowerShell 5.1 included. The manifest contains the sizes and UTC
 * times of all files, which copying would change, and all History Spoolers, even empty ones.
 *
 * `@()` keeps a list with one element a list in JSON. Without `'o'`, times would be written in a
 * format that depends on the machine.
 */
export const manifestCommand = createManifestCommand("'spoolscope-manifest.json'")

/**
 * Like `manifestCommand`, but the file name contains the time, so that several files can coexist.
 */
export const snapshotCommand = createManifestCommand(
  `"spool-$(Get-Date -Format 'yyyyMMdd-HHmmss').json"`,
)

/** `file`: a quoted PowerShell expression. */
function createManifestCommand(file: string): string {
  const lync =
    '$lync = (Get-Item -LiteralPath "$env:LOCALAPPDATA\\Microsoft\\Office\\16.0\\Lync" ' +
    '-ErrorAction Stop).FullName'
  const list = 'Get-ChildItem -LiteralPath $lync -Recurse -Force'
  const path = '$_.FullName.Substring($lync.Length + 1)'
  const folders = `@(${list} -Directory -Filter 'History Spooler' | ForEach-Object { ${path} })`
  const times =
    "created = $_.CreationTimeUtc.ToString('o'); written = $_.LastWriteTimeUtc.ToString('o')"
  const fileEntry = `[ordered]@{ path = ${path}; bytes = $_.Length; ${times} }`
  const files = `@(${list} -File | ForEach-Object { ${fileEntry} })`
  const head =
    "spoolscopeManifest = 1; collectedAt = [DateTime]::UtcNow.ToString('o'); " +
    'machine = "$env:COMPUTERNAME"'
  const manifest = `[ordered]@{ ${head}; folders = ${folders}; files = ${files} }`
  const json = `${manifest} | ConvertTo-Json -Depth 4`
  return `${lync}; ${json} | Set-Content -Encoding UTF8 -LiteralPath ${file}`
}
