/**
 * Writes a collection manifest of the Lync folder into the current folder, in PowerShell (Windows
 * PowerShell 5.1 too), and changes nothing else: sizes and UTC times of all files, which copying
 * would change, and the History Spoolers, even empty ones. `@()` keeps lists of one lists in JSON;
 * a time without `'o'` would be written in a form of its own.
 */
export const manifestCommand = manifestInto("'spoolscope-manifest.json'")

/** The same into a file named by the time, so that several can stand side by side. */
export const snapshotCommand = manifestInto(`"spool-$(Get-Date -Format 'yyyyMMdd-HHmmss').json"`)

function manifestInto(file: string): string {
  const lync =
    '$lync = (Get-Item -LiteralPath "$env:LOCALAPPDATA\\Microsoft\\Office\\16.0\\Lync" -ErrorAction Stop).FullName'
  const below = 'Get-ChildItem -LiteralPath $lync -Recurse -Force'
  const path = '$_.FullName.Substring($lync.Length + 1)'
  const folders = `@(${below} -Directory -Filter 'History Spooler' | ForEach-Object { ${path} })`
  const times =
    "created = $_.CreationTimeUtc.ToString('o'); written = $_.LastWriteTimeUtc.ToString('o')"
  const files = `@(${below} -File | ForEach-Object { [ordered]@{ path = ${path}; bytes = $_.Length; ${times} } })`
  const head =
    'spoolscopeManifest = 1; collectedAt = [DateTime]::UtcNow.ToString(\'o\'); machine = "$env:COMPUTERNAME"'
  const json = `[ordered]@{ ${head}; folders = ${folders}; files = ${files} } | ConvertTo-Json -Depth 4`
  return `${lync}; ${json} | Set-Content -Encoding UTF8 -LiteralPath ${file}`
}
