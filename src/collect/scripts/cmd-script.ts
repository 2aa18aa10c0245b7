import { REGISTRY_KEYS, type RegistryKey } from '../../inputs/machine/registry-values.ts'
import { MANIFEST_NAME } from '../../model/collection/collection-manifest.ts'

/**
 * A batch file that collects with what every Windows has: `robocopy`, `dir`, `reg` and `tar`. Only
 * ASCII, because a batch file has the code page of the console.
 *
 * The time of an empty file that robocopy lists is the clock of the machine in UTC: `%DATE%` and
 * `%TIME%` are local, and written as the machine likes.
 */
export const cmdScript = (version: string): string =>
  LINES.replace('@VERSION@', version)
    .replaceAll('@MANIFEST@', MANIFEST_NAME)
    .replace('@KEYS@', REGISTRY_KEYS.flatMap(registryLines).join('\n'))
    .replaceAll('\n', '\r\n')

const registryLines = ({ key, names }: RegistryKey): readonly string[] =>
  names === undefined
    ? [`call :registry "${key}"`]
    : names.map((name) => `call :registry "${key}" /v ${name}`)

const LINES = `@echo off
rem spoolscope @VERSION@: saves the evidence why Offline IM fails in Skype for Business.
rem It changes nothing, needs no administrator and no network, and collects no messages.
rem Usage: collect.cmd [folder for the result]
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "INTO=%~1"
if not defined INTO set "INTO=%CD%"
set "NAME=spoolscope-%COMPUTERNAME%-%RANDOM%%RANDOM%"
set "OUT=%INTO%\\%NAME%"
md "%OUT%" 2>nul
if not exist "%OUT%\\" (
  echo Cannot write to "%INTO%". Give another folder: collect.cmd "%USERPROFILE%\\Desktop"
  exit /b 2
)
set "OFFICE=%LOCALAPPDATA%\\Microsoft\\Office"
if not exist "%OFFICE%\\16.0\\Lync\\" if not exist "%OFFICE%\\15.0\\Lync\\" (
  echo No Skype for Business folder below "%OFFICE%".
  rd "%OUT%"
  exit /b 2
)
set "ROBOCOPY="
echo Names and times of the spool ...
call :spool "%OUT%\\spool.txt"
echo Logs ...
for %%V in (16.0 15.0) do call :logs "%%V"
echo Settings ...
@KEYS@
if exist "%HERE%configuration-information.txt" copy /b "%HERE%configuration-information.txt" "%OUT%" >nul
echo.
echo The spool is listed again in 5 minutes, because two lists show more than one.
echo Press a key to list it now.
timeout /t 300 2>nul
call :spool "%OUT%\\spool-second-look.txt"
tar -a -c -f "%INTO%\\%NAME%.zip" -C "%INTO%" "%NAME%" 2>nul
echo.
if exist "%INTO%\\%NAME%.zip" (
  echo Done. Send this file: "%INTO%\\%NAME%.zip"
) else (
  echo Done. Send this folder: "%OUT%"
)
echo In it: logs, names and times of the spool, settings. Not in it: messages.
if "%~1"=="" pause
exit /b 0

rem Lists every History Spooler into a file, with the time of the listing in UTC.
:spool
type nul > "%OUT%\\now.tmp"
robocopy "%OUT%" "%OUT%\\nothing" now.tmp /L /TS /BYTES /NP /NC /NDL /NJH /NJS > "%OUT%\\clock.tmp" 2>nul
for /f "usebackq tokens=2,3" %%A in ("%OUT%\\clock.tmp") do call :clock "%%A" "%%B" %1
del "%OUT%\\now.tmp" "%OUT%\\clock.tmp"
for %%V in (16.0 15.0) do call :spools "%%V" %1
exit /b 0

rem Called with the date and time that robocopy printed.
rem 2016/09/20 08:31:00 becomes 2016-09-20T08:31:00Z
:clock
set "ROBOCOPY=1"
set "DAY=%~1"
> %3 echo %DAY:/=-%T%~2Z
if exist "%OUT%\\@MANIFEST@" exit /b 0
> "%OUT%\\@MANIFEST@" echo {"spoolscopeManifest":1,"collectedAt":"%DAY:/=-%T%~2Z","machine":"%COMPUTERNAME%","folders":[],"files":[]}
exit /b 0

rem Without robocopy, times are local and to the minute.
:spools
if not exist "%OFFICE%\\%~1\\Lync\\" exit /b 0
pushd "%OFFICE%\\%~1\\Lync"
if defined ROBOCOPY (
  for /d %%U in (sip_*) do if exist "%%U\\History Spooler\\" robocopy "%CD%\\%%U\\History Spooler" "%OUT%\\nothing" /L /E /XJ /TS /BYTES /NP /R:0 >> %2
) else (
  for /d %%U in (sip_*) do if exist "%%U\\History Spooler\\" dir /s /a /-c /t:w "%CD%\\%%U\\History Spooler" >> %2
)
popd
exit /b 0

:logs
set "FROM=%OFFICE%\\%~1\\Lync\\Tracing"
set "TO=%OUT%\\Office\\%~1\\Lync\\Tracing"
if not exist "%FROM%\\" exit /b 0
if defined ROBOCOPY (
  robocopy "%FROM%" "%TO%" /E /XJ /COPY:DAT /DCOPY:T /R:1 /W:1 /NP > "%OUT%\\copied-%~1.txt"
) else (
  xcopy "%FROM%" "%TO%" /E /I /H /K /C /Y > "%OUT%\\copied-%~1.txt"
)
exit /b 0

rem A key that does not exist is left out.
:registry
reg query %* >> "%OUT%\\registry.txt" 2>nul
exit /b 0
`
