import { REGISTRY_KEYS, type RegistryKey } from '../../inputs/machine/registry-values.ts'
import { MANIFEST_NAME } from '../../model/collection/collection-manifest.ts'

/**
 * A script for Windows PowerShell 5.1 that also runs in Constrained Language Mode: no own types, no
 * methods but those of texts and times. The manifest is joined from parts, so that its order is
 * certain.
 */
export const powershellScript = (version: string): string =>
  LINES.replace('@VERSION@', version)
    .replaceAll('@MANIFEST@', MANIFEST_NAME)
    .replace('@KEYS@', REGISTRY_KEYS.flatMap(registryArguments).join(',\n  '))
    .replaceAll('\n', '\r\n')

const registryArguments = ({ key, names }: RegistryKey): readonly string[] =>
  names === undefined ? [`'"${key}"'`] : names.map((name) => `'"${key}" /v ${name}'`)

const LINES = `# spoolscope @VERSION@: saves the evidence why Offline IM fails in Skype for Business.
# It changes nothing, needs no administrator and no network, and collects no messages.
# Usage: powershell -ExecutionPolicy Bypass -File collect.ps1 [-Into <folder>]
param([string]$Into = (Get-Location).Path)
$ErrorActionPreference = 'Continue'
$name = "spoolscope-$env:COMPUTERNAME-$(Get-Date -Format 'yyyyMMdd-HHmmss')"
$out = Join-Path $Into $name
$office = Join-Path $env:LOCALAPPDATA 'Microsoft\\Office'
$versions = @('16.0', '15.0' | Where-Object { Test-Path -LiteralPath "$office\\$_\\Lync" })
if ($versions.Count -eq 0) { Write-Output "No Skype for Business folder below $office."; exit 2 }
New-Item -ItemType Directory -Path $out -ErrorAction Stop | Out-Null
$unread = @()

function Get-Times($item) {
  @{ created = $item.CreationTimeUtc.ToString('o'); written = $item.LastWriteTimeUtc.ToString('o') }
}

function Get-Spool {
  foreach ($version in $versions) {
    $lync = (Get-Item -LiteralPath "$office\\$version\\Lync").FullName
    foreach ($user in Get-ChildItem -LiteralPath $lync -Directory -Force -Filter 'sip_*') {
      $spool = Join-Path $user.FullName 'History Spooler'
      if (-not (Test-Path -LiteralPath $spool)) { continue }
      $path = "Office/$version/Lync/$($user.Name)/History Spooler"
      Write-Output @{ folder = $path }
      foreach ($file in Get-ChildItem -LiteralPath $spool -File -Force -Recurse) {
        $times = Get-Times $file
        $below = $file.FullName.Substring($spool.Length + 1).Replace('\\', '/')
        Write-Output @{ path = "$path/$below"; bytes = $file.Length; created = $times.created; written = $times.written }
      }
    }
  }
}

function Write-Manifest($file, $others) {
  $at = (Get-Date).ToUniversalTime().ToString('o')
  $zone = Get-Date -Format 'zzz'
  $minutes = [int]$zone.Substring(1, 2) * 60 + [int]$zone.Substring(4, 2)
  if ($zone.StartsWith('-')) { $minutes = -$minutes }
  $found = @(Get-Spool)
  $folders = @($found | Where-Object { $_.folder } | ForEach-Object { $_.folder })
  $files = @($found | Where-Object { $_.path }) + @($others)
  $text = '{ "spoolscopeManifest": 1, "collectedAt": ' + (ConvertTo-Json $at) +
    ', "machine": ' + (ConvertTo-Json "$env:COMPUTERNAME") +
    ', "timeZone": { "name": ' + (ConvertTo-Json (Get-TimeZone).Id) + ', "utcOffsetMinutes": ' + $minutes + ' }' +
    ', "folders": ' + (ConvertTo-Json -InputObject $folders -Compress) +
    ', "files": ' + (ConvertTo-Json -InputObject $files -Depth 3)
  if ($client) { $text += ', "client": ' + (ConvertTo-Json -InputObject $client) }
  $text += ', "unread": ' + (ConvertTo-Json -InputObject @($unread)) + ' }'
  Set-Content -Encoding UTF8 -LiteralPath (Join-Path $out $file) -Value $text
}

Write-Output 'Names and times of the spool ...'
$client = $null
$program = Get-ItemProperty -ErrorAction SilentlyContinue 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\lync.exe'
if ($program -and $program.'(default)') {
  $path = $program.'(default)'.Trim('"')
  $exe = Get-Item -LiteralPath $path -ErrorAction SilentlyContinue
  if ($exe) {
    $v = $exe.VersionInfo
    $number = "$($v.FileMajorPart).$($v.FileMinorPart).$($v.FileBuildPart).$($v.FilePrivatePart)"
    $client = @{ path = $exe.FullName; version = $number }
  }
}
Write-Manifest '@MANIFEST@' @()

Write-Output 'Logs ...'
$logs = @()
foreach ($version in $versions) {
  $tracing = "$office\\$version\\Lync\\Tracing"
  if (-not (Test-Path -LiteralPath $tracing)) { continue }
  $from = (Get-Item -LiteralPath $tracing).FullName
  foreach ($file in Get-ChildItem -LiteralPath $from -File -Force -Recurse) {
    $below = $file.FullName.Substring($from.Length + 1)
    $path = "Office/$version/Lync/Tracing/" + $below.Replace('\\', '/')
    # Reading a file that is kept in a cloud only would download it.
    if (($file.Attributes -band 0x1000) -or ($file.Attributes -band 0x400000)) {
      $unread += @{ path = $path; reason = 'kept in the cloud only: reading would download it' }
      continue
    }
    $to = Join-Path "$out\\Office\\$version\\Lync\\Tracing" $below
    New-Item -ItemType Directory -Force -Path (Split-Path $to) | Out-Null
    try {
      Copy-Item -LiteralPath $file.FullName -Destination $to -ErrorAction Stop
      $times = Get-Times $file
      $logs += @{ path = $path; bytes = (Get-Item -LiteralPath $to).Length; created = $times.created; written = $times.written }
    } catch {
      $unread += @{ path = $path; reason = "$_" }
    }
  }
}

Write-Output 'Settings ...'
$keys = @(
  @KEYS@
)
foreach ($key in $keys) { cmd /c "reg query $key 2>nul" | Add-Content -Encoding UTF8 -LiteralPath "$out\\registry.txt" }
if (Test-Path -LiteralPath 'configuration-information.txt') {
  Copy-Item -LiteralPath 'configuration-information.txt' -Destination $out
}
Write-Manifest '@MANIFEST@' $logs

Write-Output 'The spool is listed again in 5 minutes, because two lists show more than one. Press a key to list it now.'
cmd /c 'timeout /t 300 2>nul'
$unread = @()
Write-Manifest 'spool-second-look.json' @()

Compress-Archive -Path $out -DestinationPath "$out.zip" -ErrorAction SilentlyContinue
if (Test-Path -LiteralPath "$out.zip") { Write-Output "Done. Send this file: $out.zip" }
else { Write-Output "Done. Send this folder: $out" }
Write-Output 'In it: logs, names and times of the spool, settings. Not in it: messages.'
`
